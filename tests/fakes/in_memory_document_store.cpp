#include <fakes/in_memory_document_store.hpp>
#include <fakes/page_cursor.hpp>

#include <parlance/knowledge/document_limits.hpp>

#include <algorithm>

// The half for people; the queue is in in_memory_ingestion_queue.cpp.
namespace parlance::fakes {

using knowledge::document;
using knowledge::document_id;
using knowledge::document_state;

namespace {

error no_such_document()
{
    return fail(fault::not_found, "there is no such document");
}

}  // namespace

in_memory_document_store::stored_document* in_memory_document_store::find_readable(
    const access::principal_id& who, document_id which)
{
    for (stored_document& known : documents_) {
        const bool may_read = known.owner == who || known.is.is_sample;
        if (known.is.id == which && may_read && !known.deleted_at) return &known;
    }
    return nullptr;
}

result<in_memory_document_store::stored_document*> in_memory_document_store::find_own(
    const access::principal_id& who, document_id which)
{
    for (stored_document& known : documents_) {
        if (known.is.id != which) continue;
        if (known.owner == who) return &known;
        if (known.is.is_sample && !known.deleted_at) {
            return fail(fault::forbidden, "only whoever added a document can change it");
        }
    }
    return no_such_document();
}

std::int64_t in_memory_document_store::last_turn_of(const access::principal_id& who) const
{
    const auto found = turns_.find(who);
    return found == turns_.end() ? 0 : found->second;
}

/// Goes through the rounds of the queue as they will be.
std::int64_t in_memory_document_store::place_of(const stored_document& stored) const
{
    std::map<access::principal_id, std::int64_t> waiting;
    std::int64_t rank = 0;
    bool is_reached = false;
    for (const stored_document& known : documents_) {
        if (!known.is_queued()) continue;
        if (known.owner != stored.owner) ++waiting[known.owner];
        if (known.owner == stored.owner && !is_reached) ++rank;
        is_reached = is_reached || &known == &stored;
    }
    std::int64_t place = rank;
    for (const auto& [who, count] : waiting) {
        const bool is_first =
            std::pair(last_turn_of(who), who) < std::pair(last_turn_of(stored.owner), stored.owner);
        place += std::min(count, is_first ? rank : rank - 1);
    }
    return place;
}

document in_memory_document_store::shown(const stored_document& stored) const
{
    document made = stored.is;
    made.queue_place = stored.is_queued() ? place_of(stored) : 0;
    return made;
}

task<result<document>> in_memory_document_store::add(call_scope, access::principal who,
                                                     document added)
{
    if (auto planned = plan_.enter(document_operation::add)) co_return *planned;
    const std::lock_guard lock(guard_);
    for (const stored_document& known : documents_) {
        const bool counts = !known.deleted_at || (known.is.is_sample && added.is_sample);
        if (counts && known.owner == who.id && known.is.file_name == added.file_name &&
            known.is.content_hash == added.content_hash) {
            co_return shown(known);
        }
    }
    added.state = document_state::queued;
    added.reason.clear();
    added.passage_count = 0;
    stored_document kept{who.id, std::move(added)};
    documents_.push_back(std::move(kept));
    co_return shown(documents_.back());
}

task<result<document>> in_memory_document_store::find(call_scope, access::principal who,
                                                      document_id which)
{
    if (auto planned = plan_.enter(document_operation::find)) co_return *planned;
    const std::lock_guard lock(guard_);
    const stored_document* const found = find_readable(who.id, which);
    if (found == nullptr) co_return no_such_document();
    co_return shown(*found);
}

task<result<knowledge::document_page>> in_memory_document_store::list(
    call_scope, access::principal who, knowledge::document_query wanted)
{
    if (auto planned = plan_.enter(document_operation::list)) co_return *planned;
    const auto after = parse_cursor(wanted.cursor);
    if (!after) co_return after.error();
    const std::lock_guard lock(guard_);
    std::vector<document> all;
    for (const stored_document& known : documents_) {
        if (known.deleted_at || (known.owner != who.id && !known.is.is_sample)) continue;
        if (wanted.state && *wanted.state != known.is.state) continue;
        const page_place place(known.is.created_at, known.is.id.bytes());
        if (!*after || place < **after) all.push_back(shown(known));
    }
    std::sort(all.begin(), all.end(), [](const document& left, const document& right) {
        return std::pair(left.created_at, left.id) > std::pair(right.created_at, right.id);
    });
    knowledge::document_page page;
    if (all.size() > wanted.limit) {
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(wanted.limit), all.end());
        page.next_cursor = format_cursor(all.back().created_at, all.back().id.bytes());
    }
    page.items = std::move(all);
    co_return page;
}

task<result<std::vector<knowledge::passage>>> in_memory_document_store::read_page(
    call_scope, access::principal who, document_id which, std::int64_t page)
{
    if (auto planned = plan_.enter(document_operation::read_page)) co_return *planned;
    const std::lock_guard lock(guard_);
    const stored_document* const found = find_readable(who.id, which);
    if (found == nullptr || found->is.state != document_state::ready) co_return no_such_document();
    std::vector<knowledge::passage> passages;
    for (const knowledge::indexed_passage& one : found->passages) {
        if (passages.size() == knowledge::page_passages_max) break;
        if (text_page_of(one.is) == page) passages.push_back(one.is);
    }
    co_return passages;
}

