#include <parlance/knowledge/passages.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace parlance::knowledge {
namespace {

extracted_block block(std::vector<std::string> headings, std::string text)
{
    extracted_block made;
    made.headings = std::move(headings);
    made.text = std::move(text);
    return made;
}

std::string sentences(std::size_t count, std::size_t words)
{
    std::string text;
    for (std::size_t at = 0; at < count; ++at) {
        if (at > 0) text += ' ';
        text += "Word" + std::to_string(at);
        for (std::size_t word = 1; word < words; ++word) text += " word";
        text += '.';
    }
    return text;
}

TEST(passages, given_short_sections_when_cut_then_each_its_own)
{
    const auto passages = cut_passages({block({"Care", "Boots"}, "Wax them."),
                                        block({"Care", "Tents"}, "Dry them."), block({}, "End.")});

    ASSERT_EQ(passages.size(), 3U);
    EXPECT_EQ(passages[0].section, "Care › Boots");
    EXPECT_EQ(passages[0].text, "Wax them.");
    EXPECT_EQ(passages[1].section, "Care › Tents");
    EXPECT_EQ(passages[2].section, "");
}

TEST(passages, given_blocks_of_one_section_when_cut_then_joined_but_not_over_pages)
{
    auto first = block({"A"}, "One.");
    auto second = block({"A"}, "Two.");
    auto third = block({"A"}, "Three.");
    third.page = 2;

    const auto passages = cut_passages({first, second, third});

    ASSERT_EQ(passages.size(), 2U);
    EXPECT_EQ(passages[0].text, "One.\n\nTwo.");
    EXPECT_EQ(passages[1].page, 2);
}

TEST(passages, given_long_prose_when_cut_then_even_pieces_of_whole_sentences)
{
    const std::string text = sentences(100, 20);  // 2,000 words

    const auto passages = cut_passages({block({}, text)});

    std::string again;
    for (const cut_passage& passage : passages) {
        EXPECT_GE(count_words(passage.text), limits::passage_words_min);
        EXPECT_LE(count_words(passage.text), limits::passage_words_max);
        EXPECT_EQ(passage.text.substr(0, 4), "Word");
        EXPECT_EQ(passage.text.back(), '.');
        again += (again.empty() ? "" : " ") + passage.text;
    }
    EXPECT_EQ(again, text);
}

TEST(passages, given_one_word_more_than_a_passage_when_cut_then_two)
{
    const std::string most = sentences(limits::passage_words_max / 10, 10);

    EXPECT_EQ(cut_passages({block({}, most)}).size(), 1U);
    EXPECT_EQ(cut_passages({block({}, most + " More.")}).size(), 2U);
}

TEST(passages, given_a_long_table_when_cut_then_between_rows)
{
    std::string rows;
    for (int row = 0; row < 200; ++row) {
        rows += (row > 0 ? "\n" : "") + std::string("shop: S") + std::to_string(row) +
                "; city: Long Name City; note: opens late. Often";
    }

    const auto passages = cut_passages({block({}, rows)});

    ASSERT_GT(passages.size(), 1U);
    for (const cut_passage& passage : passages) {
        EXPECT_EQ(passage.text.substr(0, 7), "shop: S");
        EXPECT_EQ(passage.text.substr(passage.text.size() - 5), "Often");
    }
}

TEST(passages, given_text_without_spaces_when_cut_then_within_bytes_and_nothing_lost)
{
    std::string text;
    while (text.size() < 5 * limits::passage_bytes_max) text += "漢";

    const auto passages = cut_passages({block({}, text)});

    std::string again;
    for (const cut_passage& passage : passages) {
        EXPECT_LE(passage.text.size(), limits::passage_bytes_max);
        EXPECT_TRUE(is_utf8(passage.text));
        again += passage.text;
    }
    EXPECT_EQ(again, text);
}

TEST(passages, given_a_sentence_without_end_when_cut_then_at_spaces)
{
    std::string text = "start";
    for (int word = 0; word < 1'500; ++word) text += " w" + std::to_string(word);

    const auto passages = cut_passages({block({}, text)});

    std::string again;
    for (const cut_passage& passage : passages) {
        EXPECT_LE(count_words(passage.text), limits::passage_words_max);
        again += (again.empty() ? "" : " ") + passage.text;
    }
    EXPECT_EQ(again, text);
}

TEST(passages, given_blank_blocks_when_cut_then_none)
{
    EXPECT_TRUE(cut_passages({}).empty());
    EXPECT_TRUE(cut_passages({block({"A"}, " \n\n ")}).empty());
}

}  // namespace
}  // namespace parlance::knowledge
