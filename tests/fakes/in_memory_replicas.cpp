#include <fakes/in_memory_conversation_store.hpp>

#include <algorithm>

// What replicas that share the store do with it.
namespace parlance::fakes {

using chat::turn_key;
using chat::turn_state;

bool in_memory_conversation_store::is_joined(const chat::turn_owner& owner) const
{
    const auto found = replicas_.find(owner.replica);
    return found != replicas_.end() && found->second.of == owner;
}

bool in_memory_conversation_store::may_write(const chat::turn_record& record,
                                             const chat::turn_owner& owner) const
{
    const bool is_running = record.state == turn_state::running;
    const bool is_owner = record.owner == owner;
    if (broken_ == broken_rule::anybody_writes) return true;
    if (broken_ == broken_rule::ends_change) return is_owner;
    return is_running && is_owner;
}

std::optional<chat::turn_record> in_memory_conversation_store::peek(
    const chat::turn_key& which) const
{
    const std::lock_guard lock(guard_);
    const auto found = turns_.find(which);
    if (found == turns_.end()) return std::nullopt;
    return found->second.record;
}

bool in_memory_conversation_store::has_joined(const chat::turn_owner& owner) const
{
    const std::lock_guard lock(guard_);
    return is_joined(owner);
}

std::vector<chat::heartbeat> in_memory_conversation_store::heartbeats_now() const
{
    const std::lock_guard lock(guard_);
    std::vector<chat::heartbeat> all;
    for (const auto& [which, beat] : replicas_) all.push_back(beat);
    return all;
}

std::size_t in_memory_conversation_store::foreign_writes() const
{
    const std::lock_guard lock(guard_);
    return foreign_writes_;
}

std::set<turn_key> in_memory_conversation_store::abandoned() const
{
    const std::lock_guard lock(guard_);
    return abandoned_;
}

std::vector<chat::abandoned_turn> in_memory_conversation_store::interrupt_turns_of(
    chat::replica_id owner, wall_time now)
{
    std::vector<chat::abandoned_turn> ended;
    for (auto& [key, turn] : turns_) {
        chat::turn_record& record = turn.record;
        const bool is_again =
            broken_ == broken_rule::ended_again_and_again && abandoned_.contains(key);
        if (record.owner.replica != owner || (chat::is_final(record.state) && !is_again)) continue;
        if (!is_again) {
            record.state = turn_state::interrupted;
            record.finished_at = now;
        }
        abandoned_.insert(key);
        ended.push_back({key, record.conversation});
    }
    return ended;
}

task<result<chat::turn_owner>> in_memory_conversation_store::join(call_scope, chat::replica_id self,
                                                                  wall_time now)
{
    if (auto planned = plan_.enter(conversation_operation::join)) co_return *planned;
    const std::lock_guard lock(guard_);
    interrupt_turns_of(self, now);
    const chat::turn_owner joined{self, ++last_epoch_};
    replicas_.insert_or_assign(self, chat::heartbeat{joined, 0});
    co_return joined;
}

task<result<>> in_memory_conversation_store::beat(call_scope, chat::turn_owner self)
{
    if (auto planned = plan_.enter(conversation_operation::beat)) co_return *planned;
    const std::lock_guard lock(guard_);
    if (!is_joined(self)) {
        co_return fail(fault::conflict, "this replica was declared dead, or has joined again");
    }
    ++replicas_.at(self.replica).counter;
    co_return result<>();
}

task<result<std::vector<chat::heartbeat>>> in_memory_conversation_store::heartbeats(call_scope)
{
    if (auto planned = plan_.enter(conversation_operation::heartbeats)) co_return *planned;
    const std::lock_guard lock(guard_);
    std::vector<chat::heartbeat> all;
    for (const auto& [which, beat] : replicas_) all.push_back(beat);
    co_return all;
}

task<result<std::vector<chat::abandoned_turn>>> in_memory_conversation_store::declare_dead(
    call_scope, chat::heartbeat seen, wall_time now)
{
    if (auto planned = plan_.enter(conversation_operation::declare_dead)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = replicas_.find(seen.of.replica);
    std::vector<chat::abandoned_turn> ended;
    const bool gives_again = broken_ == broken_rule::ended_again_and_again;
    if (!gives_again && (found == replicas_.end() || found->second != seen)) {
        const auto before = unheard_.find(seen.of);
        if (before == unheard_.end()) co_return ended;
        ended = std::move(before->second);
        unheard_.erase(before);
        co_return ended;
    }
    if (!gives_again) replicas_.erase(found);
    ended = interrupt_turns_of(seen.of.replica, now);
    if (!lost_death_) co_return ended;
    unheard_.insert_or_assign(seen.of, std::move(ended));
    co_return *std::exchange(lost_death_, std::nullopt);
}

task<result<std::vector<chat::abandoned_turn>>> in_memory_conversation_store::leave(
    call_scope, chat::turn_owner self, wall_time now)
{
    if (auto planned = plan_.enter(conversation_operation::leave)) co_return *planned;
    const std::lock_guard lock(guard_);
    std::vector<chat::abandoned_turn> ended;
    if (!is_joined(self)) co_return ended;
    replicas_.erase(self.replica);
    ended = interrupt_turns_of(self.replica, now);
    co_return ended;
}

task<result<chat::turn_growth>> in_memory_conversation_store::read_growth(call_scope,
                                                                          access::principal who,
                                                                          chat::turn_id which,
                                                                          chat::position from)
{
    if (auto planned = plan_.enter(conversation_operation::read_growth)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = turns_.find({who.id, which});
    if (found == turns_.end() || !is_open({who.id, found->second.record.conversation})) {
        co_return fail(fault::not_found, "there is no such turn");
    }
    const chat::turn_record& record = found->second.record;
    chat::turn_growth growth;
    growth.is = {record.state, record.owner};
    growth.from_byte = std::min(from.bytes, static_cast<std::int64_t>(record.answer.size()));
    growth.text = record.answer.substr(static_cast<std::size_t>(growth.from_byte));
    growth.from_event = from.events;
    for (auto at = static_cast<std::size_t>(from.events); at < record.events.size(); ++at) {
        growth.events.push_back(record.events[at]);
    }
    growth.failed_with = record.failed_with;
    growth.finished_at = record.finished_at;
    growth.trace_id = record.trace_id;
    co_return growth;
}

task<result<chat::turn_standing>> in_memory_conversation_store::want_stop(call_scope,
                                                                          access::principal who,
                                                                          chat::turn_id which)
{
    if (auto planned = plan_.enter(conversation_operation::want_stop)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = turns_.find({who.id, which});
    if (found == turns_.end() || !is_open({who.id, found->second.record.conversation})) {
        co_return fail(fault::not_found, "there is no such turn");
    }
    found->second.is_stop_wanted = true;
    co_return chat::turn_standing{found->second.record.state, found->second.record.owner};
}

task<result<std::vector<turn_key>>> in_memory_conversation_store::stops_wanted(
    call_scope, chat::turn_owner owner)
{
    if (auto planned = plan_.enter(conversation_operation::stops_wanted)) co_return *planned;
    const std::lock_guard lock(guard_);
    std::vector<turn_key> wanted;
    for (const auto& [key, turn] : turns_) {
        const bool is_running = turn.record.state == turn_state::running;
        if (turn.is_stop_wanted && is_running && turn.record.owner == owner) wanted.push_back(key);
    }
    co_return wanted;
}

task<result<std::size_t>> in_memory_conversation_store::interrupt_left_running(
    call_scope, chat::turn_owner owner, wall_time now)
{
    if (auto planned = plan_.enter(conversation_operation::interrupt_left_running)) {
        co_return *planned;
    }
    const std::lock_guard lock(guard_);
    std::erase_if(replicas_, [&](const auto& one) { return one.first != owner.replica; });
    std::size_t interrupted = 0;
    for (auto& [key, turn] : turns_) {
        if (turn.record.owner == owner || chat::is_final(turn.record.state)) continue;
        turn.record.state = turn_state::interrupted;
        turn.record.finished_at = now;
        ++interrupted;
    }
    co_return interrupted;
}

}  // namespace parlance::fakes
