#include <parlance/app/commands/search.hpp>

#include <parlance/app/commands/json_fields.hpp>
#include <parlance/app/commands/local_api.hpp>
#include <parlance/app/terminal_output.hpp>

#include <boost/json/serialize.hpp>

namespace parlance::app {
namespace {

void print_passage(const boost::json::object& passage, std::size_t rank)
{
    const std::string section = text_in(passage, "section");
    std::string heading = text_in(passage, "title") + " (" + text_in(passage, "file_name");
    if (!section.empty()) heading += ", " + section;
    print(std::to_string(rank) + ". " + shown_line(heading + ")") + "\n");
    print("   " + text_in(passage, "text") + "\n\n");
}

}  // namespace

int search(const std::string& words)
{
    auto api = local_api::open();
    if (!api) return report(api.error());
    const boost::json::object body{{"message_text", words}};
    auto found = (*api)->post("/api/search", boost::json::serialize(body));
    if (!found) return report(found.error());
    const boost::json::value* passages = found->as_object().if_contains("passages");
    if (passages == nullptr || !passages->is_array() || passages->get_array().empty()) {
        print_error("Nothing was found.\n");
        return 1;
    }
    std::size_t rank = 0;
    for (const boost::json::value& passage : passages->get_array()) {
        print_passage(passage.as_object(), ++rank);
    }
    return 0;
}

}  // namespace parlance::app
