#include <parlance/app/commands/ask.hpp>

#include <parlance/app/commands/json_fields.hpp>
#include <parlance/app/commands/local_api.hpp>
#include <parlance/app/commands/standard_input.hpp>
#include <parlance/app/terminal_output.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <boost/json/serialize.hpp>

#include <string_view>
#include <utility>
#include <vector>

namespace parlance::app {
namespace {

std::string as_line(const boost::json::object& citation)
{
    std::string line = text_in(citation, "title") + " (" + text_in(citation, "file_name");
    if (const auto page = number_in(citation, "page"); page > 0) {
        line += ", page " + std::to_string(page);
    }
    if (const auto section = text_in(citation, "section"); !section.empty()) line += ", " + section;
    return "[" + std::to_string(number_in(citation, "number")) + "] " + shown_line(line) +
           ")\n    \"" + text_in(citation, "quote") + "\"\n";
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
            answer_.print(text_in(data, "delta"));
        } else if (name == "citation") {
            citations_.push_back(as_line(data));
        } else if (name == "end") {
            state_ = text_in(data, "state");
            fault_ = text_in(data, "fault");
        }
    }

    [[nodiscard]] int finish(local_api& api)
    {
        if (as_ == output_format::json) {
            auto turn = api.get("/api/turns/" + turn_id_);
            if (!turn) return report(turn.error());
            print_json(*turn);
        } else {
            answer_.finish();
            print(citations_.empty() ? "\n" : "\n\n");
            for (const std::string& line : citations_) print(line);
        }
        if (state_ == "completed") return 0;
        print_error("parlance: this answer is not complete: " + state_ +
                    (fault_.empty() ? "" : ", ") + fault_ + "\n");
        return 1;
    }

private:
    output_format as_;
    streamed_output answer_;
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
