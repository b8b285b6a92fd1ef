#include <parlance/knowledge/sentences.hpp>

#include <parlance/foundation/text.hpp>
#include <parlance/text_analysis/stemming_text_analyzer.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parlance::knowledge {
namespace {

using texts = std::vector<std::string>;

texts split(std::string_view text)
{
    texts found;
    for (const text_range& where : sentences_of(text)) {
        found.emplace_back(text.substr(where.from, where.bytes));
    }
    return found;
}

TEST(sentences, given_prose_when_split_then_at_final_marks)
{
    EXPECT_EQ(split("Open it. Is it open? Yes!  \"Fine.\" Done"),
              (texts{"Open it.", "Is it open?", "Yes!", "\"Fine.\"", "Done"}));
}

TEST(sentences, given_full_stops_inside_when_split_then_whole)
{
    EXPECT_EQ(split("It costs 4.90 EUR, e.g. by post. Dr. Lee and J. Roe ask approx. Five."),
              (texts{"It costs 4.90 EUR, e.g. by post.", "Dr. Lee and J. Roe ask approx. Five."}));
    EXPECT_EQ(split("See www.x.org. next word"), (texts{"See www.x.org. next word"}));
    EXPECT_EQ(split("Wait... then go. It ends in 2024. Then more."),
              (texts{"Wait... then go.", "It ends in 2024.", "Then more."}));
}

TEST(sentences, given_rows_and_items_when_split_then_each_line_one)
{
    EXPECT_EQ(split("Zone: 1; Price: 4. Net; Note: A. B.\nZone: 2; Price: 5\n\nProse here. More."),
              (texts{"Zone: 1; Price: 4. Net; Note: A. B.", "Zone: 2; Price: 5", "Prose here.",
                     "More."}));
    EXPECT_EQ(split("shop: A. Lee; city: Ely"), (texts{"shop: A. Lee; city: Ely"}));
    EXPECT_EQ(split("1. Open the valve.\n2. Wait."), (texts{"1. Open the valve.", "2. Wait."}));
}

TEST(sentences, given_a_script_without_spaces_when_split_then_at_its_own_marks)
{
    EXPECT_EQ(split("今日は雨です。明日は晴れ！"), (texts{"今日は雨です。", "明日は晴れ！"}));
}

TEST(sentences, given_nothing_when_split_then_nothing)
{
    EXPECT_TRUE(split("").empty());
    EXPECT_TRUE(split(" \n\n \n").empty());
}

TEST(sentences, given_text_without_marks_when_split_then_bounded_at_characters)
{
    std::string text;
    for (int step = 0; step < 3'000; ++step) text += "ü";

    const auto found = split(text);

    ASSERT_GT(found.size(), 1U);
    std::string again;
    for (const std::string& piece : found) {
        EXPECT_TRUE(is_utf8(piece));
        again += piece;
    }
    EXPECT_EQ(again, text);
}

TEST(sentences, given_a_question_when_ranked_then_the_best_first_and_ties_in_order)
{
    const text_analysis::stemming_text_analyzer analyzer;
    const std::string text = "Bread is sold. Boats are rented. Boats are rented by the hour. End.";

    const auto ranked = rank_sentences(analyzer, "Can I rent boats for an hour?", text);

    ASSERT_EQ(ranked.size(), 4U);
    EXPECT_EQ(text.substr(ranked[0].where.from, ranked[0].where.bytes),
              "Boats are rented by the hour.");
    EXPECT_EQ(text.substr(ranked[1].where.from, ranked[1].where.bytes), "Boats are rented.");
    EXPECT_EQ(ranked[2].score, 0);
    EXPECT_EQ(ranked[2].where.from, 0U);
}

}  // namespace
}  // namespace parlance::knowledge
