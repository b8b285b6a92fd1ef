#include <parlance/edge/conversation_json.hpp>

#include <parlance/edge/json_writer.hpp>
#include <parlance/edge/shapes.hpp>

#include <cstddef>

namespace parlance::edge {

std::string conversation_json(const chat::opened_conversation& opened,
                              const citations_of_turns& cited)
{
    json_writer body;
    body.object();
    write_conversation_fields(body, opened.summary);
    body.key("turns").array();
    for (std::size_t at = 0; at < opened.turns.size(); ++at) {
        write_turn(body, opened.turns[at], cited[at]);
    }
    body.end_array();
    // Whatever is asked later: what leads to a turn does not change.
    if (opened.has_earlier) body.text_field("earlier_cursor", opened.turns.front().id.text());
    body.end_object();
    return body.take();
}

std::string conversation_json_start(const chat::conversation_summary& summary)
{
    json_writer start;
    start.object();
    write_conversation_fields(start, summary);
    start.key("turns").array();
    return start.take();
}

std::string turns_json(const std::vector<chat::turn_record>& turns, const citations_of_turns& cited,
                       bool is_first)
{
    std::string text;
    for (std::size_t at = 0; at < turns.size(); ++at) {
        if (!is_first || at > 0) text += ',';
        json_writer turn;
        write_turn(turn, turns[at], cited[at]);
        text += turn.take();
    }
    return text;
}

}  // namespace parlance::edge
