#include <parlance/app/commands/ask.hpp>

#include <parlance/app/commands/json_fields.hpp>
#include <parlance/app/commands/local_api.hpp>
#include <parlance/app/commands/standard_input.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <boost/json/serialize.hpp>

#include <cstdio>
#include <string_view>
#include <utility>
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
    explicit printed_answer(output_format as) : as_(as) {}

    void take(std::string_view name, const boost::json::object& data)
    {
        if (name == "turn") {
            turn_id_ = text_in(data, "turn_id");
        } else if (name == "text" && as_ == output_format::text) {
            std::fputs(text_in(data, "delta").c_str(), stdout);
            std::fflush(stdout);
        } else if (name == "citation") {
            citations_.push_back(as_line(data));
        } else if (name == "end") {
            state_ = text_in(data, "state");
            fault_ = text_in(data, "fault");
        }
    }

    [[nodiscard]] int finish(local_api& api) const
    {
        if (as_ == output_format::json) {
            auto turn = api.get("/api/turns/" + turn_id_);
            if (!turn) return report(turn.error());
            std::printf("%s\n", boost::json::serialize(*turn).c_str());
        } else {
            std::fputs("\n", stdout);
            if (!citations_.empty()) std::fputs("\n", stdout);
            for (const std::string& line : citations_) std::fputs(line.c_str(), stdout);
        }
        if (state_ == "completed") return 0;
        std::fprintf(stderr, "parlance: this answer is not complete: %s%s%s\n", state_.c_str(),
                     fault_.empty() ? "" : ", ", fault_.c_str());
        return 1;
    }

private:
    output_format as_;
    std::string turn_id_;
    std::vector<std::string> citations_;
    std::string state_;
    std::string fault_;
};

/// Without the line end that a file or `echo` puts behind a question.
std::string without_last_line_end(std::string text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

}  // namespace

int ask(const ask_options& how)
{
    std::string question = how.question;
    if (question == "-") {
        auto read = read_standard_input(limits::json_body_bytes_max);
        if (!read) return report(read.error());
        question = without_last_line_end(std::move(*read));
    }
    if (!is_utf8(question)) {
        return report(fail(fault::invalid_request, "the question is not UTF-8"));
    }
    auto api = local_api::open();
    if (!api) return report(api.error());
    boost::json::object body{{"message_text", question}};
    if (!how.model.empty()) body["model"] = how.model;
    printed_answer printed(how.as);
    auto followed = (*api)->stream(
        "/api/turns", boost::json::serialize(body),
        [&](std::string_view name, const boost::json::object& data) { printed.take(name, data); });
    if (!followed) return report(followed.error());
    return printed.finish(**api);
}

}  // namespace parlance::app
