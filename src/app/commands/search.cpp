#include <parlance/app/commands/search.hpp>

#include <parlance/app/commands/json_fields.hpp>
#include <parlance/app/commands/local_api.hpp>

#include <boost/json/serialize.hpp>

#include <cstdio>

namespace parlance::app {
namespace {

void print(const boost::json::object& passage, std::size_t rank)
{
    const std::string section = text_in(passage, "section");
    std::printf("%zu. %s (%s%s%s)\n", rank, text_in(passage, "title").c_str(),
                text_in(passage, "file_name").c_str(), section.empty() ? "" : ", ",
                section.c_str());
    std::printf("   %s\n\n", text_in(passage, "text").c_str());
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
        std::fputs("Nothing was found.\n", stderr);
        return 1;
    }
    std::size_t rank = 0;
    for (const boost::json::value& passage : passages->get_array()) {
        print(passage.as_object(), ++rank);
    }
    return 0;
}

}  // namespace parlance::app
