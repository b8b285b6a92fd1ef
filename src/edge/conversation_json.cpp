#include <parlance/edge/conversation_json.hpp>

#include <parlance/edge/json_writer.hpp>
#include <parlance/edge/shapes.hpp>

#include <cstddef>
#include <utility>

namespace parlance::edge {

task<result<std::string>> conversation_json(call_scope scope, const services& with,
                                            const chat::opened_conversation& opened)
{
    const auto cited = co_await with.citations.show_all(std::move(scope), with.who, opened.turns);
    if (!cited) co_return cited.error();
    json_writer body;
    body.object();
    write_conversation_fields(body, opened.summary);
    body.key("turns").array();
    for (std::size_t at = 0; at < opened.turns.size(); ++at) {
        write_turn(body, opened.turns[at], (*cited)[at]);
    }
    body.end_array().end_object();
    co_return body.take();
}

}  // namespace parlance::edge
