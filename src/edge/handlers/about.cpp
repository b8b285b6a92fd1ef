#include <parlance/edge/handlers/handlers.hpp>
#include <parlance/edge/json_writer.hpp>
#include <parlance/edge/storage_room.hpp>
#include <parlance/foundation/limits.hpp>

// What this server is: who asks, which models answer, whether it works.
namespace parlance::edge {
namespace {

response status_response(int status, std::string_view word)
{
    json_writer body;
    body.object().text_field("status", word).end_object();
    return json_response(status, body.take());
}

}  // namespace

task<outcome<response>> list_models(call_scope, request&, const services& with)
{
    json_writer body;
    body.object().key("items").array();
    bool is_default = true;
    for (const language::model_choice& one : with.models.choices()) {
        body.object();
        body.text_field("model", one.name);
        body.text_field("title", one.title);
        body.text_field("kind", one.kind);
        body.text_field("destination", one.destination);
        body.flag_field("is_default", is_default);
        body.end_object();
        is_default = false;
    }
    body.end_array().end_object();
    co_return json_response(200, body.take());
}

task<outcome<response>> show_me(call_scope, request&, const services& with)
{
    json_writer body;
    body.object();
    body.text_field("principal_id", with.who.id.text());
    body.text_field("display_name", with.who.display_name);
    body.text_field("mode", "local");
    body.text_field("version", with.version);
    body.text_field("data_location", with.data_location);
    body.key("limits").object();
    body.number_field("message_characters_max",
                      static_cast<std::int64_t>(limits::message_characters_max));
    body.number_field("upload_bytes_max", static_cast<std::int64_t>(with.limits.upload_bytes_max));
    body.end_object();
    body.key("notices").array();
    for (const notice& current : with.notices.current()) {
        body.object();
        body.text_field("kind", name_of(current.kind));
        body.text_field("message_text", current.message);
        body.end_object();
    }
    body.end_array().end_object();
    co_return json_response(200, body.take());
}

task<outcome<response>> say_alive(call_scope, request&, const services&)
{
    co_return status_response(200, "ok");
}

task<outcome<response>> say_ready(call_scope, request&, const services& with)
{
    const auto has_room = check_room_for_turns(with);
    if (!has_room) co_return has_room.error();
    if (!with.is_ready.load(std::memory_order_acquire)) {
        co_return refuse(503, "the server is starting or stopping");
    }
    if (const auto fallen = with.loops.fallen()) {
        co_return refuse(503, "a part of the server has failed and is begun again: " + *fallen);
    }
    co_return status_response(200, "ready");
}

}  // namespace parlance::edge
