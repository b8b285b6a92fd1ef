#include <parlance/chat/snippet.hpp>

#include <parlance/foundation/text.hpp>

#include <gtest/gtest.h>

#include <fakes/fixed_passage_index.hpp>

namespace parlance::chat {
namespace {

const fakes::plain_words words;

using parts = std::vector<snippet_part>;

std::string joined(const parts& all)
{
    std::string text;
    for (const snippet_part& one : all) text += one.text;
    return text;
}

/// Pairs of characters, as the real analysis makes them of Chinese and Japanese.
class pairs_of_characters : public fakes::plain_words {
public:
    [[nodiscard]] std::vector<std::string> terms(std::string_view text,
                                                 knowledge::text_language) const override
    {
        std::vector<std::string> pairs;
        for (std::size_t at = 0; at + 6 <= text.size(); at += 3) {
            pairs.emplace_back(text.substr(at, 6));
        }
        if (text.size() == 3) pairs.emplace_back(text);
        return pairs;
    }
};

TEST(snippet, given_a_short_text_when_made_then_all_of_it_with_the_words_marked)
{
    EXPECT_EQ(make_snippet("The **Ferry** leaves.\n\nA ferry!", {"ferry"}, words),
              (parts{{"The **", false},
                     {"Ferry", true},
                     {"** leaves. A ", false},
                     {"ferry", true},
                     {"!", false}}));
}

TEST(snippet, given_a_long_text_when_made_then_the_words_around_the_first_match)
{
    std::string text;
    for (int count = 0; count < 100; ++count) text += "before" + std::to_string(count) + " ";
    text += "needle ";
    for (int count = 0; count < 100; ++count) text += "after" + std::to_string(count) + " ";

    const parts made = make_snippet(text, {"needle"}, words);
    const std::string shown = joined(made);

    ASSERT_EQ(made.size(), 3U);
    EXPECT_TRUE(shown.starts_with("… before")) << shown;
    EXPECT_TRUE(shown.ends_with(" …")) << shown;
    EXPECT_EQ(made[1], (snippet_part{"needle", true}));
    EXPECT_LE(shown.size(), snippet_bytes_max + 10);
    EXPECT_NE(shown.find("before99 needle after0"), std::string::npos) << shown;
    // Cut between words: what is shown is words of the text.
    EXPECT_NE(text.find(shown.substr(4, 9)), std::string::npos);
}

TEST(snippet, given_no_match_when_made_then_the_beginning)
{
    const parts made = make_snippet("Nothing of that here", {"needle"}, words);

    EXPECT_EQ(made, (parts{{"Nothing of that here", false}}));
    EXPECT_TRUE(make_snippet("", {"needle"}, words).empty());
    EXPECT_TRUE(make_snippet(" \n ", {"needle"}, words).empty());
}

TEST(snippet, given_a_match_past_what_is_looked_through_when_made_then_the_beginning)
{
    const std::string within(snippet_search_bytes_max - 8, ' ');
    const std::string past = within + "aaaaaaaaaa needle";

    EXPECT_TRUE(make_snippet(within + "needle", {"needle"}, words).back().is_match);
    for (const auto& part : make_snippet(past, {"needle"}, words)) EXPECT_FALSE(part.is_match);
}

TEST(snippet, given_text_without_spaces_when_made_then_characters_stay_whole)
{
    std::string text;
    for (int count = 0; count < 300; ++count) text += "é";
    std::string inside = text;
    inside.append(" needle ").append(text);
    for (const std::string& around : {inside, "needle" + text}) {
        const std::string shown = joined(make_snippet(around, {"needle"}, words));

        EXPECT_TRUE(is_utf8(shown));
        EXPECT_LE(shown.size(), snippet_bytes_max + 10);
    }
}

TEST(snippet, given_a_script_without_spaces_when_made_then_the_characters_are_marked)
{
    const pairs_of_characters pairs;

    const parts made = make_snippet("今日は東京都です", {"東京", "京都"}, pairs);

    EXPECT_EQ(joined(made), "今日は東京都です");
    ASSERT_EQ(made.size(), 3U);
    EXPECT_EQ(made[1], (snippet_part{"東京都", true}));
}

}  // namespace
}  // namespace parlance::chat
