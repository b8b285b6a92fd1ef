#include <parlance/edge/encoding.hpp>
#include <parlance/edge/fields.hpp>
#include <parlance/edge/handlers/handlers.hpp>
#include <parlance/edge/json_writer.hpp>
#include <parlance/edge/shapes.hpp>
#include <parlance/foundation/time.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parlance::edge {
namespace {

using knowledge::document_state;

outcome<std::optional<document_state>> read_state(const request& asked)
{
    const std::string* name = asked.parameter("state");
    if (name == nullptr) return std::optional<document_state>();
    const auto state = knowledge::document_state_named(*name);
    if (state) return state;
    std::vector<field_mistake> mistakes;
    mistakes.push_back(field_mistake{"state", "must be queued, reading, ready or failed"});
    return refuse_fields(std::move(mistakes));
}

/// The document that a request without fields changes.
outcome<knowledge::document_id> id_of_change(const request& asked, const services& with)
{
    auto checked = check_no_fields(asked, with.limits.json_depth_max);
    if (!checked) return checked.error();
    return path_id<knowledge::document_id>(asked, "document");
}

/// A whole number without a sign, as a path spells it.
std::optional<std::int64_t> page_number(std::string_view text)
{
    constexpr std::size_t digits_max = 9;
    if (text.empty() || text.size() > digits_max || text.front() == '0') return std::nullopt;
    std::int64_t number = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        number = number * 10 + (digit - '0');
    }
    return number;
}

response shown(const knowledge::document& document)
{
    json_writer body;
    write_document(body, document);
    return json_response(200, body.take());
}

}  // namespace

task<outcome<response>> add_document(call_scope scope, request& asked, const services& with)
{
    knowledge::offered_file file;
    file.file_name = std::move(asked.file->file_name);
    file.bytes = std::move(asked.file->bytes);
    asked.file.reset();
    const auto added = co_await with.library.add(scope, with.who, std::move(file));
    if (!added) co_return added.error();
    json_writer body;
    write_document(body, *added);
    co_return json_response(202, body.take());
}

task<outcome<response>> list_documents(call_scope scope, request& asked, const services& with)
{
    auto page = read_page(asked);
    if (!page) co_return page.error();
    const auto state = read_state(asked);
    if (!state) co_return state.error();
    knowledge::document_query wanted{*state, std::move(page->cursor), page->limit};
    const auto found = co_await with.library.list(scope, with.who, std::move(wanted));
    if (!found) co_return found.error();
    json_writer body;
    body.object().key("items").array();
    for (const knowledge::document& one : found->items) write_document(body, one);
    body.end_array();
    if (!found->next_cursor.empty()) body.text_field("next_cursor", found->next_cursor);
    body.end_object();
    co_return json_response(200, body.take());
}

task<outcome<response>> get_document(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<knowledge::document_id>(asked, "document");
    if (!id) co_return id.error();
    const auto found = co_await with.library.find(scope, with.who, *id);
    if (!found) co_return found.error();
    co_return shown(*found);
}

task<outcome<response>> delete_document(call_scope scope, request& asked, const services& with)
{
    const auto id = id_of_change(asked, with);
    if (!id) co_return id.error();
    const auto deleted = co_await with.library.remove(scope, with.who, *id);
    if (!deleted) co_return deleted.error();
    json_writer body;
    body.object();
    body.text_field("deleted_at", format_time(deleted->deleted_at));
    body.text_field("restorable_until", format_time(deleted->restorable_until));
    body.end_object();
    co_return json_response(200, body.take());
}

task<outcome<response>> restore_document(call_scope scope, request& asked, const services& with)
{
    const auto id = id_of_change(asked, with);
    if (!id) co_return id.error();
    const auto restored = co_await with.library.restore(scope, with.who, *id);
    if (!restored) co_return restored.error();
    co_return shown(*restored);
}

task<outcome<response>> retry_document(call_scope scope, request& asked, const services& with)
{
    const auto id = id_of_change(asked, with);
    if (!id) co_return id.error();
    const auto queued = co_await with.library.retry(scope, with.who, *id);
    if (!queued) co_return queued.error();
    co_return shown(*queued);
}

task<outcome<response>> get_document_page(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<knowledge::document_id>(asked, "document");
    if (!id) co_return id.error();
    const auto number = page_number(asked.parts.page);
    if (!number) co_return refuse(404, "pages are numbered from 1");
    auto page = co_await with.library.page(scope, with.who, *id, *number);
    if (!page) co_return page.error();
    std::size_t bytes = 0;
    for (const knowledge::passage& one : page->passages) bytes += one.text.size();
    std::function<std::string()> work = [page = std::move(*page)] {
        json_writer body;
        write_text_page(body, page);
        return body.take();
    };
    auto body = co_await encode(with, bytes, std::move(work));
    if (!body) co_return body.error();
    co_return json_response(200, std::move(*body));
}

}  // namespace parlance::edge
