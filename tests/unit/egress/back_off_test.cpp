#include <parlance/egress/back_off.hpp>

#include "fakes/run.hpp"
#include "fakes/seeded_random.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <stop_token>

namespace parlance::tests {
namespace {

using egress::back_off;
using egress::read_pause;
using std::chrono::hours;
using std::chrono::milliseconds;

TEST(back_off, given_both_headers_when_read_then_milliseconds_win)
{
    EXPECT_EQ(read_pause("40", "9"), milliseconds(40));
    EXPECT_EQ(read_pause(std::nullopt, "9"), milliseconds(9'000));
    EXPECT_EQ(read_pause("31.5", std::nullopt), milliseconds(31));
    EXPECT_EQ(read_pause("", "2"), milliseconds(2'000));
}

TEST(back_off, given_values_that_are_no_pause_when_read_then_none)
{
    EXPECT_EQ(read_pause(std::nullopt, std::nullopt), std::nullopt);
    EXPECT_EQ(read_pause("soon", "Wed, 21 Oct 2026 07:28:00 GMT"), std::nullopt);
    EXPECT_EQ(read_pause("-5", "-1"), std::nullopt);
    EXPECT_EQ(read_pause("99999999999999999999999", std::nullopt), std::nullopt);
    EXPECT_EQ(read_pause("9999999999999", std::nullopt), hours(1));
    EXPECT_EQ(read_pause(std::nullopt, "9223372036854775807"), hours(1));
}

TEST(back_off, given_no_wish_of_the_upstream_when_counted_then_it_doubles_with_jitter_and_ends)
{
    fakes::seeded_random random(7);
    std::set<milliseconds> seen;
    for (int round = 0; round < 50; ++round) {
        const auto second = back_off(2, std::nullopt, random);
        seen.insert(second);
        EXPECT_GE(second, milliseconds(125));
        EXPECT_LE(second, milliseconds(250));
        EXPECT_GE(back_off(3, std::nullopt, random), milliseconds(250));
        EXPECT_LE(back_off(3, std::nullopt, random), milliseconds(500));
        EXPECT_LE(back_off(60, std::nullopt, random), milliseconds(8'000));
    }
    EXPECT_GT(seen.size(), 10U) << "callers must not come back together";
}

TEST(back_off, given_a_wish_of_the_upstream_when_counted_then_never_less_than_that)
{
    fakes::seeded_random random(7);
    for (int round = 0; round < 50; ++round) {
        const auto pause = back_off(2, milliseconds(1'000), random);
        EXPECT_GE(pause, milliseconds(1'000));
        EXPECT_LE(pause, milliseconds(1'200));
    }
}

TEST(back_off, given_a_pause_past_the_deadline_when_resting_then_it_says_so_at_once)
{
    call_scope scope;
    scope.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);

    const auto before = std::chrono::steady_clock::now();
    const auto rested = fakes::run(egress::rest_for(scope, hours(1)));

    ASSERT_FALSE(rested);
    EXPECT_EQ(rested.error().kind, fault::deadline_exceeded);
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(30));
}

TEST(back_off, given_a_stop_when_resting_then_cancelled)
{
    std::stop_source stopping;
    stopping.request_stop();
    call_scope scope;
    scope.stop = stopping.get_token();

    const auto rested = fakes::run(egress::rest_for(scope, hours(1)));

    ASSERT_FALSE(rested);
    EXPECT_EQ(rested.error().kind, fault::cancelled);
}

TEST(back_off, given_a_short_pause_when_resting_then_it_ends_by_itself)
{
    EXPECT_TRUE(fakes::run(egress::rest_for(call_scope(), milliseconds(2))));
}

}  // namespace
}  // namespace parlance::tests
