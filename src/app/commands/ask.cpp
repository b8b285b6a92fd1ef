#include <parlance/app/commands/ask.hpp>

#include <parlance/app/commands/json_fields.hpp>
#include <parlance/app/commands/local_api.hpp>

#include <boost/json/serialize.hpp>

#include <cstdio>
#include <string_view>
#include <vector>

namespace parlance::app {
namespace {

std::string as_line(const boost::json::object& citation)
{
    std::string line = "[" + std::to_string(number_in(citation, "number")) + "] ";
    line += text_in(citation, "title") + " (" + text_in(citation, "file_name");
    if (const auto page = number_in(citation, "page"); page > 0) {
        line += ", page " + std::to_string(page);
    }
    if (const auto section = text_in(citation, "section"); !section.empty()) line += ", " + section;
    return line + ")\n    \"" + text_in(citation, "quote") + "\"\n";
}

/// Prints a stream of events as it arrives and remembers how it ended.
class printed_answer {
public:
    void take(std::string_view name, const boost::json::object& data)
    {
        if (name == "text") {
            std::fputs(text_in(data, "delta").c_str(), stdout);
            std::fflush(stdout);
        } else if (name == "citation") {
            citations_.push_back(as_line(data));
        } else if (name == "end") {
            state_ = text_in(data, "state");
            fault_ = text_in(data, "fault");
        }
    }

    [[nodiscard]] int finish() const
    {
        std::fputs("\n", stdout);
        if (!citations_.empty()) std::fputs("\n", stdout);
        for (const std::string& line : citations_) std::fputs(line.c_str(), stdout);
        if (state_ == "completed") return 0;
        std::fprintf(stderr, "parlance: this answer is not complete: %s%s%s\n", state_.c_str(),
                     fault_.empty() ? "" : ", ", fault_.c_str());
        return 1;
    }

private:
    std::vector<std::string> citations_;
    std::string state_;
    std::string fault_;
};

}  // namespace

int ask(const std::string& question)
{
    auto api = local_api::open();
    if (!api) return report(api.error());
    const boost::json::object body{{"message_text", question}};
    printed_answer printed;
    auto followed = (*api)->stream(
        "/api/turns", boost::json::serialize(body),
        [&](std::string_view name, const boost::json::object& data) { printed.take(name, data); });
    if (!followed) return report(followed.error());
    return printed.finish();
}

}  // namespace parlance::app
