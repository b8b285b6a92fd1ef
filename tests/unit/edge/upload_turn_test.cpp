#include <parlance/edge/upload_turn.hpp>

#include <gtest/gtest.h>

#include <optional>

namespace parlance::edge {
namespace {

TEST(upload_turn, given_all_places_taken_when_one_ends_then_who_came_first_is_next)
{
    upload_places places(2);
    std::optional<upload_turn> first(std::in_place, places);
    upload_turn second(places);
    ASSERT_TRUE(first->try_begin());
    ASSERT_TRUE(second.try_begin());
    EXPECT_FALSE(places.somebody_waits());
    upload_turn third(places);
    upload_turn fourth(places);
    EXPECT_FALSE(third.try_begin());
    EXPECT_TRUE(places.somebody_waits());

    first.reset();

    EXPECT_FALSE(fourth.try_begin());
    EXPECT_TRUE(third.try_begin());
    EXPECT_FALSE(fourth.try_begin());
}

TEST(upload_turn, given_a_place_when_its_owner_comes_again_then_it_passes_nobody)
{
    upload_places places(1);
    std::optional<upload_turn> holding(std::in_place, places);
    ASSERT_TRUE(holding->try_begin());
    upload_turn waiting(places);

    holding.reset();
    holding.emplace(places);

    EXPECT_FALSE(holding->try_begin());
    EXPECT_TRUE(waiting.try_begin());
}

TEST(upload_turn, given_one_who_gives_up_when_a_place_is_free_then_the_next_has_it)
{
    upload_places places(1);
    std::optional<upload_turn> holding(std::in_place, places);
    ASSERT_TRUE(holding->try_begin());
    std::optional<upload_turn> leaving(std::in_place, places);
    upload_turn last(places);

    leaving.reset();
    holding.reset();

    EXPECT_TRUE(last.try_begin());
    EXPECT_TRUE(last.try_begin());
    EXPECT_FALSE(places.somebody_waits());
}

}  // namespace
}  // namespace parlance::edge
