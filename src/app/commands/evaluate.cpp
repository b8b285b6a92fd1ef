#include <parlance/app/commands/evaluate.hpp>

#include <parlance/app/commands/columns.hpp>
#include <parlance/app/commands/evaluation_questions.hpp>
#include <parlance/app/commands/json_fields.hpp>
#include <parlance/app/commands/local_api.hpp>
#include <parlance/app/commands/standard_input.hpp>
#include <parlance/app/terminal_output.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/evaluation.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <utility>

namespace parlance::app {
namespace {

using knowledge::answer_place;
using knowledge::evaluation;
using knowledge::known_question;
using knowledge::named_measure;
using knowledge::search_outcome;

constexpr std::size_t file_bytes_max = 64 * 1024 * 1024;  // some hundred thousand questions

result<std::string> bytes_of(const std::string& file)
{
    if (file == "-") return read_standard_input(file_bytes_max);
    std::ifstream in(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in.is_open() || in.bad()) return fail(fault::invalid_request, "cannot read " + file);
    return bytes;
}

result<search_outcome> ask_for(local_api& api, const std::string& question)
{
    const boost::json::object body{{"message_text", question}, {"limit", limits::passages_max}};
    auto found = api.post("/api/search", boost::json::serialize(body));
    if (!found) return found.error();
    search_outcome got;
    const boost::json::object& answer = found->as_object();
    const boost::json::value* is_answerable = answer.if_contains("is_answerable");
    got.is_answerable =
        is_answerable != nullptr && is_answerable->is_bool() && is_answerable->get_bool();
    for (const boost::json::value& one : answer.at("passages").as_array()) {
        const boost::json::object& passage = one.as_object();
        answer_place place{text_in(passage, "file_name"), {}, text_in(passage, "section")};
        if (const auto page = number_in(passage, "page"); page > 0) place.page = page;
        got.ranked.push_back(std::move(place));
    }
    return got;
}

std::string as_text(double value)
{
    std::array<char, 16> room{};
    std::snprintf(room.data(), room.size(), "%.3f", value);
    return room.data();
}

void print_table(const evaluation& sum, std::size_t k)
{
    std::vector<std::vector<std::string>> rows{{"MEASURE", "VALUE", "QUESTIONS"}};
    for (const named_measure& one : measures_of(sum, k)) {
        const auto value = one.value.value();
        if (!value) continue;
        rows.push_back({one.name, as_text(*value), std::to_string(one.value.count())});
    }
    print(columns(rows));
}

/// `failures`: what a person looks at first when a figure is low.
void print_as_json(const evaluation& sum, std::size_t k, boost::json::array failures)
{
    boost::json::object measures;
    for (const named_measure& one : measures_of(sum, k)) {
        const auto value = one.value.value();
        if (!value) continue;
        measures[one.name] =
            boost::json::object{{"value", *value}, {"questions", one.value.count()}};
    }
    const boost::json::object all{{"questions", sum.questions},
                                  {"measures", std::move(measures)},
                                  {"failures", std::move(failures)}};
    print_json(all);
}

/// What went wrong with one question; empty when nothing did.
std::string failure_of(const known_question& asked, const search_outcome& got)
{
    if (asked.relevant.empty()) return got.is_answerable ? "not told that nothing answers it" : "";
    if (!got.is_answerable) return "abstained";
    evaluation alone;
    knowledge::count_in(alone, asked, got, 1);
    if (alone.hit_at_1.value() < 1.0) return "another file first";
    if (alone.page_at_1.value().value_or(1) < 1.0) return "another page first";
    if (alone.section_at_1.value().value_or(1) < 1.0) return "another section first";
    return "";
}

}  // namespace

int evaluate(const evaluate_options& how)
{
    const auto bytes = bytes_of(how.file);
    if (!bytes) return report(bytes.error());
    const auto questions = read_questions(*bytes);
    if (!questions) return report(questions.error());
    auto api = local_api::open();
    if (!api) return report(api.error());

    evaluation sum;
    boost::json::array failures;
    for (const known_question& asked : *questions) {
        const auto got = ask_for(**api, asked.text);
        if (!got) return report(got.error());
        knowledge::count_in(sum, asked, *got, how.k);
        const std::string failure = failure_of(asked, *got);
        if (failure.empty()) continue;
        failures.push_back(
            boost::json::object{{"id", asked.id}, {"question", asked.text}, {"failure", failure}});
    }
    if (how.as == output_format::json) print_as_json(sum, how.k, std::move(failures));
    else print_table(sum, how.k);
    return 0;
}

}  // namespace parlance::app
