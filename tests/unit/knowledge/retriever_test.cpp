#include "collection.hpp"

#include <parlance/foundation/limits.hpp>

#include <gtest/gtest.h>

#include <string>

namespace parlance::knowledge {
namespace {

TEST(retriever, given_a_heading_that_matches_when_retrieved_then_its_passage_is_first)
{
    collection documents;
    documents.add("a.md",
                  "# Rules\n\n## Parking\nAsk at the gate.\n\n## Other\nParking is seldom "
                  "a matter of discussion among members of the parking board.\n");
    documents.read();

    const auto found = documents.retrieve("Where is parking?");

    ASSERT_EQ(found.passages.size(), 2U);
    EXPECT_EQ(found.passages[0].is.section, "Parking");
    EXPECT_TRUE(found.is_answerable);
    EXPECT_EQ(found.documents_searched, 1);
}

TEST(retriever, given_one_chance_word_when_retrieved_then_not_answerable)
{
    collection documents;
    documents.add("a.md", "# Club\n\n## Points\nEvery euro is one point.\n\n## Bank\nSit on it.\n");
    documents.read();

    const auto found = documents.retrieve("What is the boiling point of mercury?");

    EXPECT_EQ(found.passages.size(), 1U);
    EXPECT_FALSE(found.is_answerable);
}

TEST(retriever, given_only_stop_words_when_retrieved_then_nothing)
{
    collection documents;
    documents.add("a.txt", "To be or not to be.");
    documents.read();

    const auto found = documents.retrieve("What is this, and where?");

    EXPECT_TRUE(found.passages.empty());
    EXPECT_FALSE(found.is_answerable);
}

TEST(retriever, given_near_copies_when_retrieved_then_one_is_shown)
{
    collection documents;
    const std::string text =
        "The harbour kiosk sells tickets, maps, ropes, lamps, tea, coal, fish, "
        "bread, stamps, hats, boots, soap, salt, wool, wax, nails, glue";
    documents.add("old.txt", text + " and oil.");
    documents.add("new.txt", text + " and tar.");
    documents.add("third.txt", "The kiosk is shut on Monday.");
    documents.read();

    const auto found = documents.retrieve("What does the harbour kiosk sell?");

    ASSERT_EQ(found.passages.size(), 2U);
    EXPECT_EQ(found.passages[1].file_name, "third.txt");
}

TEST(retriever, given_more_terms_than_the_limit_when_retrieved_then_the_rare_ones_find)
{
    collection documents;
    documents.add("a.txt", "The zeppelin lands at noon in the meadow.");
    for (int file = 0; file < 5; ++file) {
        documents.add("c" + std::to_string(file) + ".txt", "Weather report w1 w2 w3 of today.");
    }
    documents.read();
    std::string question = "weather report";
    for (std::size_t word = 0; word < search_terms_max + 60; ++word) {
        question += " w" + std::to_string(word);
    }
    question += " zeppelin meadow";

    const auto found = documents.retrieve(question);

    ASSERT_FALSE(found.passages.empty());
    EXPECT_EQ(documents.index().calls(fakes::index_operation::search), 1U);
    bool is_found = false;
    for (const found_passage& passage : found.passages) {
        is_found = is_found || passage.file_name == "a.txt";
    }
    EXPECT_TRUE(is_found);
}

TEST(retriever, given_a_limit_when_retrieved_then_not_more)
{
    collection documents;
    for (std::size_t file = 0; file < limits::passages_max + 5; ++file) {
        documents.add("f" + std::to_string(file) + ".txt", "Boat number " + std::to_string(file) +
                                                               " is named n" +
                                                               std::to_string(file * 31) + ".");
    }
    documents.read();

    EXPECT_EQ(documents.retrieve("boat", 3).passages.size(), 3U);
    EXPECT_EQ(documents.retrieve("boat", 0).passages.size(), 1U);
    EXPECT_EQ(documents.retrieve("boat", limits::passages_max + 1).passages.size(),
              limits::passages_max);
}

TEST(retriever, given_passages_when_retrieved_to_cite_then_the_sentences_that_answer_are_quoted)
{
    collection documents;
    const std::string text =
        "We sell tea. A zip repair costs 18 EUR. A new sole costs 65 EUR. "
        "The shop is blue.";
    documents.add("prices.txt", text);
    documents.read();
    const auto quoted = [&](const std::string& question) {
        const retrieval found = documents.retrieve_to_cite(question);
        EXPECT_EQ(found.quotes.size(), found.passages.size());
        const text_range where = found.quotes.at(0);
        return found.passages.at(0).is.text.substr(where.from, where.bytes);
    };

    EXPECT_EQ(quoted("What does a new sole cost?"), "A new sole costs 65 EUR.");
    EXPECT_EQ(quoted("What do a zip and a sole cost?"),
              "A zip repair costs 18 EUR. A new sole costs 65 EUR.");
    EXPECT_TRUE(documents.retrieve("What does a new sole cost?").quotes.empty());
}

TEST(retriever, given_no_sentence_that_matches_when_quoted_then_the_first)
{
    const text_analysis::stemming_text_analyzer stems;
    const question_terms asked(stems, "unrelated zeppelin");

    EXPECT_EQ(best_quote(stems, asked, "We sell tea. The shop is blue.").bytes, 12U);
    EXPECT_EQ(best_quote(stems, asked, "").bytes, 0U);
}

TEST(retriever, given_the_longest_question_when_read_and_answered_then_no_io_thread_waits_for_it)
{
    collection documents;
    std::string question;
    while (question.size() < limits::message_characters_max) {
        question += "warranty tent zip " + std::to_string(question.size()) + " ";
    }
    documents.add("tents.txt", "The warranty of a tent. " + question);
    documents.read();
    documents.retrieve(question);
    documents.retrieve_to_cite(question);

    EXPECT_GE(documents.watched().bytes_aside(), 3 * question.size());
    // A document's name and title are a line.
    EXPECT_LT(documents.watched().bytes_on_io_threads(), 1'000U);
}

}  // namespace
}  // namespace parlance::knowledge
