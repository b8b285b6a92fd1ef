#include <fakes/in_memory_document_store.hpp>

#include <parlance/foundation/limits.hpp>

#include <algorithm>

// The half of in_memory_document_store that readers use.
namespace parlance::fakes {

using knowledge::document_state;
using knowledge::reading;

namespace {

error not_held()
{
    return fail(fault::conflict, "the document is not being read by this reader");
}

}  // namespace

in_memory_document_store::stored_document* in_memory_document_store::next_due(wall_time now)
{
    stored_document* next = nullptr;
    for (stored_document& known : documents_) {
        if (!known.is_queued() || known.due_at > now) continue;
        const bool is_earlier =
            next == nullptr || std::pair(last_turn_of(known.owner), known.owner) <
                                   std::pair(last_turn_of(next->owner), next->owner);
        if (is_earlier) next = &known;
    }
    return next;
}

task<result<knowledge::next_reading>> in_memory_document_store::take_queued(call_scope,
                                                                            knowledge::reader_id by,
                                                                            wall_time now)
{
    if (auto planned = plan_.enter(document_operation::take_queued)) co_return *planned;
    const std::lock_guard lock(guard_);
    knowledge::next_reading answer;
    for (stored_document& known : documents_) {
        const bool is_read = known.is.state == document_state::reading;
        if (is_read && known.lease_until <= now) known.is.state = document_state::queued;
    }
    stored_document* const next = next_due(now);
    if (next == nullptr) {
        for (const stored_document& known : documents_) {
            const bool is_read = known.is.state == document_state::reading;
            if (!is_read && !known.is_queued()) continue;
            const wall_time due = is_read ? known.lease_until : known.due_at;
            answer.due = std::min(answer.due.value_or(due), due);
        }
        co_return answer;
    }
    turns_[next->owner] = ++turns_taken_;
    next->passages.clear();
    next->is.state = document_state::reading;
    next->reader = by;
    next->lease_until = now + limits::ingestion_lease;
    reading made{next->is, by, ++next->epoch, ++next->attempts, next->lease_until};
    answer.taken = std::move(made);
    co_return answer;
}

in_memory_document_store::stored_document* in_memory_document_store::find_reading(
    const reading& which)
{
    for (stored_document& known : documents_) {
        if (known.is.id == which.is.id && known.is.state == document_state::reading &&
            known.reader == which.by && known.epoch == which.epoch) {
            return &known;
        }
    }
    return nullptr;
}

task<result<>> in_memory_document_store::keep_passages(
    call_scope, reading which, std::vector<knowledge::indexed_passage> passages)
{
    if (auto planned = plan_.enter(document_operation::keep_passages)) co_return *planned;
    const std::lock_guard lock(guard_);
    stored_document* const known = find_reading(which);
    if (known == nullptr) co_return not_held();
    for (knowledge::indexed_passage& one : passages) known->passages.push_back(std::move(one));
    known->lease_until = which.until;
    co_return result<>();
}

task<result<>> in_memory_document_store::finish_ready(call_scope, reading which, std::string title)
{
    if (auto planned = plan_.enter(document_operation::finish_ready)) co_return *planned;
    const std::lock_guard lock(guard_);
    stored_document* const known = find_reading(which);
    if (known == nullptr) co_return not_held();
    known->is.state = document_state::ready;
    known->is.title = std::move(title);
    known->is.passage_count = static_cast<std::int64_t>(known->passages.size());
    known->is.page_count = 0;
    for (const knowledge::indexed_passage& one : known->passages) {
        known->is.page_count = std::max(known->is.page_count, text_page_of(one.is));
    }
    co_return result<>();
}

task<result<>> in_memory_document_store::finish_failed(call_scope, reading which,
                                                       std::string reason)
{
    if (auto planned = plan_.enter(document_operation::finish_failed)) co_return *planned;
    const std::lock_guard lock(guard_);
    stored_document* const known = find_reading(which);
    if (known == nullptr) co_return not_held();
    known->is.state = document_state::failed;
    known->is.reason = std::move(reason);
    known->passages.clear();
    co_return result<>();
}

task<result<>> in_memory_document_store::put_back(call_scope, reading which, wall_time now,
                                                  std::chrono::milliseconds pause)
{
    if (auto planned = plan_.enter(document_operation::put_back)) co_return *planned;
    const std::lock_guard lock(guard_);
    stored_document* const known = find_reading(which);
    if (known == nullptr) co_return not_held();
    known->is.state = document_state::queued;
    known->attempts = which.attempt;
    known->due_at = now + pause;
    co_return result<>();
}

task<result<std::size_t>> in_memory_document_store::requeue_left_reading(call_scope)
{
    if (auto planned = plan_.enter(document_operation::requeue_left_reading)) co_return *planned;
    const std::lock_guard lock(guard_);
    std::size_t requeued = 0;
    for (stored_document& known : documents_) {
        known.due_at = {};
        if (known.is.state != document_state::reading) continue;
        known.is.state = document_state::queued;
        ++requeued;
    }
    co_return requeued;
}

}  // namespace parlance::fakes
