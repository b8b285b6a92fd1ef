#include <parlance/edge/byte_ranges.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace parlance::edge {
namespace {

std::string shown(std::string_view header, std::uint64_t size = 100)
{
    const range_wanted wanted = parse_range(header, size);
    if (wanted.is == range_wanted::kind::whole) return "whole";
    if (wanted.is == range_wanted::kind::outside) return "outside";
    return std::to_string(wanted.part.from) + "+" + std::to_string(wanted.part.count);
}

TEST(byte_ranges, given_one_range_when_read_then_that_part)
{
    EXPECT_EQ(shown("bytes=0-0"), "0+1");
    EXPECT_EQ(shown("bytes=10-19"), "10+10");
    EXPECT_EQ(shown("bytes=10-"), "10+90");
    EXPECT_EQ(shown("bytes=99-99"), "99+1");
    EXPECT_EQ(shown("Bytes=-7"), "93+7");
    EXPECT_EQ(shown(" bytes= 0-1 "), "0+2");
}

TEST(byte_ranges, given_a_range_past_the_end_when_read_then_cut_or_outside)
{
    EXPECT_EQ(shown("bytes=90-100"), "90+10");
    EXPECT_EQ(shown("bytes=-101"), "0+100");
    EXPECT_EQ(shown("bytes=0-99999999999999999999999999"), "0+100");
    EXPECT_EQ(shown("bytes=100-"), "outside");
    EXPECT_EQ(shown("bytes=100-200"), "outside");
    EXPECT_EQ(shown("bytes=99999999999999999999999999-"), "outside");
    EXPECT_EQ(shown("bytes=-0"), "outside");
    EXPECT_EQ(shown("bytes=0-", 0), "outside");
    EXPECT_EQ(shown("bytes=-5", 0), "outside");
}

TEST(byte_ranges, given_what_is_no_single_range_when_read_then_the_whole)
{
    for (const std::string_view header :
         {"", "bytes", "bytes=", "bytes=-", "bytes=5", "bytes=9-5", "bytes=0-1,5-6", "bytes=a-b",
          "bytes=0-x", "bytes=--1", "bytes=0--1", "bytes=+1-2", "items=0-5", "bytes 0-5"}) {
        EXPECT_EQ(shown(header), "whole") << header;
    }
}

}  // namespace
}  // namespace parlance::edge
