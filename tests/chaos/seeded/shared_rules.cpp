#include <chaos/seeded/shared_schedule.hpp>

#include <parlance/foundation/limits.hpp>

#include <fakes/run.hpp>

#include <utility>

// What must be true of replicas that share a store, whatever happens.
namespace parlance::chaos {

chat::turn_key shared_schedule::key_of(const question& which) const
{
    return chat::turn_key{which.who.id, *which.asked.id};
}

void shared_schedule::note(std::string what)
{
    broken_.push_back(std::move(what));
}

void shared_schedule::check()
{
    check_ends();
    check_acknowledged();
    check_readers();
    check_leases();
    check_leaving();
    for (const std::string& which : kept_.ended) {
        if (kept_.ended.count(which) > 1) note("a dead replica's turn was ended twice");
    }
    if (kept_.memory.foreign_writes() > 0) note("somebody but the owner has written a turn");
}

/// A final state never changes.
void shared_schedule::check_ends()
{
    for (question& asked : questions_) {
        const auto record = kept_.memory.peek(key_of(asked));
        if (asked.final_record && !record) note("an end was lost");
        if (!record || !chat::is_final(record->state)) continue;
        if (!asked.final_record) {
            asked.final_record = record;
            see_end(asked);
        }
        const bool is_same =
            record->state == asked.final_record->state &&
            record->answer == asked.final_record->answer &&
            fakes::brief(record->events) == fakes::brief(asked.final_record->events);
        if (!is_same) note("an end was not the last word");
    }
}

/// Nothing that was acknowledged is lost.
void shared_schedule::check_acknowledged()
{
    for (const question& asked : questions_) {
        if (asked.is_acknowledged && !kept_.memory.peek(key_of(asked))) {
            note("an acknowledged question was lost");
        }
    }
}

/// What a reader has by the rules is a prefix of the answer that is kept, unless the turn's owner
/// was gone before it kept it; then nothing is added to it. An end that is shown is kept.
void shared_schedule::check_readers()
{
    const auto abandoned = kept_.memory.abandoned();
    for (client& reading : clients_) {
        const question& of = questions_[reading.of];
        const fakes::turn_reader& has = reading.state;
        if (!has.broken_rule.empty()) note(has.broken_rule);
        if (has.ends > 1) note("a turn ended twice for a reader");
        if (has.ends > 0) {
            const bool is_kept = of.final_record && of.final_record->state == has.end->state &&
                                 of.final_record->answer == has.text;
            if (!is_kept) note("an end was shown that was not kept");
        }
        if (!of.final_record) continue;
        const bool is_kept = of.final_record->answer.starts_with(has.text);
        const bool is_more =
            reading.text_when_final && has.text.size() > reading.text_when_final->size();
        reading.text_when_final = has.text;
        if (is_kept) continue;
        if (!abandoned.contains(key_of(of))) note("a reader has what is not in the answer");
        if (is_more) note("a replica showed more after its lease was lost");
    }
}

/// A replica is declared dead only when its heartbeat was the same for long enough.
void shared_schedule::check_leases()
{
    const auto now = time();
    const auto beats = kept_.memory.heartbeats_now();
    std::map<chat::replica_id, sign_of_life> next;
    for (const chat::heartbeat& one : beats) {
        const auto before = lives_.find(one.of.replica);
        const bool is_same = before != lives_.end() && before->second.is == one;
        next.emplace(one.of.replica, is_same ? before->second : sign_of_life{one, now});
    }
    for (const auto& [which, seen] : lives_) {
        if (next.contains(which) || left_.contains(which)) continue;
        if (now - seen.at < limits::lease_silence) note("a replica was declared dead too early");
    }
    lives_ = std::move(next);
}

/// In the end every reader has the answer, whole.
void shared_schedule::check_the_rest()
{
    for (const client& reading : clients_) {
        const question& of = questions_[reading.of];
        const fakes::turn_reader& has = reading.state;
        if (has.ends != 1) note("a reader has " + std::to_string(has.ends) + " ends");
        if (has.text != of.final_record->answer) note("a reader's text is not the answer");
    }
    if (kept_.log.count("task_failed") > 0) note("a task failed");
}

}  // namespace parlance::chaos
