#include <parlance/postgresql/postgresql_replica_store.hpp>

#include <parlance/postgresql/replica_rows.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>

namespace parlance::postgresql {
namespace {

constexpr std::int64_t sweep_every = 64;  // beats: about a minute
constexpr std::chrono::milliseconds sweep_time_max{500};

}  // namespace

/// A death that is being declared. What it is about to end is kept when its answer is not heard,
/// also when its caller has left.
class postgresql_replica_store::declaration {
public:
    declaration(postgresql_replica_store& in, chat::turn_owner whose) : in_(in), whose_(whose)
    {
        const std::lock_guard lock(in_.guard_);
        const auto before = in_.unheard_.find(whose);
        if (before == in_.unheard_.end()) return;
        *about_ = std::move(before->second);
        in_.unheard_.erase(before);
    }
    ~declaration()
    {
        if (about_->empty()) return;
        const std::lock_guard lock(in_.guard_);
        in_.unheard_.insert_or_assign(whose_, std::move(*about_));
    }
    declaration(const declaration&) = delete;
    declaration& operator=(const declaration&) = delete;

    [[nodiscard]] std::shared_ptr<abandoned_turns> about() const { return about_; }
    void is_heard() { about_->clear(); }

private:
    postgresql_replica_store& in_;
    const chat::turn_owner whose_;
    const std::shared_ptr<abandoned_turns> about_ = std::make_shared<abandoned_turns>();
};

task<result<chat::turn_owner>> postgresql_replica_store::join(call_scope scope,
                                                              chat::replica_id self, wall_time now)
{
    std::function<task<result<chat::turn_owner>>(transaction&)> work =
        [self, now](transaction& in) { return join_replica(in, self, now); };
    auto joined =
        co_await database_.write<chat::turn_owner>(scope, durability::power_loss, std::move(work));
    if (joined) co_await sweep_up(scope);
    co_return joined;
}

task<result<>> postgresql_replica_store::beat(call_scope scope, chat::turn_owner self)
{
    std::function<task<result<std::int64_t>>(transaction&)> work = [self](transaction& in) {
        return beat_replica(in, self);
    };
    const auto counter =
        co_await database_.write<std::int64_t>(scope, durability::crash, std::move(work));
    if (!counter) co_return counter.error();
    if (*counter % sweep_every == 0) co_await sweep_up(scope);
    co_return result<>();
}

/// After something else, in a transaction of its own and with little time: what that did is kept,
/// and whoever waits for it does not wait for this.
task<> postgresql_replica_store::sweep_up(call_scope beside)
{
    const steady_time until = database_.with().now.steady() + sweep_time_max;
    if (beside.deadline < until + sweep_time_max) co_return;  // it was slow: the next time
    beside.deadline = until;
    std::function<task<result<>>(transaction&)> work = sweep_some;
    const auto is_done =
        co_await database_.write<void>(std::move(beside), durability::crash, std::move(work));
    if (is_done) co_return;
    database_.with().log.log(log_level::warn, "progress_not_swept",
                             {{"reason", is_done.error().detail}});
}

task<result<std::vector<chat::heartbeat>>> postgresql_replica_store::heartbeats(call_scope scope)
{
    statement all("SELECT id, epoch, counter FROM replicas");
    const auto found = co_await database_.look(std::move(scope), std::move(all));
    if (!found) co_return found.error();
    std::vector<chat::heartbeat> seen;
    const std::lock_guard lock(guard_);
    for (const row one : *found) {
        const chat::turn_owner of{chat::replica_id(one.uuid(0)), one.integer(1)};
        seen.push_back({of, one.integer(2)});
        unheard_.erase(of);  // it was not declared dead
    }
    co_return seen;
}

task<result<abandoned_turns>> postgresql_replica_store::declare_dead(call_scope scope,
                                                                     chat::heartbeat seen,
                                                                     wall_time now)
{
    declaration one(*this, seen.of);
    std::function<task<result<abandoned_turns>>(transaction&)> work =
        [seen, now, about = one.about()](transaction& in) {
            return postgresql::declare_dead(in, seen, now, about);
        };
    auto ended = co_await database_.write<abandoned_turns>(std::move(scope), durability::power_loss,
                                                           std::move(work));
    if (ended) one.is_heard();
    co_return ended;
}

task<result<abandoned_turns>> postgresql_replica_store::leave(call_scope scope,
                                                              chat::turn_owner self, wall_time now)
{
    std::function<task<result<abandoned_turns>>(transaction&)> work = [self, now](transaction& in) {
        return leave_replica(in, self, now);
    };
    co_return co_await database_.write<abandoned_turns>(std::move(scope), durability::power_loss,
                                                        std::move(work));
}

}  // namespace parlance::postgresql
