#include <parlance/edge/encoding.hpp>
#include <parlance/edge/fields.hpp>
#include <parlance/edge/handlers/handlers.hpp>
#include <parlance/edge/header_values.hpp>
#include <parlance/edge/json_reader.hpp>
#include <parlance/edge/json_writer.hpp>
#include <parlance/edge/relay.hpp>
#include <parlance/edge/shapes.hpp>
#include <parlance/edge/storage_room.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parlance::edge {
namespace {

enum class answer_kind { events, ids };

/// Events unless the client likes JSON better and says so.
answer_kind wanted_answer(const request& asked)
{
    const std::string* accept = asked.header_named("accept");
    if (accept == nullptr) return answer_kind::events;
    const int events = preference(*accept, "text/event-stream").value_or(0);
    const int ids = preference(*accept, "application/json").value_or(0);
    return ids > events ? answer_kind::ids : answer_kind::events;
}

void read_parent(json_reader& body, chat::asked_question& question)
{
    if (body.is_null("parent_turn_id")) {
        question.parent = chat::new_turn::parent_kind::none;
        return;
    }
    question.named_parent = read_id<chat::turn_id>(body, "parent_turn_id");
    if (question.named_parent) question.parent = chat::new_turn::parent_kind::named;
}

/// Both are the continued turn's.
void refuse_beside_continuing(json_reader& body)
{
    const bool has_text = body.text("message_text").has_value();
    if (has_text) body.mistake("message_text", "must be absent beside continues_turn_id");
    const bool has_parent = body.is_null("parent_turn_id") || body.text("parent_turn_id");
    if (has_parent) body.mistake("parent_turn_id", "must be absent beside continues_turn_id");
}

outcome<chat::asked_question> read_question(const request& asked, const services& with)
{
    auto body = json_reader::parse(asked.body, with.limits.json_depth_max);
    if (!body) return body.error();
    chat::asked_question question;
    question.continues = read_id<chat::turn_id>(*body, "continues_turn_id");
    if (question.continues) {
        refuse_beside_continuing(*body);
    } else {
        question.message_text = read_message(*body);
        read_parent(*body, question);
    }
    question.conversation = read_id<chat::conversation_id>(*body, "conversation_id");
    question.id = read_id<chat::turn_id>(*body, "turn_id");
    if (question.id && !is_uuid_v7(question.id->bytes())) {
        body->mistake("turn_id", "must be a version 7 UUID");
    }
    question.model = body->text("model").value_or("");
    auto checked = body->check();
    if (!checked) return checked.error();
    return question;
}

response stream_of(chat::followed_turn turn, chat::position after, const services& with)
{
    // Called by the exchange, which holds the services as long as the stream.
    stream_source source = [turn = std::move(turn), after, &with](call_scope streaming,
                                                                  event_stream& out) {
        return relay(std::move(streaming), with, followed_from{turn, after}, out);
    };
    return stream_response(std::move(source));
}

/// Where a client wants to go on: the header, which a browser sends by itself when it comes back,
/// before the parameter of the address that it came from.
outcome<chat::position> read_position(const request& asked)
{
    const std::string* header = asked.header_named("last-event-id");
    const std::string* text = header == nullptr ? asked.parameter("after") : header;
    if (text == nullptr) return chat::position{};
    const auto position = chat::parse_position(*text);
    if (position) return *position;
    std::vector<field_mistake> mistakes;
    mistakes.push_back(field_mistake{header == nullptr ? "after" : "Last-Event-ID",
                                     "must be a position such as 3.120"});
    return refuse_fields(std::move(mistakes));
}

struct rating_asked {
    std::optional<chat::feedback> rated;  // nothing takes it back
};

outcome<rating_asked> read_rating(const request& asked, const services& with)
{
    auto body = json_reader::parse(asked.body, with.limits.json_depth_max);
    if (!body) return body.error();
    const std::string name = body->required_text("verdict").value_or("none");
    const auto verdict = chat::verdict_named(name);
    if (!verdict && name != "none") body->mistake("verdict", "must be up, down or none");
    std::string message = body->text("message_text").value_or("");
    const std::size_t characters = count_characters(message);
    if (characters > limits::feedback_characters_max) {
        body->mistake("message_text", "must have at most " +
                                          std::to_string(limits::feedback_characters_max) +
                                          " characters; it has " + std::to_string(characters));
    }
    auto checked = body->check();
    if (!checked) return checked.error();
    if (!verdict) return rating_asked();
    return rating_asked{chat::feedback{*verdict, std::move(message)}};
}

}  // namespace

task<outcome<response>> post_turn(call_scope scope, request& asked, const services& with)
{
    auto question = read_question(asked, with);
    if (!question) co_return question.error();
    // What runs already is followed: its question was kept.
    const bool is_known = question->id && with.turns.is_running(with.who, *question->id);
    if (!is_known) {
        const auto has_room = co_await find_room_for_turns(with);
        if (!has_room) co_return has_room.error();
    }
    auto turn = co_await with.turns.start(scope, with.who, std::move(*question));
    if (!turn) co_return turn.error();
    if (wanted_answer(asked) == answer_kind::events) {
        co_return stream_of(std::move(*turn), chat::position(), with);
    }
    json_writer body;
    body.object();
    body.text_field("turn_id", turn->id.text());
    body.text_field("conversation_id", turn->conversation.text());
    body.end_object();
    co_return json_response(202, body.take());
}

task<outcome<response>> get_turn(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<chat::turn_id>(asked, "turn");
    if (!id) co_return id.error();
    auto turn = co_await with.turns.find(scope, with.who, *id);
    if (!turn) co_return turn.error();
    auto cited = co_await with.citations.show(scope, with.who, chat::citations_of(*turn));
    if (!cited) co_return cited.error();
    const std::size_t bytes = chat::bytes_counted(*turn);
    std::function<std::string()> work = [turn = std::move(*turn), cited = std::move(*cited)] {
        json_writer body;
        write_turn(body, turn, cited);
        return body.take();
    };
    auto body = co_await encode(with, bytes, std::move(work));
    if (!body) co_return body.error();
    co_return json_response(200, std::move(*body));
}

task<outcome<response>> follow_turn(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<chat::turn_id>(asked, "turn");
    if (!id) co_return id.error();
    const auto after = read_position(asked);
    if (!after) co_return after.error();
    auto turn = co_await with.turns.follow(scope, with.who, *id);
    if (!turn) co_return turn.error();
    co_return stream_of(std::move(*turn), *after, with);
}

task<outcome<response>> stop_turn(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<chat::turn_id>(asked, "turn");
    if (!id) co_return id.error();
    const auto checked = check_no_fields(asked, with.limits.json_depth_max);
    if (!checked) co_return checked.error();
    const auto state = co_await with.turns.stop(scope, with.who, *id);
    if (!state) co_return state.error();
    json_writer body;
    body.object();
    body.text_field("turn_id", id->text());
    body.text_field("state", name_of(*state));
    body.end_object();
    co_return json_response(202, body.take());
}

task<outcome<response>> rate_turn(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<chat::turn_id>(asked, "turn");
    if (!id) co_return id.error();
    const auto rating = read_rating(asked, with);
    if (!rating) co_return rating.error();
    const auto kept = co_await with.history.rate(scope, with.who, *id, rating->rated);
    if (!kept) co_return kept.error();
    json_writer body;
    write_feedback(body, rating->rated);
    co_return json_response(200, body.take());
}

}  // namespace parlance::edge
