#include <parlance/foundation/text.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace parlance {
namespace {

/// The reference the code is held against: one code point, as RFC 3629 section 3 writes it.
std::string encoded(std::uint32_t point)
{
    const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
    if (point < 0x80) return {byte(point)};
    if (point < 0x800) return {byte(0xC0U | (point >> 6U)), byte(0x80U | (point & 0x3FU))};
    if (point < 0x10000) {
        return {byte(0xE0U | (point >> 12U)), byte(0x80U | ((point >> 6U) & 0x3FU)),
                byte(0x80U | (point & 0x3FU))};
    }
    return {byte(0xF0U | (point >> 18U)), byte(0x80U | ((point >> 12U) & 0x3FU)),
            byte(0x80U | ((point >> 6U) & 0x3FU)), byte(0x80U | (point & 0x3FU))};
}

TEST(text_test, given_every_code_point_when_encoded_then_all_but_surrogates_are_utf8)
{
    for (std::uint32_t point = 0; point <= 0x10FFFF; ++point) {
        const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;

        ASSERT_EQ(is_utf8(encoded(point)), !is_surrogate) << std::hex << point;
    }
    EXPECT_FALSE(is_utf8(encoded(0x110000)));
}

TEST(text_test, given_every_pair_of_bytes_when_checked_then_only_well_formed_ones_pass)
{
    for (std::uint32_t first = 0; first < 256; ++first) {
        for (std::uint32_t second = 0; second < 256; ++second) {
            const std::string pair{static_cast<char>(first), static_cast<char>(second)};
            const bool is_ascii = first < 0x80 && second < 0x80;
            const bool is_two_bytes =
                first >= 0xC2 && first <= 0xDF && second >= 0x80 && second <= 0xBF;

            ASSERT_EQ(is_utf8(pair), is_ascii || is_two_bytes) << first << " " << second;
        }
    }
}

TEST(text_test, given_overlong_surrogate_cut_and_stray_bytes_when_checked_then_refused)
{
    for (const std::string_view wrong :
         {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80",
          "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80", "\xFF", "\xFE", "\x80", "\xE2\x82", "\xF0\x9F\x98", "a\xE2\x82z",
          "\xE2\x82\xE2\x82\xAC", "\xF0\x9F\x98z"}) {
        EXPECT_FALSE(is_utf8(wrong)) << testing::PrintToString(std::string(wrong));
    }
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
}

const std::string mixed = "aé€😀z";  // 1, 2, 3, 4 and 1 bytes

TEST(text_test, given_mixed_widths_when_counted_then_code_points)
{
    EXPECT_EQ(count_characters(""), 0U);
    EXPECT_EQ(count_characters(mixed), 5U);
    EXPECT_EQ(count_characters("e\u0301"), 2U);
}

TEST(text_test, given_any_byte_when_floored_then_the_boundary_at_or_below_it)
{
    const std::vector<std::size_t> floors{0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11, 11};
    ASSERT_EQ(mixed.size(), 11U);
    for (std::size_t at = 0; at < floors.size(); ++at) {
        EXPECT_EQ(floor_to_character(mixed, at), floors[at]) << at;
    }
}

TEST(text_test, given_only_white_space_when_checked_then_blank)
{
    EXPECT_TRUE(is_blank(""));
    EXPECT_TRUE(is_blank(" \t\r\n\v\f"));
    EXPECT_TRUE(is_blank("\u00A0\u2003\u3000\u2028\u200B"));
    EXPECT_FALSE(is_blank(" . "));
    EXPECT_FALSE(is_blank("\u3000é"));
    EXPECT_FALSE(is_blank("\xC2"));
}

}  // namespace
}  // namespace parlance
