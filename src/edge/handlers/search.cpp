#include <parlance/edge/fields.hpp>
#include <parlance/edge/handlers/handlers.hpp>
#include <parlance/edge/json_reader.hpp>
#include <parlance/edge/json_writer.hpp>
#include <parlance/edge/shapes.hpp>
#include <parlance/foundation/limits.hpp>

#include <utility>
#include <vector>

namespace parlance::edge {
namespace {

struct search_asked {
    std::string text;
    std::size_t limit = limits::passages_default;
};

outcome<search_asked> read_body(const request& asked, const services& with)
{
    auto body = json_reader::parse(asked.body, with.limits.json_depth_max);
    if (!body) return body.error();
    search_asked wanted;
    wanted.text = read_message(*body);
    const auto limit = body->number("limit", 1, static_cast<std::int64_t>(limits::passages_max));
    if (limit) wanted.limit = static_cast<std::size_t>(*limit);
    auto checked = body->check();
    if (!checked) return checked.error();
    return wanted;
}

outcome<search_asked> read_parameters(const request& asked)
{
    const auto limit = read_limit(asked, limits::passages_default, limits::passages_max);
    if (!limit) return limit.error();
    const std::string* text = asked.parameter("q");
    const auto objection =
        text == nullptr ? std::optional<std::string>("is missing") : objection_to_message(*text);
    if (!objection) return search_asked{*text, *limit};
    std::vector<field_mistake> mistakes;
    mistakes.push_back(field_mistake{"q", *objection});
    return refuse_fields(std::move(mistakes));
}

task<outcome<response>> search(call_scope scope, search_asked wanted, const services& with)
{
    const auto found =
        co_await with.retriever.retrieve(scope, with.who, std::move(wanted.text), wanted.limit);
    if (!found) co_return found.error();
    json_writer body;
    body.object();
    body.flag_field("is_answerable", found->is_answerable);
    body.key("passages").array();
    std::int64_t rank = 0;
    for (const knowledge::found_passage& one : found->passages) write_passage(body, one, ++rank);
    body.end_array().end_object();
    co_return json_response(200, body.take());
}

}  // namespace

task<outcome<response>> post_search(call_scope scope, request& asked, const services& with)
{
    auto wanted = read_body(asked, with);
    if (!wanted) co_return wanted.error();
    co_return co_await search(scope, std::move(*wanted), with);
}

task<outcome<response>> get_search(call_scope scope, request& asked, const services& with)
{
    auto wanted = read_parameters(asked);
    if (!wanted) co_return wanted.error();
    co_return co_await search(scope, std::move(*wanted), with);
}

}  // namespace parlance::edge
