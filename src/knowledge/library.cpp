#include <parlance/knowledge/library.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/failed_reasons.hpp>
#include <parlance/knowledge/file_name.hpp>

#include <utility>

namespace parlance::knowledge {

library::library(parts with) : with_(std::move(with)) {}

task<result<document>> library::add(call_scope scope, access::principal who,
                                    offered_file file) const
{
    auto name = clean_file_name(file.file_name);
    if (!name) co_return name.error();
    if (file.bytes.size() > limits::upload_bytes_max) {
        co_return fail(fault::invalid_request, "The file is larger than 32 MiB.");
    }
    const auto size = static_cast<std::int64_t>(file.bytes.size());
    auto hash = co_await with_.blobs.put(scope, std::move(file.bytes));
    if (!hash) co_return while_doing("keeping the file", hash.error());

    std::string title = *name;
    std::string media_type(media_type_of(*name));
    const bool is_sample = file.origin == document_origin::sample;
    document added{document_id::make(with_.now, with_.random),
                   std::move(*name),
                   std::move(title),
                   std::move(media_type),
                   size,
                   std::move(*hash),
                   document_state::queued,
                   {},
                   0,
                   is_sample,
                   with_.now.wall()};
    auto kept = co_await with_.documents.add(scope, who, std::move(added));
    const bool is_cured =
        kept && kept->state == document_state::failed && is_cured_by_adding_again(kept->reason);
    if (is_cured) kept = co_await with_.documents.retry(scope, std::move(who), kept->id);
    if (kept && with_.on_added) with_.on_added();
    co_return kept;
}

task<result<document>> library::find(call_scope scope, access::principal who,
                                     document_id which) const
{
    return with_.documents.find(std::move(scope), std::move(who), which);
}

task<result<document_page>> library::list(call_scope scope, access::principal who,
                                          document_query wanted) const
{
    return with_.documents.list(std::move(scope), std::move(who), std::move(wanted));
}

task<result<text_page>> library::page(call_scope scope, access::principal who, document_id which,
                                      std::int64_t number) const
{
    auto found = co_await with_.documents.find(scope, who, which);
    if (!found) co_return found.error();
    if (found->state != document_state::ready) {
        co_return fail(fault::conflict, found->state == document_state::failed
                                            ? "The document could not be read: it has no text."
                                            : "The document has not been read yet.");
    }
    if (number < 1 || number > found->page_count) {
        co_return fail(fault::not_found, "The document has no such page; it has " +
                                             std::to_string(found->page_count) + ".");
    }
    auto passages = co_await with_.documents.read_page(scope, std::move(who), which, number);
    if (!passages) co_return passages.error();
    co_return text_page{std::move(*found), number, std::move(*passages)};
}

task<result<std::string>> library::content(call_scope scope, std::string content_hash,
                                           byte_range part) const
{
    return with_.blobs.get_part(std::move(scope), std::move(content_hash), part);
}

task<result<deletion>> library::remove(call_scope scope, access::principal who,
                                       document_id which) const
{
    const auto deleted_at =
        co_await with_.documents.remove(std::move(scope), std::move(who), which, with_.now.wall());
    if (!deleted_at) co_return deleted_at.error();
    co_return deletion{*deleted_at, *deleted_at + limits::restorable_for};
}

task<result<document>> library::restore(call_scope scope, access::principal who,
                                        document_id which) const
{
    auto restored = co_await with_.documents.restore(std::move(scope), std::move(who), which);
    if (restored && with_.on_added) with_.on_added();  // it may have waited to be read
    co_return restored;
}

task<result<document>> library::retry(call_scope scope, access::principal who,
                                      document_id which) const
{
    auto queued = co_await with_.documents.retry(std::move(scope), std::move(who), which);
    if (queued && with_.on_added) with_.on_added();
    co_return queued;
}

}  // namespace parlance::knowledge
