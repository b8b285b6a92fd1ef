#include <parlance/foundation/event.hpp>

#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>

#include <fakes/eventually.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/run.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>

namespace parlance {
namespace {

steady_time soon()
{
    return std::chrono::steady_clock::now() + std::chrono::milliseconds(5);
}

TEST(event_test, given_a_set_event_when_waited_for_then_it_returns_at_once_and_is_taken_down)
{
    event flag;
    flag.set();
    flag.set();

    EXPECT_TRUE(fakes::run(flag.wait_until(steady_time::max())));
    EXPECT_FALSE(fakes::run(flag.wait_until(soon())));
}

TEST(event_test, given_no_set_when_the_deadline_comes_then_false_and_a_later_set_counts)
{
    event flag;

    EXPECT_FALSE(fakes::run(flag.wait_until(soon())));

    flag.set();
    EXPECT_TRUE(fakes::run(flag.wait_until(soon())));
}

TEST(event_test, given_a_moved_event_when_set_then_the_new_one_knows)
{
    event first;
    first.set();

    event second = std::move(first);

    EXPECT_TRUE(fakes::run(second.wait_until(soon())));
}

TEST(event_test, given_a_waiter_when_set_from_another_thread_then_it_wakes)
{
    event flag;
    std::thread other([&flag] { flag.set(); });

    EXPECT_TRUE(fakes::run(flag.wait_until(steady_time::max())));

    other.join();
}

task<> bounce(event& mine, event& theirs, int rounds, std::atomic<int>& done)
{
    for (int round = 0; round < rounds; ++round) {
        while (!co_await mine.wait_until(steady_time::max())) {}
        ++done;
        theirs.set();
    }
}

TEST(event_test, given_two_loops_when_they_bounce_many_times_then_no_wake_is_lost)
{
    constexpr int rounds = 2'000;
    fakes::recorded_log log;
    runtime::io_threads threads(2);
    runtime::supervisor tasks(threads, log);
    event left;
    event right;
    std::atomic<int> done = 0;

    tasks.start_on(threads.at(0), "left", bounce(left, right, rounds, done));
    tasks.start_on(threads.at(1), "right", bounce(right, left, rounds, done));
    threads.start();
    left.set();

    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    EXPECT_EQ(done, 2 * rounds);
    threads.finish();
}

task<> wait_for_signal(event& flag, std::atomic<bool>& is_waiting)
{
    is_waiting = true;
    co_await flag.wait_until(steady_time::max());
}

TEST(event_test, given_a_loop_that_is_gone_with_its_waiter_when_set_then_nothing_is_touched)
{
    event flag;
    {
        fakes::recorded_log log;
        runtime::io_threads threads(1);
        runtime::supervisor tasks(threads, log);
        std::atomic<bool> is_waiting = false;
        tasks.start("waiter", wait_for_signal(flag, is_waiting));
        threads.start();
        ASSERT_TRUE(fakes::eventually([&] { return is_waiting.load(); }));
        threads.stop();
    }

    flag.set();

    EXPECT_TRUE(fakes::run(flag.wait_until(soon())));
}

TEST(event_test, given_a_cancelled_waiter_when_set_later_then_the_next_wait_returns_at_once)
{
    fakes::recorded_log log;
    runtime::io_threads threads(1);
    runtime::supervisor tasks(threads, log);
    event flag;
    std::atomic<bool> is_waiting = false;
    tasks.start("waiter", wait_for_signal(flag, is_waiting));
    threads.start();
    ASSERT_TRUE(fakes::eventually([&] { return is_waiting.load(); }));

    tasks.cancel_all();

    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    flag.set();
    EXPECT_TRUE(fakes::run(flag.wait_until(soon())));
    threads.finish();
}

}  // namespace
}  // namespace parlance
