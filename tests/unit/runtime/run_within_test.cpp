#include <parlance/foundation/event.hpp>
#include <parlance/foundation/finish_by.hpp>

#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>

#include <boost/asio/this_coro.hpp>

#include <fakes/eventually.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/run.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

namespace parlance {
namespace {

namespace asio = boost::asio;

steady_time in(std::chrono::milliseconds pause)
{
    return std::chrono::steady_clock::now() + pause;
}

/// Counts the frames that are alive.
class lodger {
public:
    explicit lodger(std::atomic<int>& count) : count_(count) { ++count_; }
    ~lodger() { --count_; }
    lodger(const lodger&) = delete;
    lodger& operator=(const lodger&) = delete;

private:
    std::atomic<int>& count_;
};

task<result<int>> seven()
{
    co_return 7;
}

task<result<int>> not_found()
{
    co_return fail(fault::not_found, "no seven");
}

task<result<int>> broken()
{
    throw std::runtime_error("a bug");
    co_return 0;
}

/// Ends only by cancellation.
task<result<int>> endless(std::atomic<int>& alive)
{
    const lodger here(alive);
    while (true) {
        event never;
        co_await never.wait_until(steady_time::max());
    }
}

/// Hears the cancellation and still comes to an end of its own, on a later turn of the loop.
task<result<int>> stubborn(std::atomic<int>& alive)
{
    const lodger here(alive);
    co_await asio::this_coro::throw_if_cancelled(false);
    event never;
    co_await never.wait_until(steady_time::max());
    for (int pause = 0; pause < 3; ++pause) {
        event pausing;
        co_await pausing.wait_until(in(std::chrono::milliseconds(1)));
    }
    co_return 8;
}

TEST(finish_by_test, given_work_that_ends_when_run_then_its_outcome)
{
    EXPECT_EQ(fakes::run(finish_by(call_scope{}, seven())).value(), 7);
    EXPECT_EQ(fakes::run(finish_by(call_scope{}, not_found())).error().detail, "no seven");
}

TEST(finish_by_test, given_work_that_throws_when_run_then_the_exception_passes)
{
    EXPECT_THROW(fakes::run(finish_by(call_scope{}, broken())), std::runtime_error);
}

TEST(finish_by_test, given_endless_work_when_the_deadline_comes_then_it_is_cut_and_gone)
{
    std::atomic<int> alive = 0;
    call_scope scope;
    scope.deadline = in(std::chrono::milliseconds(10));

    const auto outcome = fakes::run(finish_by(scope, endless(alive)));

    EXPECT_EQ(outcome.error().kind, fault::deadline_exceeded);
    EXPECT_EQ(alive, 0);
}

TEST(finish_by_test, given_a_deadline_in_the_past_when_run_then_it_is_cut)
{
    std::atomic<int> alive = 0;
    call_scope scope;
    scope.deadline = in(std::chrono::milliseconds(-10));

    EXPECT_EQ(fakes::run(finish_by(scope, endless(alive))).error().kind, fault::deadline_exceeded);
    EXPECT_EQ(alive, 0);
}

TEST(finish_by_test, given_work_that_ends_in_spite_of_the_cut_when_run_then_it_is_waited_for)
{
    std::atomic<int> alive = 0;
    call_scope scope;
    scope.deadline = in(std::chrono::milliseconds(5));

    const auto outcome = fakes::run(finish_by(scope, stubborn(alive)));

    EXPECT_EQ(outcome.value(), 8);
    EXPECT_EQ(alive, 0);
}

TEST(finish_by_test, given_endless_work_when_stopped_from_another_thread_then_cancelled)
{
    std::atomic<int> alive = 0;
    std::stop_source stop;
    call_scope scope;
    scope.stop = stop.get_token();
    std::thread other([&] {
        EXPECT_TRUE(fakes::eventually([&] { return alive == 1; }));
        stop.request_stop();
    });

    const auto outcome = fakes::run(finish_by(scope, endless(alive)));

    other.join();
    EXPECT_EQ(outcome.error().kind, fault::cancelled);
    EXPECT_EQ(alive, 0);
}

TEST(finish_by_test, given_a_stop_before_it_starts_when_run_then_cancelled)
{
    std::atomic<int> alive = 0;
    std::stop_source stop;
    stop.request_stop();
    call_scope scope;
    scope.stop = stop.get_token();

    EXPECT_EQ(fakes::run(finish_by(scope, endless(alive))).error().kind, fault::cancelled);
    EXPECT_EQ(alive, 0);
}

TEST(finish_by_test, given_a_stop_racing_with_the_end_when_run_often_then_one_of_the_two)
{
    for (int round = 0; round < 300; ++round) {
        std::stop_source stop;
        call_scope scope;
        scope.stop = stop.get_token();
        std::thread other([&] { stop.request_stop(); });

        const auto outcome = fakes::run(finish_by(scope, seven()));

        other.join();
        ASSERT_TRUE(outcome.has_value() || outcome.error().kind == fault::cancelled);
    }
}

struct observed {
    std::atomic<int> alive = 0;
    std::atomic<bool> was_alive_after = false;
    std::atomic<bool> went_on = false;
};

task<> call_endless(observed& seen)
{
    const call_scope scope;
    auto outcome = co_await finish_by(scope, endless(seen.alive));
    seen.was_alive_after = seen.alive != 0;
    event never;
    co_await never.wait_until(steady_time::max());
    seen.went_on = !outcome;
}

TEST(finish_by_test, given_a_caller_that_is_cancelled_when_waiting_then_the_work_goes_first)
{
    fakes::recorded_log log;
    runtime::io_threads threads(1);
    runtime::supervisor tasks(threads, log);
    observed seen;
    tasks.start("caller", call_endless(seen));
    threads.start();
    ASSERT_TRUE(fakes::eventually([&] { return seen.alive == 1; }));

    tasks.cancel_all();

    // The cancelled caller unwinds at its next co_await: were the cancellation swallowed here, it
    // would wait for ever.
    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    EXPECT_EQ(seen.alive, 0);
    EXPECT_FALSE(seen.was_alive_after);
    EXPECT_FALSE(seen.went_on);
    EXPECT_EQ(log.count("task_failed"), 0U);
    threads.stop();
}

task<bool> call_with_throwing_off()
{
    co_await asio::this_coro::throw_if_cancelled(false);
    const call_scope scope;
    auto outcome = co_await finish_by(scope, seven());
    const bool throws = co_await asio::this_coro::throw_if_cancelled();
    co_return outcome.has_value() && !throws;
}

TEST(finish_by_test, given_a_caller_that_finishes_in_spite_of_cancellation_then_it_stays_so)
{
    EXPECT_TRUE(fakes::run(call_with_throwing_off()));
}

task<result<int>> nested(std::atomic<int>& alive)
{
    const lodger here(alive);
    const call_scope scope;
    co_return co_await finish_by(scope, endless(alive));
}

TEST(finish_by_test, given_calls_within_calls_when_the_outer_deadline_comes_then_all_are_gone)
{
    std::atomic<int> alive = 0;
    call_scope scope;
    scope.deadline = in(std::chrono::milliseconds(10));

    const auto outcome = fakes::run(finish_by(scope, nested(alive)));

    EXPECT_FALSE(outcome);
    EXPECT_EQ(alive, 0);
}

TEST(finish_by_test, given_a_loop_that_is_destroyed_when_waiting_then_nothing_is_left)
{
    observed seen;
    {
        fakes::recorded_log log;
        runtime::io_threads threads(1);
        runtime::supervisor tasks(threads, log);
        tasks.start("caller", call_endless(seen));
        threads.start();
        ASSERT_TRUE(fakes::eventually([&] { return seen.alive == 1; }));
        threads.stop();
    }
    EXPECT_EQ(seen.alive, 0);
}

}  // namespace
}  // namespace parlance
