#include <parlance/foundation/time.hpp>

#include <gtest/gtest.h>

#include <random>

namespace parlance {
namespace {

wall_time at(std::int64_t milliseconds)
{
    return wall_time(std::chrono::milliseconds(milliseconds));
}

TEST(time_test, given_known_moments_when_formatted_then_rfc_3339_with_milliseconds)
{
    EXPECT_EQ(format_time(at(0)), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(format_time(at(1'730'971'800'125)), "2024-11-07T09:30:00.125Z");
    EXPECT_EQ(format_time(at(-1)), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(format_time(at(951'782'400'007)), "2000-02-29T00:00:00.007Z");
}

TEST(time_test, given_many_moments_when_formatted_and_parsed_then_they_are_the_same)
{
    std::mt19937_64 random(11);
    std::uniform_int_distribution<std::int64_t> moments(-62'135'596'800'000, 253'402'300'799'999);
    for (int one = 0; one < 2'000; ++one) {
        const wall_time moment = at(moments(random));

        ASSERT_EQ(parse_time(format_time(moment)), moment) << format_time(moment);
    }
}

TEST(time_test, given_anything_but_that_form_when_parsed_then_nothing)
{
    for (const std::string_view wrong :
         {"", "2024-11-07", "2024-11-07T09:30:00Z", "2024-11-07T09:30:00.125+00:00",
          "2024-11-07t09:30:00.125z", "2024-11-07 09:30:00.125Z", "2024-13-07T09:30:00.125Z",
          "2024-02-30T09:30:00.125Z", "2023-02-29T09:30:00.125Z", "2024-11-00T09:30:00.125Z",
          "2024-11-07T24:30:00.125Z", "2024-11-07T09:60:00.125Z", "2024-11-07T09:30:60.125Z",
          "2024-11-07T09:30:00.12xZ", "2024-11-07T09:30:00.125Z "}) {
        EXPECT_FALSE(parse_time(wrong)) << wrong;
    }
}

TEST(time_test, given_signs_in_place_of_digits_when_parsed_then_nothing)
{
    for (const std::string_view wrong :
         {"2024-11-07T-0:30:00.125Z", "2024-11-07T09:-0:00.125Z", "2024-11-07T09:30:-0.125Z",
          "2024-11-07T09:30:00.-00Z", "2024-11-07T+9:30:00.125Z", "-024-11-07T09:30:00.125Z"}) {
        EXPECT_FALSE(parse_time(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace parlance
