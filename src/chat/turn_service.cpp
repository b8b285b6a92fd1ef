#include <parlance/chat/turn_service.hpp>

#include <parlance/chat/conversation_title.hpp>
#include <parlance/chat/replica_limits.hpp>
#include <parlance/chat/running_turns.hpp>
#include <parlance/chat/turn_beginning.hpp>
#include <parlance/chat/turn_mirrors.hpp>
#include <parlance/foundation/finish_by.hpp>
#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

namespace parlance::chat {
namespace {

constexpr std::chrono::milliseconds begin_poll_every{10};
constexpr std::chrono::seconds repeated_within{60};  // a client that never heard asks again by then

bool is_same_request(const running_turn& turn, const asked_question& asked)
{
    return turn.question == asked.message_text && turn.fingerprint == fingerprint_of(asked);
}

followed_turn as_followed(std::shared_ptr<turn_log> log)
{
    const turn_id id = log->id();
    const conversation_id conversation = log->conversation();
    return followed_turn{std::move(log), id, conversation};
}

/// A turn of this replica that is stored as running although nobody runs it: its end could not be
/// kept, or its task broke. It is ended as interrupted, with what there is of it. What was not even
/// started is left to whoever repeats the request, for a while.
task<result<turn_record>> settle(turn_service::parts with, access::principal who,
                                 turn_record stored)
{
    const wall_time now = with.now.wall();
    if (is_untouched(stored) && now - stored.created_at < repeated_within) co_return stored;
    turn_end end{stored.id, turn_state::interrupted, stored.answer, stored.events, std::nullopt,
                 now};
    const call_scope unbounded;
    auto kept = co_await with.store.finish_turn(unbounded, who, stored.owner, std::move(end));
    // A conflict: it has ended meanwhile. Whatever else: as it was.
    if (!kept && kept.error().kind != fault::conflict) co_return stored;
    co_return co_await with.store.find_turn(unbounded, std::move(who), stored.id);
}

/// A turn as it is stored, settled when it is one of ours that does not run.
task<result<turn_record>> read_stored(turn_service::parts with,
                                      std::shared_ptr<running_turns> running, access::principal who,
                                      turn_id which)
{
    const call_scope unbounded;
    auto stored = co_await with.store.find_turn(unbounded, who, which);
    if (!stored || is_final(stored->state)) co_return stored;
    if (stored->owner.replica != with.lease.self()) co_return stored;
    // It may have begun between the two looks.
    if (running->find(turn_key{who.id, which})) co_return stored;
    co_return co_await settle(with, std::move(who), std::move(*stored));
}

turn_mirrors::parts mirror_parts(turn_service::parts with,
                                 const std::shared_ptr<running_turns>& running)
{
    const auto read = [with, running](access::principal who, turn_id which) {
        return read_stored(with, running, std::move(who), which);
    };
    return {with.store, with.messenger, with.tasks, with.now, with.lease.self(), read};
}

}  // namespace

struct turn_service::state {
    explicit state(parts given)
        : with(given),
          running(std::make_shared<running_turns>(given.lease, given.now, given.random)),
          mirrors(mirror_parts(given, running))
    {
    }

    parts with;
    std::shared_ptr<running_turns> running;
    turn_mirrors mirrors;
    std::atomic<bool> is_looking{true};

    /// A turn that runs here, when the outcome of its begin is known.
    task<running_turns::turn> find_live(turn_key key) const
    {
        auto live = running->find(key);
        while (live && !live->is_begun) {
            event pause;
            co_await pause.wait_until(with.now.steady() + begin_poll_every);
        }
        if (live && live->is_elsewhere) live = nullptr;
        co_return live;
    }

