#include <parlance/chat/position.hpp>

#include <gtest/gtest.h>

namespace parlance::chat {
namespace {

TEST(position_test, given_positions_when_written_and_read_then_they_are_the_same)
{
    for (const position at : {position{0, 0}, position{1, 0}, position{0, 7}, position{12, 345},
                              position{999'999'999'999'999, 999'999'999'999'999}}) {
        EXPECT_EQ(parse_position(format_position(at)), at) << format_position(at);
    }
    EXPECT_EQ(format_position(position{3, 42}), "3.42");
}

TEST(position_test, given_anything_but_that_form_when_read_then_nothing)
{
    for (const std::string_view wrong : {"",
                                         ".",
                                         "1",
                                         "1.",
                                         ".1",
                                         "1.2.3",
                                         "-1.0",
                                         "1.-1",
                                         "-0.0",
                                         "0.-0",
                                         "+1.0",
                                         "01.0",
                                         "1.00",
                                         " 1.0",
                                         "1.0 ",
                                         "1,0",
                                         "1e3.0",
                                         "0x1.0",
                                         "a.b",
                                         "1000000000000000.0",
                                         "0.1000000000000000",
                                         "99999999999999999999.0"}) {
        EXPECT_FALSE(parse_position(wrong)) << wrong;
    }
    EXPECT_FALSE(parse_position(std::string_view("1\0.0", 4)));
}

}  // namespace
}  // namespace parlance::chat
