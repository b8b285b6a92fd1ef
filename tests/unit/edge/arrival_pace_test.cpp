#include <parlance/edge/arrival_pace.hpp>

#include <gtest/gtest.h>

namespace parlance::edge {
namespace {

using namespace std::chrono_literals;

TEST(arrival_pace, given_nothing_when_the_window_is_over_then_it_is_due)
{
    const steady_time start{};
    const arrival_pace pace(100, 10s, start);

    EXPECT_EQ(pace.due(), start + 10s);
}

TEST(arrival_pace, given_one_byte_too_few_when_the_window_goes_on_then_it_is_not_renewed)
{
    const steady_time start{};
    arrival_pace pace(100, 10s, start);

    pace.came(99, start + 9s);
    EXPECT_EQ(pace.due(), start + 10s);
    pace.came(1, start + 9s);

    EXPECT_EQ(pace.due(), start + 19s);
}

TEST(arrival_pace, given_much_at_once_when_nothing_follows_then_it_counts_for_one_window_only)
{
    const steady_time start{};
    arrival_pace pace(100, 10s, start);

    pace.came(1'000'000, start + 1s);

    EXPECT_EQ(pace.due(), start + 11s);
    pace.came(99, start + 2s);
    EXPECT_EQ(pace.due(), start + 11s);
}

}  // namespace
}  // namespace parlance::edge
