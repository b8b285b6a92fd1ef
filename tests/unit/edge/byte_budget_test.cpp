#include <parlance/edge/byte_budget.hpp>

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace parlance::edge {
namespace {

TEST(byte_budget, given_a_bound_when_one_byte_more_is_asked_for_then_it_is_refused)
{
    byte_budget budget(100);
    byte_budget::share first(budget);
    byte_budget::share second(budget);

    EXPECT_TRUE(first.grow_to(60));
    EXPECT_FALSE(second.grow_to(41));
    EXPECT_EQ(second.bytes(), 0U);
    EXPECT_TRUE(budget.has_room_for(40));
    EXPECT_FALSE(budget.has_room_for(41));
    EXPECT_TRUE(second.grow_to(40));
    EXPECT_FALSE(first.grow_to(61));
    EXPECT_EQ(budget.held(), 100U);
    EXPECT_EQ(budget.refusals(), 2U);
}

TEST(byte_budget, given_a_share_when_it_ends_or_holds_less_then_others_have_the_room)
{
    byte_budget budget(100);
    byte_budget::share other(budget);
    {
        byte_budget::share gone(budget);
        ASSERT_TRUE(gone.grow_to(100));
        gone.count(30);
        EXPECT_TRUE(other.grow_to(70));
    }

    EXPECT_EQ(budget.held(), 70U);
    EXPECT_TRUE(other.grow_to(100));
}

TEST(byte_budget, given_more_than_fits_when_it_is_held_already_then_it_counts_and_nothing_is_added)
{
    byte_budget budget(100);
    byte_budget::share large(budget);
    byte_budget::share other(budget);

    large.count(150);

    EXPECT_EQ(budget.held(), 150U);
    EXPECT_FALSE(budget.has_room_for(0));
    EXPECT_FALSE(other.grow_to(1));
    large.count(10);
    EXPECT_TRUE(other.grow_to(90));
}

TEST(byte_budget, given_many_threads_when_they_grow_and_end_then_nothing_is_over_or_left)
{
    constexpr std::size_t most = 1'000;
    byte_budget budget(most);
    bool is_over = false;
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int count = 0; count < 4; ++count) {
        threads.emplace_back([&] {
            for (int round = 0; round < 2'000; ++round) {
                byte_budget::share held(budget);
                if (held.grow_to(400)) static_cast<void>(held.grow_to(700));
                if (budget.held() > most) is_over = true;
            }
        });
    }
    threads.clear();

    EXPECT_FALSE(is_over);
    EXPECT_EQ(budget.held(), 0U);
}

}  // namespace
}  // namespace parlance::edge
