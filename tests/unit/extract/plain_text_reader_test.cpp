#include <parlance/extract/plain_text_reader.hpp>

#include "shown.hpp"

#include <gtest/gtest.h>

namespace parlance::extract {
namespace {

TEST(plain_text_reader, given_questions_and_answers_when_read_then_they_stay_together)
{
    const auto read = read_plain_text(
        "House: questions\nFor all tenants, office 12\n\nWhen is the bin emptied?\n"
        "On Tuesdays before seven in the morning.\n\nMay I keep a dog?\nYes, but only one.\n");

    EXPECT_EQ(shown(read),
              "House: questions\n|For all tenants, office 12\n"
              "When is the bin emptied?|On Tuesdays before seven in the morning.\n"
              "May I keep a dog?|Yes, but only one.\n");
}

TEST(plain_text_reader, given_wrapped_lines_when_read_then_joined)
{
    const auto read = read_plain_text(
        "The society was founded in a cellar by five friends who\n"
        "liked old maps and had nowhere to put them, so that they\n"
        "rented the room below the station clock.\n");

    EXPECT_EQ(shown(read),
              "\n|The society was founded in a cellar by five friends who liked old maps and had "
              "nowhere to put them, so that they rented the room below the station clock.\n");
}

TEST(plain_text_reader, given_underlined_and_lonely_headings_when_read_then_sections)
{
    const auto read = read_plain_text(
        "Manual\n======\n\nSafety\n------\nWear gloves.\n\nStarting up\n\n"
        "Press the green button and wait.\n");

    EXPECT_EQ(shown(read),
              "Manual\nSafety|Wear gloves.\nStarting up|Press the green button and wait.\n");
}

TEST(plain_text_reader, given_bullets_when_read_then_lines)
{
    EXPECT_EQ(
        shown(read_plain_text("Bring these things along with you please:\n- a rope\n- a hat\n")),
        "\n|Bring these things along with you please:\n- a rope\n- a hat\n");
}

}  // namespace
}  // namespace parlance::extract
