#include <parlance/stored_form/page_cursor.hpp>

#include <gtest/gtest.h>

namespace parlance::stored_form {
namespace {

TEST(page_cursor, given_a_place_when_written_and_read_then_the_same)
{
    const auto which = parse_uuid("01890a5d-ac96-774b-bcce-b302099a8057").value();
    const page_cursor place{wall_time(std::chrono::milliseconds(1'700'000'000'123)), which};

    const auto read = parse_cursor(format_cursor(place));

    ASSERT_TRUE(read);
    EXPECT_EQ(read->when, place.when);
    EXPECT_EQ(read->which, place.which);
}

TEST(page_cursor, given_no_text_when_read_then_the_place_before_every_row)
{
    const auto read = parse_cursor("");

    ASSERT_TRUE(read);
    EXPECT_GT(read->when, wall_time(std::chrono::hours(24 * 365 * 1000)));
}

}  // namespace
}  // namespace parlance::stored_form
