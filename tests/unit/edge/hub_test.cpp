#include <parlance/edge/hub.hpp>

#include <gtest/gtest.h>

#include <fakes/manual_clock.hpp>

namespace parlance::edge {
namespace {

/// Something always came in just before it was cancelled.
class busy_connection : public connection {
public:
    task<io_end> readable() override { co_return io_end::done; }
    task<io_end> read_some(std::string&, std::size_t) override { co_return io_end::done; }
    task<io_end> write(std::span<const std::string_view>) override { co_return io_end::done; }
    void watch_for_leaving(std::stop_source) override {}
    void stop_watching() override {}
    void finish_sending() override {}
    void close() override {}
    void abort() override {}

    int cancelled = 0;

private:
    void cancel() override { ++cancelled; }
};

constexpr std::chrono::milliseconds moment{10};

}  // namespace

TEST(hub, given_a_connection_past_its_time_when_cancelling_missed_it_then_it_is_cancelled_again)
{
    fakes::manual_clock clock;
    hub among(clock, moment);
    busy_connection one;
    const hub::membership member(among, one);
    one.expires_at(clock.steady() + moment);

    among.expire_overdue();
    EXPECT_EQ(one.cancelled, 0);
    clock.advance(moment);
    among.expire_overdue();
    among.expire_overdue();

    EXPECT_EQ(one.cancelled, 2);
}

TEST(hub, given_a_connection_with_new_time_when_looked_at_then_it_is_left_alone)
{
    fakes::manual_clock clock;
    hub among(clock, moment);
    busy_connection one;
    const hub::membership member(among, one);
    one.expires_at(clock.steady());
    one.never_expires();

    among.expire_overdue();

    EXPECT_EQ(one.cancelled, 0);
}

TEST(hub, given_shutdown_when_closing_then_only_idle_connections_are_ended_at_once)
{
    fakes::manual_clock clock;
    hub among(clock, moment);
    busy_connection idle;
    busy_connection at_work;
    const hub::membership first(among, idle);
    const hub::membership second(among, at_work);
    idle.begin_idling();

    among.close_all();

    EXPECT_TRUE(among.is_closing());
    EXPECT_EQ(idle.cancelled, 1);
    EXPECT_EQ(at_work.cancelled, 0);
}

}  // namespace parlance::edge
