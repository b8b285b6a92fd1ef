#include <chaos/seeded/shared_schedule.hpp>

#include <chaos/seeded/client_tasks.hpp>

#include <algorithm>
#include <utility>

// Replicas that are told to go away, and what must be true of them.
namespace parlance::chaos {
namespace {

constexpr int handlers_until_sent_away = 3'000;  // other tasks take most of them
constexpr int handlers_until_ended = 6'000;

}  // namespace

/// SIGTERM. Whoever reads there is sent away at once.
void shared_schedule::tell_to_leave(std::size_t which)
{
    constexpr std::size_t seconds_most = 8;
    replica& one = replicas_[which];
    if (!one.runs || one.is_paused || one.leaves_at) return;
    ask_and_read(which);
    one.runs->begin_to_leave();
    one.leaves_at = time() + std::chrono::seconds(roll(seconds_most));
    one.runs_at_most = one.runs->service().running();
    ask_and_read(which);
    check_leaving();
    for (const client& reading : clients_) {
        if (reading.connected_to == which) expect_sent_away(reading);
    }
}

/// Its replica runs until the connection has ended.
void shared_schedule::expect_sent_away(const client& reading)
{
    replica_process& there = *replicas_[reading.connected_to].runs;
    for (int count = 0; count < handlers_until_sent_away; ++count) {
        if (!reading.connection || reading.connection->wait_until_idle(at_once)) return;
        there.step(1);
    }
    note("a reader stayed with a replica that went away");
}

/// When nothing runs there any more, or its deadline has come, it ends what is left, and itself.
void shared_schedule::go_on_leaving(std::size_t which)
{
    replica& one = replicas_[which];
    if (!one.runs || one.is_paused || !one.leaves_at) return;
    if (one.runs->service().running() > 0 && time() < *one.leaves_at) return;

    const chat::replica_id self = one.runs->self();
    std::vector<chat::turn_key> cut;
    for (const question& asked : questions_) {
        const auto record = kept_.memory.peek(key_of(asked));
        const bool is_cut =
            record && record->owner.replica == self && !chat::is_final(record->state);
        if (is_cut) cut.push_back(key_of(asked));
    }
    one.runs->end_turns();
    is_cutting_ = true;
    for (int count = 0; count < handlers_until_ended; ++count) {
        if (one.runs->service().running() == 0) break;
        one.runs->step(1);
    }
    is_cutting_ = false;
    const bool has_ended = one.runs->service().running() == 0;
    if (!has_ended && !is_store_away_) note("a turn ran on after its replica's deadline");
    if (!is_store_away_) check_kept(cut);
    check();
    const bool has_left = one.runs->leave();
    if (has_left) check_left(self);
    for (const chat::turn_key& turn : cut) {
        const auto record = kept_.memory.peek(turn);
        if (record && record->state == chat::turn_state::interrupted) ++seen_.cut_at_deadline;
    }
    end_process(which);
    ++seen_.replicas_left;
}

/// What ran until the deadline is kept by its owner. One that nobody has begun to answer may be
/// left to whoever asks again.
void shared_schedule::check_kept(const std::vector<chat::turn_key>& cut)
{
    for (const chat::turn_key& turn : cut) {
        const auto record = kept_.memory.peek(turn);
        const bool is_left =
            record && !chat::is_final(record->state) && !chat::is_untouched(*record);
        if (is_left) note("a turn was not kept at its replica's deadline");
    }
}

/// It has heard that it is out: it is, and nothing of it runs.
void shared_schedule::check_left(chat::replica_id which)
{
    const auto beats = kept_.memory.heartbeats_now();
    const bool is_there = std::any_of(beats.begin(), beats.end(), [&](const chat::heartbeat& one) {
        return one.of.replica == which;
    });
    if (is_there) note("a replica went away and stayed among the others");
    left_.insert(which);
    for (const question& asked : questions_) {
        const auto record = kept_.memory.peek(key_of(asked));
        const bool is_left_running =
            record && record->owner.replica == which && !chat::is_final(record->state);
        if (is_left_running) note("a replica went away and left a turn running");
    }
}

/// A replica that goes away takes no new turns.
void shared_schedule::check_leaving()
{
    for (replica& one : replicas_) {
        if (!one.runs || !one.leaves_at) continue;
        const std::size_t running = one.runs->service().running();
        if (running > one.runs_at_most) note("a replica that went away took a new turn");
        one.runs_at_most = std::min(one.runs_at_most, running);
    }
}

}  // namespace parlance::chaos
