#include <parlance/chat/store_patience.hpp>

#include <parlance/chat/replica_limits.hpp>

#include <fakes/manual_clock.hpp>
#include <fakes/run.hpp>

#include <gtest/gtest.h>

#include <stop_token>

namespace parlance::chat {
namespace {

class store_patience_test : public testing::Test {
protected:
    store_patience_test() { scope.stop = stop.get_token(); }
    bool lasts(fault what = fault::overloaded) { return fakes::run(patience.lasts(what)); }

    fakes::manual_clock now;
    std::stop_source stop;
    call_scope scope;
    store_patience patience{now, scope, store_outage_max};
};

TEST_F(store_patience_test, given_a_store_that_is_away_when_store_outage_max_is_over_then_no_longer)
{
    EXPECT_TRUE(lasts());
    now.advance(store_outage_max - std::chrono::milliseconds(1));
    EXPECT_TRUE(lasts());

    now.advance(std::chrono::milliseconds(1));

    EXPECT_FALSE(lasts());
}

TEST_F(store_patience_test, given_anything_else_or_a_stop_then_it_is_over_at_once)
{
    EXPECT_FALSE(lasts(fault::internal));
    EXPECT_FALSE(lasts(fault::not_found));

    stop.request_stop();

    EXPECT_FALSE(lasts());
}

}  // namespace
}  // namespace parlance::chat
