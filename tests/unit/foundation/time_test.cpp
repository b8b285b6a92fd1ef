#include <parlance/foundation/time.hpp>

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace parlance
