#include <parlance/runtime/blocking_pool.hpp>

#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>

#include <fakes/eventually.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/run.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace parlance::runtime {
namespace {

using job = std::function<result<int>()>;

/// A job that begins, then waits until it is let go.
class gate {
public:
    job held(int answer)
    {
        return [this, answer]() -> result<int> {
            ++begun;
            opened_.wait();
            ++ended;
            return answer;
        };
    }
    void open() { opening_.set_value(); }
    std::atomic<int> begun = 0;
    std::atomic<int> ended = 0;

private:
    std::promise<void> opening_;
    std::shared_future<void> opened_{opening_.get_future().share()};
};

struct answers {
    std::mutex guard;
    std::vector<result<int>> all;
    std::size_t size()
    {
        const std::lock_guard lock(guard);
        return all.size();
    }
};

task<> ask(blocking_pool& pool, job work, answers& to)
{
    auto answer = co_await pool.run<int>(std::move(work));
    const std::lock_guard lock(to.guard);
    to.all.push_back(std::move(answer));
}

class blocking_pool_test : public testing::Test {
protected:
    fakes::recorded_log log;
    io_threads threads{1};
    supervisor tasks{threads, log};
    answers got;
};

task<bool> leaves_and_returns(blocking_pool& pool)
{
    const auto home = std::this_thread::get_id();
    std::thread::id away;
    job work = [&away]() -> result<int> {
        away = std::this_thread::get_id();
        return 7;
    };
    auto answer = co_await pool.run<int>(std::move(work));
    co_return answer.value() == 7 && away != home&& std::this_thread::get_id() == home;
}

TEST_F(blocking_pool_test, given_work_when_run_then_elsewhere_and_the_caller_resumes_at_home)
{
    blocking_pool pool(2, 8);

    EXPECT_TRUE(fakes::run(leaves_and_returns(pool)));
}

TEST_F(blocking_pool_test, given_work_that_fails_when_run_then_its_error)
{
    blocking_pool pool(1, 8);
    job work = []() -> result<int> { return fail(fault::not_found, "no file"); };

    EXPECT_EQ(fakes::run(pool.run<int>(std::move(work))).error().kind, fault::not_found);
}

TEST_F(blocking_pool_test,
       given_work_that_throws_when_run_then_the_caller_gets_it_and_the_pool_lives)
{
    blocking_pool pool(1, 8);
    job broken = []() -> result<int> { throw std::runtime_error("a bug"); };
    job sound = []() -> result<int> { return 1; };

    EXPECT_THROW(fakes::run(pool.run<int>(std::move(broken))), std::runtime_error);
    EXPECT_EQ(fakes::run(pool.run<int>(std::move(sound))).value(), 1);
}

TEST_F(blocking_pool_test, given_one_thread_when_many_jobs_are_queued_then_they_run_in_order)
{
    blocking_pool pool(1, 100);
    std::vector<int> ran;  // by the pool's one thread
    for (int number = 0; number < 100; ++number) {
        job work = [number, &ran]() -> result<int> {
            ran.push_back(number);
            return number;
        };
        tasks.start("job", ask(pool, std::move(work), got));
    }
    threads.start();

    ASSERT_TRUE(tasks.wait_until_idle(fakes::patience));
    EXPECT_EQ(got.size(), 100U);
    ASSERT_EQ(ran.size(), 100U);
    EXPECT_TRUE(std::is_sorted(ran.begin(), ran.end()));
    threads.finish();
}

TEST_F(blocking_pool_test, given_a_full_queue_when_one_more_is_asked_then_overloaded_at_once)
{
    constexpr int queue_max = 3;
    blocking_pool pool(1, queue_max);
    gate closed;
    threads.start();
    for (int number = 0; number < queue_max; ++number) {
        tasks.start("job", ask(pool, closed.held(number), got));
    }
    ASSERT_TRUE(fakes::eventually([&] { return closed.begun == 1; }));
    // One loop: the three above have been queued when this one is asked for.
    tasks.start("job", ask(pool, closed.held(99), got));

    ASSERT_TRUE(fakes::eventually([&] { return got.size() == 1; }));
    EXPECT_EQ(got.all.front().error().kind, fault::overloaded);

    closed.open();
    ASSERT_TRUE(tasks.wait_until_idle(fakes::patience));
    EXPECT_EQ(got.size(), 4U);
    EXPECT_EQ(closed.ended, queue_max);

    tasks.start("job", ask(
                           pool, []() -> result<int> { return 5; }, got));
    ASSERT_TRUE(tasks.wait_until_idle(fakes::patience));
    EXPECT_EQ(got.all.back().value(), 5);
    threads.finish();
}

TEST_F(blocking_pool_test, given_a_cancelled_caller_when_its_job_runs_then_the_job_ends_safely)
{
    blocking_pool pool(1, 8);
    gate closed;
    threads.start();
    tasks.start("job", ask(pool, closed.held(1), got));
    ASSERT_TRUE(fakes::eventually([&] { return closed.begun == 1; }));

    tasks.cancel_all();

    ASSERT_TRUE(tasks.wait_until_idle(fakes::patience));
    EXPECT_EQ(closed.ended, 0);
    closed.open();
    pool.finish();
    EXPECT_EQ(closed.ended, 1);
    EXPECT_EQ(got.size(), 0U);
    threads.finish();
}

TEST_F(blocking_pool_test, given_queued_jobs_when_finished_then_all_ran_and_later_ones_are_refused)
{
    blocking_pool pool(1, 8);
    gate closed;
    threads.start();
    for (int number = 0; number < 3; ++number) {
        tasks.start("job", ask(pool, closed.held(number), got));
    }
    ASSERT_TRUE(fakes::eventually([&] { return closed.begun == 1; }));

    closed.open();
    ASSERT_TRUE(tasks.wait_until_idle(fakes::patience));
    pool.finish();

    EXPECT_EQ(closed.ended, 3);
    job late = []() -> result<int> { return 1; };
    EXPECT_EQ(fakes::run(pool.run<int>(std::move(late))).error().kind, fault::overloaded);
    threads.finish();
}

TEST_F(blocking_pool_test, given_a_pool_that_finishes_when_work_keeps_coming_then_every_caller_ends)
{
    threads.start();
    for (int round = 0; round < 50; ++round) {
        blocking_pool pool(2, 64);
        for (int number = 0; number < 20; ++number) {
            tasks.start("job", ask(
                                   pool, []() -> result<int> { return 1; }, got));
        }
        pool.finish();
        ASSERT_TRUE(tasks.wait_until_idle(fakes::patience)) << "a caller waits for ever";
    }
    EXPECT_EQ(got.size(), 1'000U);
    threads.finish();
}

}  // namespace
}  // namespace parlance::runtime
