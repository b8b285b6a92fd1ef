#include <fakes/in_memory_conversation_store.hpp>
#include <fakes/page_cursor.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>

namespace parlance::fakes {
namespace {

using chat::conversation_summary;
using chat::turn_id;
using chat::turn_key;
using chat::turn_record;
using chat::turn_state;

/// Newest first; of two of the same moment the higher id first.
bool is_before(const conversation_summary& left, const conversation_summary& right)
{
    return std::tie(left.updated_at, left.id) > std::tie(right.updated_at, right.id);
}

}  // namespace

task<result<chat::begun_turn>> in_memory_conversation_store::begin_turn(call_scope,
                                                                        access::principal who,
                                                                        chat::new_turn asked)
{
    if (auto planned = plan_.enter(conversation_operation::begin_turn)) co_return *planned;
    co_return begin(who, std::move(asked));
}

result<chat::begun_turn> in_memory_conversation_store::begin(const access::principal& who,
                                                             chat::new_turn asked)
{
    const std::lock_guard lock(guard_);
    if (const auto known = turns_.find({who.id, asked.id}); known != turns_.end()) {
        if (!is_open({who.id, known->second.record.conversation})) {
            return fail(fault::not_found, "there is no such conversation");
        }
        if (known->second.fingerprint != asked.request_fingerprint) {
            return fail(fault::conflict, "this turn id was begun with another request");
        }
        return chat::begun_turn{known->second.record, false};
    }
    if (!is_joined(asked.owner)) {
        return fail(fault::overloaded, "this replica is not among those that may begin turns");
    }
    const auto parent = parent_of(who, asked);
    if (!parent) return parent.error();

    const conversation_key where{who.id, asked.conversation.value_or(asked.new_conversation)};
    if (!asked.conversation) {
        const stored_conversation fresh{std::move(asked.title), asked.created_at, asked.created_at};
        if (!conversations_.emplace(where, fresh).second) {
            return fail(fault::conflict, "this conversation id is taken");
        }
    }
    auto& conversation = conversations_.at(where);
    conversation.updated_at = std::max(conversation.updated_at, asked.created_at);

    turn_record record{.id = asked.id,
                       .conversation = where.second,
                       .parent = *parent,
                       .state = turn_state::running,
                       .question = std::move(asked.question),
                       .model = std::move(asked.model),
                       .answer = {},
                       .events = {},
                       .failed_with = std::nullopt,
                       .created_at = asked.created_at,
                       .finished_at = std::nullopt,
                       .continues = asked.continues,
                       .trace_id = std::move(asked.trace_id)};
    record.owner = asked.owner;
    const turn_key key{who.id, asked.id};
    turns_.emplace(key, stored_turn{record, std::move(asked.request_fingerprint), ++sequence_});
    return chat::begun_turn{std::move(record), true};
}

result<std::optional<turn_id>> in_memory_conversation_store::parent_of(
    const access::principal& who, const chat::new_turn& asked) const
{
    using parent_kind = chat::new_turn::parent_kind;
    if (asked.conversation && !is_open({who.id, *asked.conversation})) {
        return fail(fault::not_found, "there is no such conversation");
    }
    if (asked.parent == parent_kind::none) return std::optional<turn_id>();
    if (asked.parent == parent_kind::newest) {
        if (!asked.conversation) return std::optional<turn_id>();
        const stored_turn* newest = newest_turn({who.id, *asked.conversation});
        if (newest == nullptr) return std::optional<turn_id>();
        return std::optional<turn_id>(newest->record.id);
    }
    const auto named =
        asked.named_parent ? turns_.find({who.id, *asked.named_parent}) : turns_.end();
    if (named == turns_.end() || named->second.record.conversation != asked.conversation) {
        return fail(fault::not_found, "there is no such parent turn in this conversation");
    }
    return asked.named_parent;
}

const in_memory_conversation_store::stored_turn* in_memory_conversation_store::newest_turn(
    const conversation_key& where) const
{
    const stored_turn* newest = nullptr;
    for (const auto& [key, turn] : turns_) {
        if (key.who != where.first || turn.record.conversation != where.second) continue;
        if (newest == nullptr || turn.sequence > newest->sequence) newest = &turn;
    }
    return newest;
}

task<result<std::vector<turn_key>>> in_memory_conversation_store::append_progress(
    call_scope, chat::turn_owner owner, std::vector<chat::turn_progress> growth)
{
    if (auto planned = plan_.enter(conversation_operation::append_progress)) co_return *planned;
    const std::lock_guard lock(guard_);
    std::vector<turn_key> fenced;
    for (auto& grown : growth) {
        const turn_key which{grown.who, grown.id};
        if (!grow(owner, std::move(grown))) fenced.push_back(which);
    }
    co_return fenced;
}

bool in_memory_conversation_store::grow(chat::turn_owner owner, chat::turn_progress growth)
{
    const auto found = turns_.find({growth.who, growth.id});
    if (found == turns_.end() || !may_write(found->second.record, owner)) return false;
    turn_record& record = found->second.record;
    if (record.owner != owner || !is_joined(owner)) ++foreign_writes_;

    // The same growth may come twice, when the first answer was lost: it replaces what it repeats.
    const auto from = static_cast<std::size_t>(growth.from_byte);
    if (!growth.text.empty() && from <= record.answer.size()) {
        record.answer.replace(from, std::string::npos, growth.text);
    }
    auto ordinal = static_cast<std::size_t>(growth.from_event);
    for (auto& event : growth.events) {
        if (ordinal < record.events.size()) {
            record.events[ordinal] = std::move(event);
        } else {
            record.events.push_back(std::move(event));
        }
        ++ordinal;
    }
    return true;
}

task<result<>> in_memory_conversation_store::finish_turn(call_scope, access::principal who,
                                                         chat::turn_owner owner, chat::turn_end end)
{
    if (auto planned = plan_.enter(conversation_operation::finish_turn)) co_return *planned;
    co_return finish(who, owner, std::move(end));
}

result<> in_memory_conversation_store::finish(const access::principal& who, chat::turn_owner owner,
                                              chat::turn_end end)
{
    const std::lock_guard lock(guard_);
    const auto found = turns_.find({who.id, end.id});
    if (found == turns_.end()) return fail(fault::not_found, "there is no such turn");
    turn_record& record = found->second.record;
    const bool is_ended_so = record.owner == owner && record.state == end.state &&
                             record.finished_at == end.finished_at && record.answer == end.answer;
    if (is_ended_so) return {};
    if (!may_write(record, owner)) {
        return fail(fault::conflict, "the turn is not running under this owner any more");
    }
    if (record.owner != owner || !is_joined(owner)) ++foreign_writes_;
    record.state = end.state;
    record.answer = std::move(end.answer);
    record.events = std::move(end.events);
    record.failed_with = end.failed_with;
    record.finished_at = end.finished_at;
    auto& conversation = conversations_.at({who.id, record.conversation});
    conversation.updated_at = std::max(conversation.updated_at, end.finished_at);
    return {};
}

task<result<turn_record>> in_memory_conversation_store::find_turn(call_scope, access::principal who,
                                                                  turn_id which)
{
    if (auto planned = plan_.enter(conversation_operation::find_turn)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = turns_.find({who.id, which});
    if (found == turns_.end() || !is_open({who.id, found->second.record.conversation})) {
        co_return fail(fault::not_found, "there is no such turn");
    }
    co_return found->second.record;
}

conversation_summary in_memory_conversation_store::summary_of(
    const conversation_key& which, const stored_conversation& stored) const
{
    conversation_summary summary{which.second, stored.title, stored.created_at, stored.updated_at,
                                 false};
    for (const auto& [key, turn] : turns_) {
        if (key.who != which.first || turn.record.conversation != which.second) continue;
        summary.is_running = summary.is_running || !chat::is_final(turn.record.state);
    }
    return summary;
}

task<result<chat::conversation_page>> in_memory_conversation_store::list(call_scope,
                                                                         access::principal who,
                                                                         std::string cursor,
                                                                         std::size_t limit)
{
    if (auto planned = plan_.enter(conversation_operation::list)) co_return *planned;
    const auto after = parse_cursor(cursor);
    if (!after) co_return after.error();
    const std::lock_guard lock(guard_);
    std::vector<conversation_summary> all;
    for (const auto& [key, stored] : conversations_) {
        if (key.first != who.id || stored.deleted_at) continue;
        const auto place = std::pair(stored.updated_at, key.second.bytes());
        if (!*after || place < **after) all.push_back(summary_of(key, stored));
    }
    std::sort(all.begin(), all.end(), is_before);
    chat::conversation_page page;
    if (all.size() > limit) {
        all.erase(std::next(all.begin(), static_cast<std::ptrdiff_t>(limit)), all.end());
        page.next_cursor = format_cursor(all.back().updated_at, all.back().id.bytes());
    }
    page.items = std::move(all);
    co_return page;
}

}  // namespace parlance::fakes
