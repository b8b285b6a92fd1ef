#include <parlance/runtime/io_threads.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

namespace parlance::runtime {
namespace {

TEST(io_threads_test, given_three_loops_when_taken_in_turn_then_each_comes_again_after_three)
{
    io_threads threads(3);

    const std::set<boost::asio::io_context*> seen{&threads.next(), &threads.next(),
                                                  &threads.next()};

    EXPECT_EQ(threads.count(), 3U);
    EXPECT_EQ(seen.size(), 3U);
    EXPECT_EQ(&threads.next(), &threads.at(0));
}

TEST(io_threads_test, given_no_known_number_of_cores_when_made_then_there_is_one_loop)
{
    io_threads threads(0);  // std::thread::hardware_concurrency() may say 0

    EXPECT_EQ(threads.count(), 1U);
    EXPECT_EQ(&threads.next(), &threads.at(0));
}

TEST(io_threads_test, given_work_on_every_loop_when_finished_then_all_of_it_ran_on_its_own_thread)
{
    io_threads threads(2);
    std::atomic<int> done = 0;
    std::mutex guard;
    std::set<std::thread::id> used;
    for (int one = 0; one < 100; ++one) {
        boost::asio::post(threads.next(), [&] {
            const std::lock_guard lock(guard);
            used.insert(std::this_thread::get_id());
            ++done;
        });
    }
    threads.start();

    threads.finish();

    EXPECT_EQ(done, 100);
    EXPECT_EQ(used.size(), 2U);
    EXPECT_FALSE(used.contains(std::this_thread::get_id()));
}

TEST(io_threads_test, given_a_timer_far_away_when_stopped_then_at_once)
{
    io_threads threads(2);
    boost::asio::steady_timer far(threads.at(0), std::chrono::hours(1));
    std::atomic<bool> is_called = false;
    far.async_wait([&](boost::system::error_code) { is_called = true; });
    threads.start();

    threads.stop();

    EXPECT_FALSE(is_called);
}

}  // namespace
}  // namespace parlance::runtime
