#include <parlance/app/commands/evaluation_questions.hpp>
#include <parlance/app/commands/json_fields.hpp>
#include <parlance/foundation/text.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace parlance::app {
namespace {

/// What is wrong with a line; empty = nothing.
using objection = std::string;

std::string last_part(const std::string& path)
{
    const std::size_t slash = path.find_last_of("/\\");
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

objection read_place(const boost::json::value& from, knowledge::answer_place& into)
{
    // A name alone is a file.
    if (from.is_string()) into.file = last_part(std::string(from.get_string()));
    else if (from.is_object()) into.file = last_part(text_in(from.get_object(), "file"));
    if (into.file.empty()) return R"(a place in "relevant" has no "file")";
    if (!from.is_object()) return {};
    const boost::json::object& fields = from.get_object();
    into.section = text_in(fields, "section");
    const boost::json::value* page = fields.if_contains("page");
    if (page == nullptr || page->is_null()) return {};
    if (!page->is_int64() || page->get_int64() < 1) return "\"page\" is not a number from 1";
    into.page = page->get_int64();
    return {};
}

objection read_line(std::string_view line, knowledge::known_question& into)
{
    if (!is_utf8(line)) return "it is not UTF-8";
    boost::system::error_code failed;
    const boost::json::value read = boost::json::parse(line, failed);
    if (failed || !read.is_object()) return "it is not a JSON object";
    const boost::json::object& fields = read.get_object();
    into.id = text_in(fields, "id");
    into.text = text_in(fields, "question");
    if (is_blank(into.text)) return "it has no \"question\"";
    const boost::json::value* relevant = fields.if_contains("relevant");
    if (relevant == nullptr || !relevant->is_array()) return "it has no list \"relevant\"";
    for (const boost::json::value& place : relevant->get_array()) {
        into.relevant.emplace_back();
        if (objection wrong = read_place(place, into.relevant.back()); !wrong.empty()) return wrong;
    }
    return {};
}

}  // namespace

result<std::vector<knowledge::known_question>> read_questions(std::string_view text)
{
    std::vector<knowledge::known_question> questions;
    std::set<std::string> ids;
    std::string mistakes;
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(text.size(), end + 1));
        if (is_blank(line)) continue;
        knowledge::known_question one;
        objection wrong = read_line(line, one);
        if (one.id.empty()) one.id = "line " + std::to_string(number);
        if (wrong.empty() && !ids.insert(one.id).second) wrong = "its \"id\" was there before";
        if (!wrong.empty()) {
            mistakes += (mistakes.empty() ? "line " : "\nline ");
            mistakes += std::to_string(number) + ": " + wrong;
        }
        questions.push_back(std::move(one));
    }
    if (!mistakes.empty()) return fail(fault::invalid_request, std::move(mistakes));
    if (questions.empty()) return fail(fault::invalid_request, "there is no question in the file");
    return questions;
}

}  // namespace parlance::app
