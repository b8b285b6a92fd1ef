#include <parlance/edge/attachment.hpp>
#include <parlance/edge/byte_ranges.hpp>
#include <parlance/edge/fields.hpp>
#include <parlance/edge/handlers/handlers.hpp>
#include <parlance/edge/header_values.hpp>

#include <utility>

namespace parlance::edge {
namespace {

/// The range that counts: of a GET, and when If-Range names what there still is.
range_wanted range_of(const request& asked, const std::string& entity_tag, std::uint64_t size)
{
    const std::string* range = asked.header_named("range");
    const std::string* condition = asked.header_named("if-range");
    const bool counts = condition == nullptr || trimmed(*condition) == entity_tag;
    if (range == nullptr || asked.method != "GET" || !counts) return {};
    return parse_range(*range, size);
}

response outside_of(std::uint64_t size, const std::string& trace_id)
{
    const problem refusal =
        refuse(416, "the file has " + std::to_string(size) + " bytes; the range lies outside");
    response made = problem_response(refusal, trace_id);
    made.headers.push_back({"content-range", "bytes */" + std::to_string(size)});
    return made;
}

response content_of(const knowledge::document& document, const std::string& entity_tag,
                    const range_wanted& wanted)
{
    const auto size = static_cast<std::uint64_t>(document.size_bytes);
    response made;
    made.media_type = std::string(safe_media_type(document.media_type));
    made.headers = attachment_headers(document.file_name);
    made.headers.push_back({"etag", entity_tag});
    made.headers.push_back({"accept-ranges", "bytes"});
    sent_content content{document.content_hash, {0, size}};
    if (wanted.is == range_wanted::kind::part) {
        content.part = wanted.part;
        made.status = 206;
        const std::uint64_t last = wanted.part.from + wanted.part.count - 1;
        made.headers.push_back({"content-range", "bytes " + std::to_string(wanted.part.from) + "-" +
                                                     std::to_string(last) + "/" +
                                                     std::to_string(size)});
    }
    made.content = std::move(content);
    return made;
}

}  // namespace

task<outcome<response>> get_document_content(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<knowledge::document_id>(asked, "document");
    if (!id) co_return id.error();
    const auto found = co_await with.library.find(scope, with.who, *id);
    if (!found) co_return found.error();
    const std::string entity_tag = "\"" + found->content_hash + "\"";
    const std::string* known = asked.header_named("if-none-match");
    if (known != nullptr && names_entity_tag(*known, entity_tag)) {
        response unchanged;
        unchanged.status = 304;
        unchanged.headers.push_back({"etag", entity_tag});
        co_return unchanged;
    }
    const auto size = static_cast<std::uint64_t>(found->size_bytes);
    const range_wanted wanted = range_of(asked, entity_tag, size);
    if (wanted.is == range_wanted::kind::outside) co_return outside_of(size, scope.trace_id);
    // So that bytes that are lost or rotted are a problem, not a response that breaks off.
    const knowledge::byte_range nothing;
    const auto is_there = co_await with.library.content(scope, found->content_hash, nothing);
    if (!is_there && is_there.error().detail == knowledge::bytes_are_damaged) {
        with.log.log(log_level::error, "original_damaged",
                     {{"document_id", found->id.text()}, {"content", found->content_hash}});
        co_return refuse(404, std::string(knowledge::bytes_are_damaged));
    }
    if (!is_there) co_return while_doing("opening the stored file", is_there.error());
    co_return content_of(*found, entity_tag, wanted);
}

}  // namespace parlance::edge
