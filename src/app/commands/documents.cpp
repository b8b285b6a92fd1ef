#include <parlance/app/commands/documents.hpp>

#include <parlance/app/commands/columns.hpp>
#include <parlance/app/commands/json_fields.hpp>
#include <parlance/app/commands/local_api.hpp>
#include <parlance/app/terminal_output.hpp>

#include <utility>
#include <vector>

namespace parlance::app {
namespace {

std::vector<std::string> row_of(const boost::json::object& document)
{
    std::string state = text_in(document, "state");
    const std::string reason = text_in(document, "reason");
    if (!reason.empty()) state += ": " + reason;
    return {text_in(document, "document_id"), text_in(document, "file_name"),
            std::to_string(number_in(document, "size_bytes")),
            std::to_string(number_in(document, "passage_count")), std::move(state)};
}

}  // namespace

int list_documents(const documents_options& how)
{
    auto api = local_api::open();
    if (!api) return report(api.error());
    const std::string filter = how.state.empty() ? "" : "?state=" + how.state;
    auto items = (*api)->every_item("/api/documents" + filter);
    if (!items) return report(items.error());
    if (how.as == output_format::json) {
        print_json(boost::json::object{{"items", std::move(*items)}});
        return 0;
    }
    std::vector<std::vector<std::string>> rows{{"ID", "FILE", "BYTES", "PASSAGES", "STATE"}};
    for (const boost::json::value& one : *items) rows.push_back(row_of(one.as_object()));
    if (rows.size() == 1) print("There are no documents.\n");
    else print(columns(rows));
    return 0;
}

int change_document(const std::string& action, const std::string& document_id)
{
    auto api = local_api::open();
    if (!api) return report(api.error());
    auto done = (*api)->post("/api/documents/" + path_part(document_id) + "/" + action, "{}");
    if (!done) return report(done.error());
    if (action == "delete") {
        print("Deleted. It can be restored until " +
              text_in(done->as_object(), "restorable_until") + ".\n");
    } else {
        print(shown_line(text_in(done->as_object(), "file_name")) + ": " +
              text_in(done->as_object(), "state") + "\n");
    }
    return 0;
}

}  // namespace parlance::app
