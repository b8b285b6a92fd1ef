#include <parlance/chat/conversation_title.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <gtest/gtest.h>

namespace parlance::chat {
namespace {

std::string repeated(std::string_view part, int times)
{
    std::string all;
    for (int time = 0; time < times; ++time) all += part;
    return all;
}

TEST(conversation_title_test, given_a_short_question_when_made_then_the_question)
{
    EXPECT_EQ(conversation_title("How long is the warranty?"), "How long is the warranty?");
    EXPECT_EQ(conversation_title("  spaces around  "), "spaces around");
}

TEST(conversation_title_test, given_several_lines_when_made_then_one_line)
{
    EXPECT_EQ(conversation_title("first\n\tsecond\r\n  third"), "first second third");
    EXPECT_EQ(conversation_title("a\x7F\x01z"), "a z");
}

TEST(conversation_title_test, given_several_sentences_when_made_then_the_first)
{
    EXPECT_EQ(conversation_title("What is covered? I ask because mine broke."), "What is covered?");
    EXPECT_EQ(conversation_title("Version 2.5 is out. And now?"), "Version 2.5 is out.");
    EXPECT_EQ(conversation_title("Hi. What is covered?"), "Hi. What is covered?");
}

TEST(conversation_title_test, given_a_text_at_the_limit_when_made_then_whole_and_one_more_is_cut)
{
    const std::string at_limit = repeated("é", limits::title_characters_max);

    EXPECT_EQ(conversation_title(at_limit), at_limit);

    const std::string cut = conversation_title(at_limit + "é");
    EXPECT_EQ(count_characters(cut), limits::title_characters_max);
    EXPECT_TRUE(cut.ends_with("é…"));
}

TEST(conversation_title_test, given_long_words_when_made_then_cut_between_two)
{
    const std::string title = conversation_title(repeated("warranty ", 20));

    EXPECT_LE(count_characters(title), limits::title_characters_max);
    EXPECT_EQ(title, repeated("warranty ", 7) + "warranty…");
}

TEST(conversation_title_test, given_text_without_spaces_when_made_then_cut_at_a_character)
{
    for (const std::string_view character : {"保", "ก", "😀", "x"}) {
        const std::string title = conversation_title(repeated(character, 500));

        EXPECT_EQ(count_characters(title), limits::title_characters_max);
        EXPECT_TRUE(is_utf8(title));
    }
}

TEST(conversation_title_test, given_every_length_when_made_then_within_the_limit_and_utf8)
{
    for (int length = 1; length < 200; ++length) {
        const std::string title = conversation_title(repeated("aé 保b", length));

        ASSERT_LE(count_characters(title), limits::title_characters_max);
        ASSERT_TRUE(is_utf8(title));
        ASSERT_FALSE(title.empty());
    }
}

TEST(conversation_title, given_nothing_to_show_when_made_then_it_has_a_name_all_the_same)
{
    EXPECT_EQ(conversation_title("\x01\x02\x7F"), "Untitled conversation");
    EXPECT_EQ(conversation_title(""), "Untitled conversation");
    EXPECT_EQ(conversation_title("\x01 a"), "a");
}

}  // namespace
}  // namespace parlance::chat
