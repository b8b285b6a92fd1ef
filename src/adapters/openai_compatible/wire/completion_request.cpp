#include <parlance/openai_compatible/wire/completion_request.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <string_view>
#include <utility>

namespace parlance::openai_compatible::wire {
namespace {

std::string_view role_of(language::speaker from)
{
    if (from == language::speaker::system) return "system";
    if (from == language::speaker::assistant) return "assistant";
    return "user";
}

}  // namespace

egress::request completion_request(const config& to, const language::prompt& asked)
{
    boost::json::array messages;
    for (const language::message& one : language::as_messages(asked)) {
        boost::json::object message;
        message["role"] = role_of(one.from);
        message["content"] = one.text;
        messages.push_back(std::move(message));
    }
    boost::json::object body;
    body["model"] = to.model;
    body["messages"] = std::move(messages);
    body["stream"] = true;
    body["stream_options"] = boost::json::object{{"include_usage", true}};

    egress::request call;
    call.verb = egress::method::post;
    call.url = to.base_url + "/chat/completions";
    call.headers = {{"content-type", "application/json"},
                    {"accept", "text/event-stream"},
                    {"user-agent", "parlance"}};
    call.body = boost::json::serialize(body);
    call.connect_timeout = to.connect_timeout;
    call.silence_timeout = to.first_delta_timeout;
    return call;
}

}  // namespace parlance::openai_compatible::wire