    new_turn as_new_turn(const turn_id& id, const running_turn& turn, const asked_question& asked,
                         const std::string& model) const
    {
        return new_turn{id,
                        asked.conversation,
                        turn.reserved_in,
                        conversation_title(asked.message_text),
                        asked.parent,
                        asked.named_parent,
                        asked.message_text,
                        model,
                        turn.fingerprint,
                        turn.owner,
                        with.now.wall(),
                        asked.continues,
                        {}};
    }
};

turn_service::turn_service(parts with) : state_(std::make_shared<state>(with)) {}

turn_service::~turn_service() = default;

task<result<followed_turn>> turn_service::start(call_scope scope, access::principal who,
                                                asked_question asked)
{
    const parts& with = state_->with;
    auto resolved = co_await resolve(scope, who, std::move(asked));
    if (!resolved) co_return resolved.error();
    asked = std::move(*resolved);
    auto is_fine = check_text(asked.message_text);
    if (!is_fine) co_return is_fine.error();
    auto model = with.models.find(asked.model);
    if (!model) co_return model.error();
    if (asked.id && !is_uuid_v7(asked.id->bytes())) {
        co_return fail(fault::invalid_request, "turn_id must be a version 7 UUID (RFC 9562)");
    }
    const turn_key key{who.id, asked.id ? *asked.id : turn_id::make(with.now, with.random)};

    auto reserved = state_->running->reserve(key, who, asked);
    if (!reserved) co_return reserved.error();
    const std::shared_ptr<running_turn> turn = reserved->is;
    if (!reserved->is_new) {
        if (!is_same_request(*turn, asked)) co_return another_request();
        co_return co_await follow(std::move(scope), std::move(who), key.id);
    }

    new_turn begin = state_->as_new_turn(key.id, *turn, asked, model->choice.name);
    begin.trace_id = scope.trace_id;
    turn_beginning work(with, state_->running, turn, std::move(begin), model->model);
    with.tasks.start("turn", turn_beginning::run(std::move(work)));
    while (!turn->is_begun) co_await turn->begun.wait_until(steady_time::max());
    if (turn->not_begun) co_return *turn->not_begun;
    if (turn->log->snapshot().question != asked.message_text) co_return another_request();
    // It was begun before, by another replica or to its end.
    if (turn->is_elsewhere) co_return co_await follow(std::move(scope), std::move(who), key.id);
    co_return as_followed(turn->log);
}

task<result<asked_question>> turn_service::resolve(call_scope scope, access::principal who,
                                                   asked_question asked)
{
    if (!asked.continues) co_return asked;
    const turn_id which = *asked.continues;
    auto continued = co_await find(std::move(scope), std::move(who), which);
    if (!continued) co_return continued.error();
    co_return as_continuation(std::move(asked), *continued);
}

task<result<followed_turn>> turn_service::follow(call_scope, access::principal who, turn_id which)
{
    const turn_key key{who.id, which};
    const auto live = co_await state_->find_live(key);
    if (live && live->is_hidden) co_return no_such_turn();
    if (live && live->not_begun) co_return *live->not_begun;
    if (live) co_return as_followed(live->log);
    auto log = co_await state_->mirrors.open(std::move(who), which);
    if (!log) co_return log.error();
    co_return as_followed(std::move(*log));
}

task<result<turn_record>> turn_service::find(call_scope, access::principal who, turn_id which)
{
    const turn_key key{who.id, which};
    const auto live = co_await state_->find_live(key);
    if (live && live->is_hidden) co_return no_such_turn();
    if (live && live->not_begun) co_return *live->not_begun;
    if (live) co_return live->log->snapshot();
    co_return co_await read_stored(state_->with, state_->running, std::move(who), which);
}

task<result<turn_state>> turn_service::stop(call_scope scope, access::principal who, turn_id which)
{
    const parts& with = state_->with;
    const turn_key key{who.id, which};
    const auto live = co_await state_->find_live(key);
    if (live && live->is_hidden) co_return no_such_turn();
    if (live && live->not_begun) co_return *live->not_begun;
    if (live) {
        live->end_because(stop_cause::user);
        co_return live->log->state();
    }
    // Settles one of ours that nobody runs.
    auto known = co_await read_stored(with, state_->running, who, which);
    if (!known) co_return known.error();
    if (is_final(known->state)) co_return known->state;
    auto standing = co_await with.store.want_stop(scope, who, which);
    if (!standing) co_return standing.error();
    if (!is_final(standing->state) && standing->owner.replica != with.lease.self()) {
        scope.deadline = std::min(scope.deadline, with.now.steady() + beat_time_max);
        std::vector<replica_message> wish;
        wish.emplace_back(stop_wanted{key});
        // The owner looks by itself, too.
        auto told = co_await with.messenger.tell(scope, standing->owner.replica, std::move(wish));
        static_cast<void>(told);
    }
    co_return standing->state;
}

void turn_service::stop_all_in(access::principal_id who, conversation_id where)
{
    for (const auto& turn : state_->running->in(who, where)) {
        turn->is_hidden = true;
        turn->end_because(stop_cause::user);
    }
}

void turn_service::show_all_in(access::principal_id who, conversation_id where)
{
    for (const auto& turn : state_->running->in(who, where)) turn->is_hidden = false;
}

void turn_service::hear(replica_id from, const follows_turn& what)
{
    const parts& with = state_->with;
    const auto live = state_->running->find(what.turn);
    const bool runs_here = live && live->is_begun && live->log && !live->is_elsewhere;
    turn_grew news{what.turn, {}, !runs_here};
    if (runs_here && !with.progress.followers().note(from, what.turn)) return;
    // What was committed before it was followed is read now, also an end.
    if (runs_here) news.until = live->log->size();
    with.tasks.start("tell", with.progress.followers().tell_one(from, news));
}

void turn_service::look_again(turn_key which)
{
    state_->mirrors.look_again(which);
}

void turn_service::look_for_stops()
{
    state_->running->has_some().set();
}

void turn_service::fence(turn_owner owner)
{
    for (const auto& turn : state_->running->all()) {
        if (turn->owner == owner) turn->fence();
    }
}

void turn_service::wake_readers()
{
    for (const auto& turn : state_->running->all()) {
        if (turn->is_begun && turn->log) turn->log->wake();
    }
}

task<> turn_service::watch_stops()
{
    const std::shared_ptr<state> shared = state_;
    while (shared->is_looking) {
        const bool is_idle = shared->running->count() == 0;
        const steady_time next =
            is_idle ? steady_time::max() : shared->with.now.steady() + stops_looked_for_every;
        co_await shared->running->has_some().wait_until(next);
        co_await look_for_stops_once();
    }
}

void turn_service::stop_looking()
{
    state_->is_looking = false;
    look_for_stops();
}

task<> turn_service::look_for_stops_once()
{
    const parts& with = state_->with;
    std::set<turn_owner> owners;
    for (const auto& turn : state_->running->all()) owners.insert(turn->owner);
    for (const turn_owner& owner : owners) {
        call_scope scope;
        scope.deadline = with.now.steady() + beat_time_max;
        auto asking = with.store.stops_wanted(scope, owner);
        auto wanted = co_await finish_by(scope, std::move(asking));
        if (!wanted) continue;  // looked at again soon
        for (const turn_key& which : *wanted) {
            const auto live = state_->running->find(which);
            if (live) live->end_because(stop_cause::user);
        }
    }
}

void turn_service::leave(readers where)
{
    const bool go = where == readers::come_again_elsewhere;
    state_->running->leave(go ? running_turns::leaving::sending_away
                              : running_turns::leaving::refusing);
    if (!go) return;
    for (const auto& turn : state_->running->all()) {
        if (turn->is_begun && turn->log) turn->log->send_away();
    }
    state_->mirrors.send_all_away();
}

void turn_service::drain()
{
    if (!state_->running->is_refusing()) leave(readers::stay);
    // Outside of any lock: whoever listens for a stop is called at once.
    for (const auto& turn : state_->running->all()) turn->end_because(stop_cause::drain);
}

void turn_service::abandon()
{
    for (const auto& turn : state_->running->all()) turn->abandoned.request_stop();
}

bool turn_service::is_running(const access::principal& who, const turn_id& which) const
{
    return state_->running->find(turn_key{who.id, which}) != nullptr;
}

std::size_t turn_service::running() const
{
    return state_->running->count();
}

std::size_t turn_service::mirrored() const
{
    return state_->mirrors.count();
}

}  // namespace parlance::chat
