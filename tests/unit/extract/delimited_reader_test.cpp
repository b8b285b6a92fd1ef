#include <parlance/extract/delimited_reader.hpp>

#include "shown.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parlance::extract {
namespace {

TEST(delimited_reader, given_each_separator_when_read_then_found_out)
{
    for (const std::string separator : {",", ";", "\t", "|"}) {
        const std::string text = "shop" + separator + "city\nMill" + separator + "Ely\n";

        EXPECT_EQ(shown(read_delimited(text, 0)), "\n|shop: Mill; city: Ely\n") << separator;
    }
}

TEST(delimited_reader, given_quotes_when_read_then_values_are_whole)
{
    const auto read = read_delimited(
        "\xEF\xBB\xBFname,note\r\n\"Lee, \"\"Al\"\"\",\"two\nlines\"\r\n\r\n\"open,x\r\n", 0);

    EXPECT_EQ(shown(read), "\n|name: Lee, \"Al\"; note: two lines\nname: \"open; note: x\n");
}

TEST(delimited_reader, given_no_header_when_read_then_values_alone)
{
    EXPECT_EQ(shown(read_delimited("Mill,12\nBay,13\n", 0)), "\n|Mill; 12\nBay; 13\n");
    EXPECT_EQ(shown(read_delimited("a,b\n", 0)), "\n|a; b\n");
}

TEST(delimited_reader, given_decimal_commas_when_read_then_the_semicolon_separates)
{
    EXPECT_EQ(shown(read_delimited("item;price\nrope;4,90\nboot;65,00\n", 0)),
              "\n|item: rope; price: 4,90\nitem: boot; price: 65,00\n");
}

TEST(delimited_reader, given_ragged_rows_when_read_then_nothing_is_lost)
{
    EXPECT_EQ(shown(read_delimited("a,b\n1\n1,2,3\n", 0)), "\n|a: 1\na: 1; b: 2; 3\n");
}

}  // namespace
}  // namespace parlance::extract
