#include "collection.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace parlance::knowledge {
namespace {

struct asked_question {
    std::string text;
    std::string file;  // "-": no document answers it
};

std::vector<asked_question> questions_in(const std::string& path)
{
    std::ifstream in(path);
    std::vector<asked_question> questions;
    for (std::string line; std::getline(in, line);) {
        const std::size_t tab = line.find('\t');
        if (tab != std::string::npos)
            questions.push_back({line.substr(0, tab), line.substr(tab + 1)});
    }
    return questions;
}

struct outcome {
    std::vector<std::string> wrong_first;
    std::vector<std::string> wrongly_refused;
    std::vector<std::string> wrongly_answered;
    std::size_t answerable = 0;
    std::size_t unanswerable = 0;
};

outcome measure(collection& documents, const std::vector<asked_question>& questions)
{
    outcome of;
    for (const asked_question& asked : questions) {
        const retrieval found = documents.retrieve(asked.text);
        if (asked.file == "-") {
            ++of.unanswerable;
            if (found.is_answerable) of.wrongly_answered.push_back(asked.text);
            continue;
        }
        ++of.answerable;
        const std::string first = found.passages.empty() ? "" : found.passages[0].file_name;
        if (first != asked.file) of.wrong_first.push_back(asked.text + " -> " + first);
        if (!found.is_answerable) of.wrongly_refused.push_back(asked.text);
    }
    return of;
}

std::string listed(const std::vector<std::string>& lines)
{
    std::string all;
    for (const std::string& line : lines) all += "\n  " + line;
    return all;
}

TEST(answer_quality, given_the_samples_when_asked_then_the_right_file_first)
{
    collection samples;
    samples.add_folder(std::string(PARLANCE_SOURCE_DIR) + "/samples");
    samples.read();
    const std::vector<asked_question> questions{
        {"Can I return a climbing rope?", "returns-and-warranty.html"},
        {"How long is the warranty on a tent?", "returns-and-warranty.html"},
        {"What does a new boot sole cost?", "returns-and-warranty.html"},
        {"How should I wash a down sleeping bag?", "product-care-guide.md"},
        {"My stove burns with a yellow flame, what should I do?", "product-care-guide.md"},
        {"From what order value is shipping free inside the European Union?", "shipping-rates.md"},
        {"Can gas cartridges be shipped overseas?", "shipping-rates.md"},
        {"How many characters does a password need?", "it-security-faq.txt"},
        {"Whom do I call after clicking on a phishing link?", "it-security-faq.txt"},
        {"How long do Packhorse links stay valid?", "it-security-faq.txt"},
        {"Is the Summit Row store open on Sundays?", "store-hours.csv"},
        {"What is the dress code at the headquarters?", "-"},
        {"How many shares does the founder hold?", "-"},
        {"Which bank handles payroll?", "-"},
        {"What is the boiling point of tungsten?", "-"},
        {"Is there a company cr\u00e8che?", "-"}};

    const outcome of = measure(samples, questions);

    EXPECT_TRUE(of.wrong_first.empty()) << listed(of.wrong_first);
    EXPECT_TRUE(of.wrongly_refused.empty()) << listed(of.wrongly_refused);
    EXPECT_TRUE(of.wrongly_answered.empty()) << listed(of.wrongly_answered);
}

TEST(answer_quality, given_text_of_another_kind_when_asked_then_above_the_floors)
{
    const std::string folder = std::string(PARLANCE_SOURCE_DIR) + "/tests/data/lantern_ferry";
    collection ferry;
    ferry.add_folder(folder);
    ferry.read();

    const outcome of = measure(ferry, questions_in(folder + "/questions.tsv"));

    ASSERT_GE(of.answerable, 28U);
    ASSERT_GE(of.unanswerable, 16U);
    EXPECT_LE(of.wrong_first.size() * 10, of.answerable) << listed(of.wrong_first);
    EXPECT_LE(of.wrongly_refused.size() * 10, of.answerable) << listed(of.wrongly_refused);
    EXPECT_LE(of.wrongly_answered.size() * 8, of.unanswerable) << listed(of.wrongly_answered);
}

}  // namespace
}  // namespace parlance::knowledge
