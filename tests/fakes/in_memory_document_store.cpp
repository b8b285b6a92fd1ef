#include <fakes/in_memory_document_store.hpp>
#include <fakes/page_cursor.hpp>

#include <algorithm>

namespace parlance::fakes {

using knowledge::document;
using knowledge::document_id;
using knowledge::document_state;

task<result<document>> in_memory_document_store::add(call_scope, access::principal who,
                                                     document added)
{
    if (auto planned = plan_.enter(document_operation::add)) co_return *planned;
    const std::lock_guard lock(guard_);
    for (const stored_document& known : documents_) {
        if (known.owner == who.id && known.is.file_name == added.file_name &&
            known.is.content_hash == added.content_hash) {
            co_return known.is;
        }
    }
    added.state = document_state::queued;
    added.reason.clear();
    added.passage_count = 0;
    stored_document kept{who.id, added, {}};
    documents_.push_back(std::move(kept));
    co_return added;
}

task<result<document>> in_memory_document_store::find(call_scope, access::principal who,
                                                      document_id which)
{
    if (auto planned = plan_.enter(document_operation::find)) co_return *planned;
    const std::lock_guard lock(guard_);
    for (const stored_document& known : documents_) {
        if (known.is.id == which && (known.owner == who.id || known.is.is_sample)) {
            co_return known.is;
        }
    }
    co_return fail(fault::not_found, "there is no such document");
}

task<result<knowledge::document_page>> in_memory_document_store::list(call_scope,
                                                                      access::principal who,
                                                                      std::string cursor,
                                                                      std::size_t limit)
{
    if (auto planned = plan_.enter(document_operation::list)) co_return *planned;
    const auto after = parse_cursor(cursor);
    if (!after) co_return after.error();
    const std::lock_guard lock(guard_);
    std::vector<document> all;
    for (const stored_document& known : documents_) {
        if (known.owner != who.id && !known.is.is_sample) continue;
        const page_place place(known.is.created_at, known.is.id.bytes());
        if (!*after || place < **after) all.push_back(known.is);
    }
    std::sort(all.begin(), all.end(), [](const document& left, const document& right) {
        return std::pair(left.created_at, left.id) > std::pair(right.created_at, right.id);
    });
    knowledge::document_page page;
    if (all.size() > limit) {
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(limit), all.end());
        page.next_cursor = format_cursor(all.back().created_at, all.back().id.bytes());
    }
    page.items = std::move(all);
    co_return page;
}

task<result<std::optional<document>>> in_memory_document_store::take_queued(call_scope)
{
    if (auto planned = plan_.enter(document_operation::take_queued)) co_return *planned;
    const std::lock_guard lock(guard_);
    std::optional<document> taken;
    for (stored_document& known : documents_) {
        if (known.is.state != document_state::queued) continue;
        known.is.state = document_state::reading;
        taken = known.is;
        break;
    }
    co_return taken;
}

in_memory_document_store::stored_document* in_memory_document_store::find_reading(document_id which)
{
    for (stored_document& known : documents_) {
        if (known.is.id == which && known.is.state == document_state::reading) return &known;
    }
    return nullptr;
}

task<result<>> in_memory_document_store::finish_ready(
    call_scope, document_id which, std::string title,
    std::vector<knowledge::indexed_passage> passages)
{
    if (auto planned = plan_.enter(document_operation::finish_ready)) co_return *planned;
    const std::lock_guard lock(guard_);
    stored_document* const known = find_reading(which);
    if (known == nullptr) co_return fail(fault::conflict, "the document is not being read");
    known->is.state = document_state::ready;
    known->is.title = std::move(title);
    known->is.passage_count = static_cast<std::int64_t>(passages.size());
    known->passages = std::move(passages);
    co_return result<>();
}

task<result<>> in_memory_document_store::finish_failed(call_scope, document_id which,
                                                       std::string reason)
{
    if (auto planned = plan_.enter(document_operation::finish_failed)) co_return *planned;
    const std::lock_guard lock(guard_);
    stored_document* const known = find_reading(which);
    if (known == nullptr) co_return fail(fault::conflict, "the document is not being read");
    known->is.state = document_state::failed;
    known->is.reason = std::move(reason);
    co_return result<>();
}

task<result<std::size_t>> in_memory_document_store::requeue_left_reading(call_scope)
{
    if (auto planned = plan_.enter(document_operation::requeue_left_reading)) co_return *planned;
    const std::lock_guard lock(guard_);
    std::size_t requeued = 0;
    for (stored_document& known : documents_) {
        if (known.is.state != document_state::reading) continue;
        known.is.state = document_state::queued;
        ++requeued;
    }
    co_return requeued;
}

std::vector<in_memory_document_store::readable_document> in_memory_document_store::readable_by(
    access::principal_id who) const
{
    const std::lock_guard lock(guard_);
    std::vector<readable_document> readable;
    for (const stored_document& known : documents_) {
        const bool may_read = known.owner == who || known.is.is_sample;
        if (may_read && known.is.state == document_state::ready) {
            readable.push_back({known.is, known.passages});
        }
    }
    return readable;
}

}  // namespace parlance::fakes
