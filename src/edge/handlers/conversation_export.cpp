#include <parlance/chat/markdown_export.hpp>
#include <parlance/edge/attachment.hpp>
#include <parlance/edge/conversation_json.hpp>
#include <parlance/edge/fields.hpp>
#include <parlance/edge/handlers/handlers.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace parlance::edge {
namespace {

enum class export_kind { markdown, json };

outcome<export_kind> read_kind(const request& asked)
{
    const std::string* format = asked.parameter("format");
    if (format != nullptr && *format == "markdown") return export_kind::markdown;
    if (format != nullptr && *format == "json") return export_kind::json;
    std::vector<field_mistake> mistakes;
    mistakes.push_back(field_mistake{"format", "must be markdown or json"});
    return refuse_fields(std::move(mistakes));
}

response attached(std::string body, std::string media_type, const std::string& file_name)
{
    response made;
    made.body = std::move(body);
    made.media_type = std::move(media_type);
    made.headers = attachment_headers(file_name);
    return made;
}

task<outcome<response>> export_json(call_scope scope, chat::conversation_id which,
                                    const services& with)
{
    const auto all = co_await with.history.read_all(scope, with.who, which);
    if (!all) co_return all.error();
    auto body = co_await conversation_json(scope, with, *all);
    if (!body) co_return body.error();
    co_return attached(std::move(*body), "application/json", all->summary.title + ".json");
}

task<outcome<response>> export_markdown(call_scope scope, chat::conversation_id which,
                                        const services& with)
{
    const auto path = co_await with.conversations.open(scope, with.who, which, std::nullopt);
    if (!path) co_return path.error();
    const auto cited = co_await with.citations.show_all(scope, with.who, path->turns);
    if (!cited) co_return cited.error();
    co_return attached(chat::as_markdown(*path, *cited), "text/markdown; charset=utf-8",
                       path->summary.title + ".md");
}

}  // namespace

task<outcome<response>> export_conversation(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<chat::conversation_id>(asked, "conversation");
    if (!id) co_return id.error();
    const auto kind = read_kind(asked);
    if (!kind) co_return kind.error();
    if (*kind == export_kind::json) co_return co_await export_json(scope, *id, with);
    co_return co_await export_markdown(scope, *id, with);
}

}  // namespace parlance::edge