task<result<wall_time>> in_memory_document_store::remove(call_scope, access::principal who,
                                                         document_id which, wall_time now)
{
    if (auto planned = plan_.enter(document_operation::remove)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = find_own(who.id, which);
    if (!found) co_return found.error();
    if (!(*found)->deleted_at) (*found)->deleted_at = now;
    co_return *(*found)->deleted_at;
}

task<result<document>> in_memory_document_store::restore(call_scope, access::principal who,
                                                         document_id which)
{
    if (auto planned = plan_.enter(document_operation::restore)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = find_own(who.id, which);
    if (!found) co_return found.error();
    stored_document& stored = **found;
    for (const stored_document& known : documents_) {
        const bool is_other = &known != &stored && !known.deleted_at && known.owner == who.id;
        if (is_other && known.is.file_name == stored.is.file_name &&
            known.is.content_hash == stored.is.content_hash) {
            co_return fail(fault::conflict, "The same file was added again since it was deleted.");
        }
    }
    stored.deleted_at.reset();
    co_return shown(stored);
}

task<result<document>> in_memory_document_store::retry(call_scope, access::principal who,
                                                       document_id which)
{
    if (auto planned = plan_.enter(document_operation::retry)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = find_own(who.id, which);
    if (!found) co_return found.error();
    stored_document& stored = **found;
    if (stored.deleted_at) co_return no_such_document();
    if (stored.is.state != document_state::failed) {
        co_return fail(fault::conflict,
                       "Only a document that could not be read can be read again.");
    }
    stored.is.state = document_state::queued;
    stored.is.reason.clear();
    stored.attempts = 0;
    stored.due_at = {};
    co_return shown(stored);
}

task<result<std::size_t>> in_memory_document_store::purge(call_scope, wall_time before)
{
    if (auto planned = plan_.enter(document_operation::purge)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto is_gone = [before](const stored_document& known) {
        return known.deleted_at && *known.deleted_at < before &&
               known.is.state != document_state::reading;
    };
    const auto found = std::find_if(documents_.begin(), documents_.end(), is_gone);
    if (found == documents_.end()) co_return std::size_t{0};
    documents_.erase(found);
    co_return std::size_t{1};
}

task<result<std::vector<std::string>>> in_memory_document_store::unused_content(
    call_scope, std::vector<std::string> content_hashes)
{
    if (auto planned = plan_.enter(document_operation::unused_content)) co_return *planned;
    const std::lock_guard lock(guard_);
    std::vector<std::string> unused;
    for (const std::string& hash : content_hashes) {
        const auto has_it = [&](const stored_document& known) {
            return known.is.content_hash == hash;
        };
        if (std::none_of(documents_.begin(), documents_.end(), has_it)) unused.push_back(hash);
    }
    co_return unused;
}

task<result<std::vector<std::string>>> in_memory_document_store::added_content(
    call_scope, std::vector<std::string> content_hashes)
{
    if (auto planned = plan_.enter(document_operation::added_content)) co_return *planned;
    const std::lock_guard lock(guard_);
    std::vector<std::string> added;
    for (const std::string& hash : content_hashes) {
        const auto has_it = [&](const stored_document& known) {
            return known.is.content_hash == hash && !known.is.is_sample;
        };
        if (std::any_of(documents_.begin(), documents_.end(), has_it)) added.push_back(hash);
    }
    co_return added;
}

task<result<knowledge::store_id>> in_memory_document_store::identify(call_scope,
                                                                     knowledge::store_id proposed)
{
    if (auto planned = plan_.enter(document_operation::identify)) co_return *planned;
    const std::lock_guard lock(guard_);
    if (!self_) self_ = proposed;
    co_return *self_;
}

task<result<knowledge::holdings>> in_memory_document_store::look_at_holdings(call_scope)
{
    if (auto planned = plan_.enter(document_operation::look_at_holdings)) co_return *planned;
    const std::lock_guard lock(guard_);
    if (documents_.empty()) co_return knowledge::holdings::nothing;
    const auto is_sample = [](const stored_document& known) { return known.is.is_sample; };
    co_return std::all_of(documents_.begin(), documents_.end(), is_sample)
        ? knowledge::holdings::samples
        : knowledge::holdings::documents;
}

std::vector<in_memory_document_store::readable_document> in_memory_document_store::readable_by(
    access::principal_id who) const
{
    const std::lock_guard lock(guard_);
    std::vector<readable_document> readable;
    for (const stored_document& known : documents_) {
        const bool may_read = (known.owner == who || known.is.is_sample) && !known.deleted_at;
        if (may_read && known.is.state == document_state::ready) {
            readable.push_back({known.is, known.passages});
        }
    }
    return readable;
}

}  // namespace parlance::fakes
