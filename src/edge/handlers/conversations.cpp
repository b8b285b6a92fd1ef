#include <parlance/edge/conversation_json.hpp>
#include <parlance/edge/encoding.hpp>
#include <parlance/edge/fields.hpp>
#include <parlance/edge/handlers/handlers.hpp>
#include <parlance/edge/json_reader.hpp>
#include <parlance/edge/json_writer.hpp>
#include <parlance/edge/shapes.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>
#include <parlance/foundation/time.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parlance::edge {
namespace {

/// A turn that may be named; what is none is noted as a mistake.
std::optional<chat::turn_id> read_turn_id(const request& asked, std::string_view parameter,
                                          std::string_view wanted,
                                          std::vector<field_mistake>& mistakes)
{
    const std::string* text = asked.parameter(parameter);
    if (text == nullptr) return std::nullopt;
    const auto id = chat::turn_id::parse(*text);
    if (!id) mistakes.push_back(field_mistake{std::string(parameter), std::string(wanted)});
    return id;
}

outcome<chat::path_wanted> read_path(const request& asked)
{
    std::vector<field_mistake> mistakes;
    chat::path_wanted wanted;
    wanted.through = read_turn_id(asked, "turn_id", "must be a UUID", mistakes);
    wanted.before = read_turn_id(asked, "before", "must be an earlier_cursor", mistakes);
    if (wanted.before && asked.parameter("turn_id") != nullptr) {
        mistakes.push_back(field_mistake{"turn_id", "must be absent beside before"});
    }
    if (!mistakes.empty()) return refuse_fields(std::move(mistakes));
    const auto limit = read_limit(asked, limits::page_items_default, limits::page_items_max);
    if (!limit) return limit.error();
    wanted.most.turns_max = *limit;
    return wanted;
}

std::size_t bytes_of(const std::vector<chat::turn_record>& turns)
{
    std::size_t bytes = 0;
    for (const chat::turn_record& turn : turns) bytes += chat::bytes_counted(turn);
    return bytes;
}

response summary_response(const chat::conversation_summary& summary)
{
    json_writer body;
    body.object();
    write_conversation_fields(body, summary);
    body.end_object();
    return json_response(200, body.take());
}

struct search_asked {
    std::string text;
    std::size_t limit = limits::matches_default;
};

outcome<search_asked> read_search(const request& asked, const services& with)
{
    auto body = json_reader::parse(asked.body, with.limits.json_depth_max);
    if (!body) return body.error();
    search_asked wanted;
    wanted.text = read_message(*body);
    const auto limit = body->number("limit", 1, static_cast<std::int64_t>(limits::matches_max));
    if (limit) wanted.limit = static_cast<std::size_t>(*limit);
    auto checked = body->check();
    if (!checked) return checked.error();
    return wanted;
}

outcome<std::string> read_title(const request& asked, const services& with)
{
    auto body = json_reader::parse(asked.body, with.limits.json_depth_max);
    if (!body) return body.error();
    std::string title = body->required_text("message_text").value_or("");
    auto checked = body->check();
    if (!checked) return checked.error();
    return title;
}

}  // namespace

task<outcome<response>> list_conversations(call_scope scope, request& asked, const services& with)
{
    const auto page = read_page(asked);
    if (!page) co_return page.error();
    const auto found = co_await with.conversations.list(scope, with.who, page->cursor, page->limit);
    if (!found) co_return found.error();
    json_writer body;
    body.object().key("items").array();
    for (const chat::conversation_summary& one : found->items) {
        body.object();
        write_conversation_fields(body, one);
        body.end_object();
    }
    body.end_array();
    if (!found->next_cursor.empty()) body.text_field("next_cursor", found->next_cursor);
    body.end_object();
    co_return json_response(200, body.take());
}

task<outcome<response>> open_conversation(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<chat::conversation_id>(asked, "conversation");
    if (!id) co_return id.error();
    const auto wanted = read_path(asked);
    if (!wanted) co_return wanted.error();
    auto found = co_await with.conversations.open(scope, with.who, *id, *wanted);
    if (!found) co_return found.error();
    auto cited = co_await with.citations.show_all(scope, with.who, found->turns);
    if (!cited) co_return cited.error();
    const std::size_t bytes = bytes_of(found->turns);
    auto opened = std::make_shared<const chat::opened_conversation>(std::move(*found));
    std::function<std::string()> work = [opened = std::move(opened), cited = std::move(*cited)] {
        return conversation_json(*opened, cited);
    };
    auto body = co_await encode(with, bytes, std::move(work));
    if (!body) co_return body.error();
    co_return json_response(200, std::move(*body));
}

task<outcome<response>> search_conversations(call_scope scope, request& asked, const services& with)
{
    auto wanted = read_search(asked, with);
    if (!wanted) co_return wanted.error();
    const auto found =
        co_await with.history.search(scope, with.who, std::move(wanted->text), wanted->limit);
    if (!found) co_return found.error();
    json_writer body;
    body.object().key("items").array();
    for (const chat::conversation_match& one : *found) write_match(body, one);
    body.end_array().end_object();
    co_return json_response(200, body.take());
}

task<outcome<response>> rename_conversation(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<chat::conversation_id>(asked, "conversation");
    if (!id) co_return id.error();
    auto title = read_title(asked, with);
    if (!title) co_return title.error();
    const auto renamed = co_await with.history.rename(scope, with.who, *id, std::move(*title));
    if (!renamed) co_return renamed.error();
    co_return summary_response(*renamed);
}

task<outcome<response>> delete_conversation(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<chat::conversation_id>(asked, "conversation");
    if (!id) co_return id.error();
    const auto checked = check_no_fields(asked, with.limits.json_depth_max);
    if (!checked) co_return checked.error();
    const auto deleted = co_await with.history.remove(scope, with.who, *id);
    if (!deleted) co_return deleted.error();
    json_writer body;
    body.object();
    body.text_field("deleted_at", format_time(deleted->deleted_at));
    body.text_field("restorable_until", format_time(deleted->restorable_until));
    body.end_object();
    co_return json_response(200, body.take());
}

task<outcome<response>> restore_conversation(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<chat::conversation_id>(asked, "conversation");
    if (!id) co_return id.error();
    const auto checked = check_no_fields(asked, with.limits.json_depth_max);
    if (!checked) co_return checked.error();
    const auto restored = co_await with.history.restore(scope, with.who, *id);
    if (!restored) co_return restored.error();
    co_return summary_response(*restored);
}

}  // namespace parlance::edge
