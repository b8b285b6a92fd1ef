#include <parlance/edge/fields.hpp>
#include <parlance/edge/handlers/handlers.hpp>
#include <parlance/edge/relay.hpp>

#include <utility>

namespace parlance::edge {

task<outcome<response>> follow_conversation(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<chat::conversation_id>(asked, "conversation");
    if (!id) co_return id.error();
    const auto now = co_await with.history.look_at(scope, with.who, *id);
    if (!now) co_return now.error();
    if (now->deleted_at) co_return refuse(404, "there is no such conversation");
    // Called by the exchange, which holds the services as long as the stream.
    stream_source source = [which = *id, &with](call_scope streaming, event_stream& out) {
        return relay_feed(std::move(streaming), with, which, out);
    };
    co_return stream_response(std::move(source));
}

}  // namespace parlance::edge
