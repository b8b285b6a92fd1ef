#include <parlance/edge/fields.hpp>
#include <parlance/edge/handlers/handlers.hpp>
#include <parlance/edge/json_writer.hpp>
#include <parlance/edge/shapes.hpp>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace parlance::edge {
namespace {

std::vector<chat::citation> citations_of(const std::vector<chat::turn_record>& turns)
{
    std::vector<chat::citation> found;
    for (const chat::turn_record& turn : turns) {
        for (const chat::placed_event& event : turn.events) {
            const auto* cited = std::get_if<chat::citation>(&event.what);
            if (cited != nullptr) found.push_back(*cited);
        }
    }
    return found;
}

std::size_t citation_count(const chat::turn_record& turn)
{
    return static_cast<std::size_t>(std::count_if(
        turn.events.begin(), turn.events.end(),
        [](const auto& event) { return std::holds_alternative<chat::citation>(event.what); }));
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
    const auto found = co_await with.conversations.open(scope, with.who, *id);
    if (!found) co_return found.error();
    // One question to the index for the whole conversation.
    const auto cited = co_await with.citations.show(scope, with.who, citations_of(found->turns));
    if (!cited) co_return cited.error();
    json_writer body;
    body.object();
    write_conversation_fields(body, found->summary);
    body.key("turns").array();
    std::span<const chat::shown_citation> left(*cited);
    for (const chat::turn_record& turn : found->turns) {
        const std::size_t own = std::min(citation_count(turn), left.size());
        write_turn(body, turn, left.first(own));
        left = left.subspan(own);
    }
    body.end_array().end_object();
    co_return json_response(200, body.take());
}

}  // namespace parlance::edge
