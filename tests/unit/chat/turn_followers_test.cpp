#include <parlance/chat/turn_followers.hpp>

#include <parlance/foundation/limits.hpp>

#include <fakes/manual_clock.hpp>
#include <fakes/seeded_random.hpp>

#include <gtest/gtest.h>

namespace parlance::chat {
namespace {

TEST(turn_followers_test, given_an_interest_that_is_not_renewed_then_it_lapses_after_its_time)
{
    fakes::manual_clock now;
    fakes::seeded_random random{4};
    alone_messenger messenger;
    turn_followers followers(messenger, now);
    const replica_id who = replica_id::make(now, random);
    const turn_key which{access::principal_id::make(now, random), turn_id::make(now, random)};

    EXPECT_TRUE(followers.note(who, which));
    now.advance(limits::follow_interest);
    EXPECT_TRUE(followers.has_any());
    EXPECT_FALSE(followers.note(who, which));  // renewed
    now.advance(limits::follow_interest);
    EXPECT_TRUE(followers.has_any());
    now.advance(std::chrono::milliseconds(1));

    EXPECT_FALSE(followers.has_any());
    EXPECT_TRUE(followers.note(who, which));
}

}  // namespace
}  // namespace parlance::chat
