#include <parlance/edge/attachment.hpp>
#include <parlance/edge/export_relay.hpp>
#include <parlance/edge/fields.hpp>
#include <parlance/edge/handlers/handlers.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace parlance::edge {
namespace {

outcome<export_kind> read_kind(const request& asked)
{
    const std::string* format = asked.parameter("format");
    if (format != nullptr && *format == "markdown") return export_kind::markdown;
    if (format != nullptr && *format == "json") return export_kind::json;
    std::vector<field_mistake> mistakes;
    mistakes.push_back(field_mistake{"format", "must be markdown or json"});
    return refuse_fields(std::move(mistakes));
}

}  // namespace

task<outcome<response>> export_conversation(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<chat::conversation_id>(asked, "conversation");
    if (!id) co_return id.error();
    const auto kind = read_kind(asked);
    if (!kind) co_return kind.error();
    auto outline = co_await with.history.outline(scope, with.who, *id);
    if (!outline) co_return outline.error();
    const bool is_json = *kind == export_kind::json;
    response made;
    made.media_type = is_json ? "application/json" : "text/markdown; charset=utf-8";
    made.headers = attachment_headers(outline->summary.title + (is_json ? ".json" : ".md"));
    made.kind = stream_kind::document;
    auto plan = std::make_shared<const export_plan>(plan_export(*kind, std::move(*outline)));
    // Called by the exchange, which holds the services as long as the stream.
    made.stream = [plan = std::move(plan), &with](call_scope streaming, event_stream& out) {
        return relay_export(std::move(streaming), with, plan, out);
    };
    co_return made;
}

}  // namespace parlance::edge
