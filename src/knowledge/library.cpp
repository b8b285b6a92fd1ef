#include <parlance/knowledge/library.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/file_name.hpp>

#include <utility>

namespace parlance::knowledge {

library::library(parts with) : with_(std::move(with)) {}

task<result<document>> library::add(call_scope scope, access::principal who,
                                    offered_file file) const
{
    auto name = clean_file_name(file.file_name);
    if (!name) co_return name.error();
    if (file.bytes.empty()) co_return fail(fault::invalid_request, "The file is empty.");
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
    auto kept = co_await with_.documents.add(scope, std::move(who), std::move(added));
    if (kept && with_.on_added) with_.on_added();
    co_return kept;
}

task<result<document>> library::find(call_scope scope, access::principal who,
                                     document_id which) const
{
    return with_.documents.find(std::move(scope), std::move(who), which);
}

task<result<document_page>> library::list(call_scope scope, access::principal who,
                                          std::string cursor, std::size_t limit) const
{
    return with_.documents.list(std::move(scope), std::move(who), std::move(cursor), limit);
}

}  // namespace parlance::knowledge
