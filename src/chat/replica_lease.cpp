#include <parlance/chat/replica_lease.hpp>

#include <parlance/chat/replica_limits.hpp>
#include <parlance/foundation/finish_by.hpp>
#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <utility>

namespace parlance::chat {
namespace {

call_scope beat_scope(const clock& now)
{
    call_scope scope;
    scope.deadline = now.steady() + beat_time_max;
    return scope;
}

bool is_among(const std::vector<heartbeat>& all, const turn_owner& which)
{
    return std::any_of(all.begin(), all.end(),
                       [&](const heartbeat& one) { return one.of == which; });
}

}  // namespace

task<result<turn_owner>> replica_lease::join()
{
    const call_scope unbounded;
    auto joined = co_await with_.replicas.join(unbounded, self_, with_.now.wall());
    if (!joined) co_return joined.error();
    set_owner(*joined);
    co_return *joined;
}

task<result<>> replica_lease::leave()
{
    const auto mine = owner();
    set_owner(std::nullopt);
    {
        const std::lock_guard lock(guard_);
        has_left_ = true;
    }
    if (!mine) co_return result<>();
    const call_scope scope = beat_scope(with_.now);
    auto leaving = with_.replicas.leave(scope, *mine, with_.now.wall());
    auto left = co_await finish_by(scope, std::move(leaving));
    if (!left) co_return left.error();
    co_return result<>();
}

std::optional<turn_owner> replica_lease::owner() const
{
    const std::lock_guard lock(guard_);
    return owner_;
}

void replica_lease::set_owner(std::optional<turn_owner> owner)
{
    const std::lock_guard lock(guard_);
    owner_ = has_left_ ? std::nullopt : owner;
}

void replica_lease::stop()
{
    is_stopping_ = true;
    woken_.set();
    pulse_woken_.set();
}

task<> replica_lease::run()
{
    while (!is_stopping_) {
        co_await look_once();
        co_await woken_.wait_until(with_.now.steady() + limits::replica_beat_every);
    }
}

task<> replica_lease::run_pulse()
{
    while (!is_stopping_) {
        pulse();
        co_await pulse_woken_.wait_until(with_.now.steady() + pulse_every);
    }
}

void replica_lease::pulse()
{
    if (permit_.pulse()) return;
    with_.log.log(log_level::warn, "replica_was_asleep", {});
    woken_.set();  // the lease is looked at now
}

task<> replica_lease::look_once()
{
    {
        const std::lock_guard lock(guard_);
        if (has_left_) co_return;
    }
    const bool is_held = co_await hold();
    if (is_held) co_await look_after_others();
    else watch_.start_afresh();
}

/// Beats, or joins again after the lease was lost. @return false when the store did not answer.
task<bool> replica_lease::hold()
{
    const call_scope scope = beat_scope(with_.now);
    const auto mine = owner();
    error cause;
    if (mine) {
        const auto beaten = co_await beat(*mine, scope);
        if (beaten) co_return true;
        cause = beaten.error();
    }
    if (!owner()) {
        const auto joined = co_await join_again(scope);
        if (joined) co_return true;
        cause = joined.error();
    }
    if (!std::exchange(is_store_away_, true)) {
        with_.log.log(log_level::warn, "lease_not_renewed", {{"reason", cause.detail}});
    }
    co_return false;
}

/// A lease that is found lost is given up.
task<result<>> replica_lease::beat(turn_owner mine, call_scope scope)
{
    const std::int64_t doubts = permit_.doubts();
    auto beating = with_.replicas.beat(scope, mine);
    auto beaten = co_await finish_by(scope, std::move(beating));
    if (beaten) {
        is_store_away_ = false;
        confirm(doubts);
    } else if (beaten.error().kind == fault::conflict) {
        set_owner(std::nullopt);
        with_.log.log(log_level::error, "lease_lost", {{"epoch", mine.epoch}});
        if (reactions_.lost) reactions_.lost(mine);
    }
    co_return beaten;
}

task<result<>> replica_lease::join_again(call_scope scope)
{
    const std::int64_t doubts = permit_.doubts();
    auto joining = join();
    auto joined = co_await finish_by(scope, std::move(joining));
    if (!joined) co_return joined.error();
    with_.log.log(log_level::warn, "joined_again", {{"epoch", joined->epoch}});
    confirm(doubts);
    co_return result<>();
}

void replica_lease::confirm(std::int64_t doubts)
{
    if (permit_.confirm(doubts) && reactions_.confirmed) reactions_.confirmed();
}

task<> replica_lease::look_after_others()
{
    const call_scope scope = beat_scope(with_.now);
    const steady_time begun = with_.now.steady();
    auto reading = with_.replicas.heartbeats(scope);
    auto all = co_await finish_by(scope, std::move(reading));
    if (!all) {
        watch_.start_afresh();
        co_return;
    }
    auto dead = watch_.look(*all, self_, begun, with_.now.steady());
    // One that is gone after we said so: its turns may have been ended, and nobody was told.
    for (heartbeat& one : std::exchange(unheard_, {})) {
        if (!is_among(*all, one.of)) dead.push_back(one);
    }
    for (const heartbeat& one : dead) {
        auto declaring = with_.replicas.declare_dead(scope, one, with_.now.wall());
        auto ended = co_await finish_by(scope, std::move(declaring));
        if (!ended) unheard_.push_back(one);
        if (!ended || ended->empty()) continue;
        with_.log.log(log_level::warn, "replica_declared_dead",
                      {{"replica", one.of.replica.text()},
                       {"turns", static_cast<std::int64_t>(ended->size())}});
        if (reactions_.ended) reactions_.ended(*ended);
    }
}

}  // namespace parlance::chat
