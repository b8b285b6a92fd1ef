#include <parlance/app/commands/documents.hpp>

#include <parlance/app/commands/columns.hpp>
#include <parlance/app/commands/json_fields.hpp>
#include <parlance/app/commands/local_api.hpp>

#include <boost/json/serialize.hpp>

#include <cstdio>
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
        const boost::json::object all{{"items", std::move(*items)}};
        std::printf("%s\n", boost::json::serialize(all).c_str());
        return 0;
    }
    std::vector<std::vector<std::string>> rows{{"ID", "FILE", "BYTES", "PASSAGES", "STATE"}};
    for (const boost::json::value& one : *items) rows.push_back(row_of(one.as_object()));
    if (rows.size() == 1) std::puts("There are no documents.");
    else std::fputs(columns(rows).c_str(), stdout);
    return 0;
}

int change_document(const std::string& action, const std::string& document_id)
{
    auto api = local_api::open();
    if (!api) return report(api.error());
    auto done = (*api)->post("/api/documents/" + path_part(document_id) + "/" + action, "{}");
    if (!done) return report(done.error());
    if (action == "delete") {
        std::printf("Deleted. It can be restored until %s.\n",
                    text_in(done->as_object(), "restorable_until").c_str());
    } else {
        std::printf("%s: %s\n", text_in(done->as_object(), "file_name").c_str(),
                    text_in(done->as_object(), "state").c_str());
    }
    return 0;
}

}  // namespace parlance::app
