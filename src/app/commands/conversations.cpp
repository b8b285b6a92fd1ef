#include <parlance/app/commands/conversations.hpp>

#include <parlance/app/commands/columns.hpp>
#include <parlance/app/commands/json_fields.hpp>
#include <parlance/app/commands/local_api.hpp>
#include <parlance/app/terminal_output.hpp>

#include <boost/json/serialize.hpp>

#include <utility>
#include <vector>

namespace parlance::app {
namespace {

std::string path_of(const std::string& conversation_id)
{
    return "/api/conversations/" + path_part(conversation_id);
}

/// A snippet as one line, its matches in stars.
std::string snippet_of(const boost::json::object& match)
{
    std::string line;
    const boost::json::value* parts = match.if_contains("snippet");
    if (parts == nullptr || !parts->is_array()) return line;
    for (const boost::json::value& part : parts->get_array()) {
        const boost::json::value* is_match = part.as_object().if_contains("is_match");
        const bool is_marked = is_match != nullptr && is_match->is_bool() && is_match->get_bool();
        const std::string text = text_in(part.as_object(), "text");
        line += is_marked ? "*" + text + "*" : text;
    }
    for (char& letter : line) {
        if (letter == '\n' || letter == '\r' || letter == '\t') letter = ' ';
    }
    return line;
}

}  // namespace

int list_conversations(output_format as)
{
    auto api = local_api::open();
    if (!api) return report(api.error());
    auto items = (*api)->every_item("/api/conversations");
    if (!items) return report(items.error());
    if (as == output_format::json) {
        print_json(boost::json::object{{"items", std::move(*items)}});
        return 0;
    }
    std::vector<std::vector<std::string>> rows{{"ID", "UPDATED", "TITLE"}};
    for (const boost::json::value& one : *items) {
        const boost::json::object& fields = one.as_object();
        rows.push_back({text_in(fields, "conversation_id"), text_in(fields, "updated_at"),
                        text_in(fields, "title")});
    }
    if (rows.size() == 1) print("There are no conversations.\n");
    else print(columns(rows));
    return 0;
}

int show_conversation(const std::string& conversation_id, output_format as)
{
    auto api = local_api::open();
    if (!api) return report(api.error());
    const std::string kind = as == output_format::json ? "json" : "markdown";
    auto text = (*api)->download(path_of(conversation_id) + "/export?format=" + kind);
    if (!text) return report(text.error());
    if (as == output_format::json) print_json_text(*text);
    else print(text->ends_with('\n') ? *text : *text + "\n");
    return 0;
}

int search_conversations(const std::string& words, output_format as)
{
    auto api = local_api::open();
    if (!api) return report(api.error());
    const boost::json::object body{{"message_text", words}};
    auto found = (*api)->post("/api/conversations/search", boost::json::serialize(body));
    if (!found) return report(found.error());
    const boost::json::value* items = found->as_object().if_contains("items");
    const bool is_empty = items == nullptr || !items->is_array() || items->get_array().empty();
    if (as == output_format::json) {
        print_json(*found);
    } else if (is_empty) {
        print_error("Nothing was found.\n");
    } else {
        for (const boost::json::value& one : items->get_array()) {
            const boost::json::object& match = one.as_object();
            print(shown_line(text_in(match, "conversation_id") + "  " + text_in(match, "title")) +
                  "\n    " + text_in(match, "place") + ": " + shown_line(snippet_of(match)) + "\n");
        }
    }
    return is_empty ? 1 : 0;
}

int rename_conversation(const std::string& conversation_id, const std::string& title)
{
    auto api = local_api::open();
    if (!api) return report(api.error());
    const boost::json::object body{{"message_text", title}};
    auto done = (*api)->post(path_of(conversation_id) + "/rename", boost::json::serialize(body));
    if (!done) return report(done.error());
    print("Renamed to: " + shown_line(text_in(done->as_object(), "title")) + "\n");
    return 0;
}

int change_conversation(const std::string& action, const std::string& conversation_id)
{
    auto api = local_api::open();
    if (!api) return report(api.error());
    auto done = (*api)->post(path_of(conversation_id) + "/" + action, "{}");
    if (!done) return report(done.error());
    if (action == "delete") {
        print("Deleted. It can be restored until " +
              text_in(done->as_object(), "restorable_until") + ".\n");
    } else {
        print("Restored: " + shown_line(text_in(done->as_object(), "title")) + "\n");
    }
    return 0;
}

}  // namespace parlance::app
