#include "collection.hpp"

#include <parlance/knowledge/evaluation.hpp>

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>
#include <fakes/places.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace parlance::knowledge {
namespace {

const std::string source_folder = fakes::source_folder();

boost::json::value parsed(const std::string& text)
{
    return boost::json::parse(text);
}

std::string text_of(const std::string& path)
{
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

answer_place place_in(const boost::json::object& from)
{
    answer_place place;
    place.file = std::string(from.at("file").get_string());
    if (const auto* page = from.if_contains("page")) place.page = page->get_int64();
    if (const auto* section = from.if_contains("section"))
        place.section = std::string(section->get_string());
    return place;
}

std::vector<known_question> questions_in(const std::string& path)
{
    std::ifstream in(path);
    std::vector<known_question> questions;
    for (std::string line; std::getline(in, line);) {
        const boost::json::value read = parsed(line);
        const boost::json::object& fields = read.get_object();
        known_question one;
        one.id = std::string(fields.at("id").get_string());
        one.text = std::string(fields.at("question").get_string());
        for (const auto& place : fields.at("relevant").get_array())
            one.relevant.push_back(place_in(place.get_object()));
        questions.push_back(std::move(one));
    }
    return questions;
}

search_outcome outcome_of(const retrieval& found)
{
    search_outcome got;
    got.is_answerable = found.is_answerable;
    for (const found_passage& one : found.passages)
        got.ranked.push_back({one.file_name, one.is.page, one.is.section});
    return got;
}

/// Asks what the documents that were read can answer; a format without a reader is left out.
evaluation measure(collection& documents, const std::vector<known_question>& questions)
{
    evaluation sum;
    for (const known_question& asked : questions) {
        if (!asked.relevant.empty() && !documents.has(asked.relevant.front().file)) continue;
        const retrieval found = documents.retrieve(asked.text);
        const search_outcome got = outcome_of(found);
        const std::string first = got.ranked.empty() ? "nothing" : got.ranked.front().file;
        evaluation alone;
        count_in(alone, asked, got, 1);
        if (asked.relevant.empty() == got.is_answerable || alone.hit_at_1.value() == 0.0)
            std::printf("  %s %s -> %s%s\n", asked.id.c_str(), asked.text.c_str(), first.c_str(),
                        got.is_answerable ? "" : ", not answered");
        count_in(sum, asked, got, 1);
    }
    return sum;
}

/// The share of questions that name a page or section for which it came first.
double place_at_1(const evaluation& of)
{
    const auto pages = static_cast<double>(of.page_at_1.count());
    const auto sections = static_cast<double>(of.section_at_1.count());
    if (pages + sections == 0) return 1;
    return (of.page_at_1.value().value_or(0) * pages +
            of.section_at_1.value().value_or(0) * sections) /
           (pages + sections);
}

double floor_in(const boost::json::object& floors, const char* name, double without)
{
    const boost::json::value* floor = floors.if_contains(name);
    return floor == nullptr ? without : floor->to_number<double>();
}

void expect_above_floors(const std::string& name)
{
    const boost::json::value all = parsed(text_of(source_folder + "/tests/data/floors.json"));
    const boost::json::object& floors = all.get_object().at(name).get_object();
    const std::string folder = source_folder + "/" + std::string(floors.at("folder").get_string());
    const bool has_docs = std::filesystem::is_directory(folder + "/docs");
    collection documents;
    documents.add_folder(has_docs ? folder + "/docs" : folder);
    documents.read();

    const evaluation of = measure(documents, questions_in(folder + "/questions.jsonl"));

    EXPECT_GE(of.recall_at_1.value().value_or(0), floor_in(floors, "recall@1", 1));
    EXPECT_GE(place_at_1(of), floor_in(floors, "place@1", 0));
    EXPECT_GE(of.unanswerable_told.value().value_or(0), floor_in(floors, "unanswerable told", 1));
    EXPECT_LE(of.wrongly_abstained.value().value_or(1), floor_in(floors, "wrongly abstained", 0));
}

TEST(answer_quality, given_the_samples_when_asked_then_above_the_floors)
{
    expect_above_floors("samples");
}

TEST(answer_quality, given_the_development_sets_when_asked_then_above_the_floors)
{
    expect_above_floors("lantern_ferry");
    expect_above_floors("clinic_desk");
}

TEST(answer_quality, given_the_held_out_set_when_asked_then_above_the_floors)
{
    expect_above_floors("town_shelf");
}

}  // namespace
}  // namespace parlance::knowledge
