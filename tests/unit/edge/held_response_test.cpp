#include <parlance/edge/held_response.hpp>

#include <gtest/gtest.h>

#include <fakes/manual_clock.hpp>

namespace parlance::edge {
namespace {

using namespace std::chrono_literals;

class held_responses : public testing::Test {
protected:
    static limits_config hundred()
    {
        limits_config limits;
        limits.responses_bytes_max = 100;
        limits.large_response_bytes = 60;
        limits.small_response_bytes_max = 10;
        limits.response_undisturbed = 10s;
        return limits;
    }
    held_response one_more() { return {budget, limits, clock}; }

    limits_config limits = hundred();
    fakes::manual_clock clock;
    byte_budget budget{limits.responses_bytes_max};
};

TEST_F(held_responses, given_little_room_when_a_large_one_is_to_be_made_then_503_with_a_pause)
{
    held_response first = one_more();
    held_response second = one_more();
    ASSERT_TRUE(first.make_room());

    const auto refused = second.make_room();

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status, 503);
    EXPECT_TRUE(refused.error().retry_after);
    EXPECT_TRUE(second.hold(limits.small_response_bytes_max));
    EXPECT_TRUE(second.hold(40));
    EXPECT_FALSE(second.hold(41));
}

TEST_F(held_responses, given_a_small_one_when_it_is_made_then_its_room_is_others)
{
    held_response first = one_more();
    held_response second = one_more();
    ASSERT_TRUE(first.make_room());

    ASSERT_TRUE(first.hold(limits.small_response_bytes_max));

    EXPECT_EQ(budget.held(), 0U);
    EXPECT_TRUE(second.make_room());
    ASSERT_TRUE(first.hold(limits.small_response_bytes_max + 1));
    EXPECT_EQ(budget.held(), 71U);
}

TEST_F(held_responses, given_a_slow_reader_when_nobody_else_needs_its_room_then_it_goes_on)
{
    held_response slow = one_more();
    ASSERT_TRUE(slow.hold(90));

    clock.advance(1h);
    EXPECT_FALSE(slow.must_yield());
    EXPECT_FALSE(one_more().make_room());

    EXPECT_TRUE(slow.must_yield());
}

TEST_F(held_responses, given_a_refusal_when_a_reader_is_not_slow_then_it_goes_on_for_a_while)
{
    held_response reading = one_more();
    ASSERT_TRUE(reading.hold(90));
    EXPECT_FALSE(one_more().make_room());

    clock.advance(9s);
    EXPECT_FALSE(reading.must_yield());
    clock.advance(1s);

    EXPECT_TRUE(reading.must_yield());
}

}  // namespace
}  // namespace parlance::edge
