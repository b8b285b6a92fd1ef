#include <parlance/postgresql/gathering.hpp>
#include <parlance/runtime/blocking_pool.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>
#include <parlance/runtime/system_random.hpp>

#include <fakes/eventually.hpp>
#include <fakes/recorded_log.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace parlance::postgresql {
namespace {

using numbers = std::vector<std::shared_ptr<const int>>;

/// Rounds that last until they are let go, and their sizes.
struct held_rounds {
    std::atomic<bool> are_free{false};
    std::atomic<bool> are_refused{false};
    std::atomic<int> begun{0};
    std::vector<std::size_t> sizes;  // touched on the loop, read when all is over
};

task<result<std::vector<int>>> doubled(held_rounds& by, numbers all)
{
    by.sizes.push_back(all.size());
    ++by.begun;
    std::function<bool()> are_free = [&by] { return by.are_free.load(); };
    co_await fakes::eventually_on_loop(std::move(are_free));
    if (by.are_refused) co_return fail(fault::overloaded, "the database is away");
    std::vector<int> answers;
    for (const auto& one : all) answers.push_back(*one * 2);
    co_return answers;
}

class gathered_work : public testing::Test {
protected:
    gathered_work() { threads.start(); }
    ~gathered_work() override
    {
        is.are_free = true;
        tasks.finish(std::chrono::seconds(10));
        going_round.finish(std::chrono::seconds(10));
        threads.stop();
    }

    using doubling = gathering<int, int>;

    void start_asking(int number, std::size_t bytes = 1)
    {
        tasks.start("ask", ask(*this, all, number, bytes));
    }
    static task<> ask(gathered_work& self, doubling& of, int number, std::size_t bytes)
    {
        const auto what = std::make_shared<const int>(number);
        const auto answer = co_await of.ask(what, bytes);
        const bool is_right = answer && *answer == number * 2;
        const bool is_refused = !answer && answer.error().kind == fault::overloaded;
        ++(is_right ? self.well : is_refused ? self.refused : self.wrong);
    }
    bool comes_to(int right, int refusals)
    {
        return fakes::eventually([&] { return well == right && refused == refusals; });
    }
    /// The first one's round is under way; those who come now wait.
    void hold_a_round()
    {
        start_asking(0);
        ASSERT_TRUE(fakes::eventually([&] { return is.begun == 1; }));
    }
    /// Everything that was started has got as far as it can.
    void let_all_line_up()
    {
        std::atomic<bool> is_last{false};
        tasks.start("last", set(is_last));
        ASSERT_TRUE(fakes::eventually([&] { return is_last.load(); }));
    }
    static task<> set(std::atomic<bool>& flag)
    {
        flag = true;
        co_return;
    }

    held_rounds is;
    std::atomic<int> well{0};
    std::atomic<int> refused{0};
    std::atomic<int> wrong{0};
    runtime::system_clock now;
    runtime::system_random random;
    fakes::recorded_log log;
    runtime::io_threads threads{1};
    runtime::supervisor tasks{threads, log};
    runtime::supervisor going_round{threads, log};
    runtime::blocking_pool pool{1, 1};
    collaborators with{pool, going_round, now, random, log};
    doubling::round once = [this](numbers asked) { return doubled(is, std::move(asked)); };
    doubling all{"doubling", with, once};
};

TEST_F(gathered_work, given_many_who_come_during_a_round_then_they_are_taken_together)
{
    hold_a_round();
    for (int number = 1; number <= 100; ++number) start_asking(number);
    let_all_line_up();

    is.are_free = true;

    EXPECT_TRUE(comes_to(101, 0));
    EXPECT_EQ(is.sizes, (std::vector<std::size_t>{1, gathered_at_once, 100 - gathered_at_once}));
}

TEST_F(gathered_work, given_large_ones_then_in_smaller_rounds)
{
    hold_a_round();
    for (int number = 1; number <= 4; ++number) start_asking(number, gathered_bytes / 2);
    let_all_line_up();

    is.are_free = true;

    EXPECT_TRUE(comes_to(5, 0));
    EXPECT_EQ(is.sizes, (std::vector<std::size_t>{1, 2, 2}));
}

TEST_F(gathered_work, given_a_refused_round_then_all_who_wait_are_refused_and_the_next_one_is_not)
{
    hold_a_round();
    for (int number = 1; number <= 3; ++number) start_asking(number);
    let_all_line_up();
    is.are_refused = true;
    is.are_free = true;
    ASSERT_TRUE(comes_to(0, 4));

    is.are_refused = false;
    start_asking(5);

    EXPECT_TRUE(comes_to(1, 4));
    EXPECT_EQ(is.sizes, (std::vector<std::size_t>{1, 1}));
}

TEST_F(gathered_work, given_one_too_many_who_wait_then_only_that_one_is_refused_at_once)
{
    hold_a_round();
    constexpr auto most = static_cast<int>(gathered_waiting_max);

    for (int number = 1; number <= most + 1; ++number) start_asking(number);

    EXPECT_TRUE(fakes::eventually([&] { return refused == 1; }));
    is.are_free = true;
    EXPECT_TRUE(comes_to(most + 1, 1));
}

TEST_F(gathered_work, given_a_round_that_hangs_then_who_waits_is_refused_in_time_and_not_done)
{
    doubling hasty{"hasty", with, once, std::chrono::milliseconds(1)};
    tasks.start("ask", ask(*this, hasty, 0, 1));
    ASSERT_TRUE(fakes::eventually([&] { return is.begun == 1; }));

    tasks.start("ask", ask(*this, hasty, 1, 1));

    EXPECT_TRUE(comes_to(0, 1));
    is.are_free = true;
    EXPECT_TRUE(comes_to(1, 1));
    EXPECT_EQ(is.sizes, (std::vector<std::size_t>{1}));
}

TEST_F(gathered_work, given_one_who_leaves_while_it_waits_then_nothing_is_done_for_it)
{
    runtime::supervisor leaving{threads, log};
    hold_a_round();
    leaving.start("ask", ask(*this, all, 1, 1));
    let_all_line_up();

    leaving.cancel_all();
    ASSERT_TRUE(leaving.wait_until_idle(std::chrono::seconds(10)));
    is.are_free = true;

    EXPECT_TRUE(comes_to(1, 1));
    EXPECT_EQ(is.sizes, (std::vector<std::size_t>{1}));
}

TEST_F(gathered_work, given_a_round_that_is_cancelled_then_nobody_waits_for_ever)
{
    hold_a_round();
    start_asking(1);
    let_all_line_up();

    going_round.cancel_all();
    is.are_free = true;

    EXPECT_TRUE(fakes::eventually([&] { return well + refused == 2; }));
    start_asking(2);  // no round begins any more
    EXPECT_TRUE(fakes::eventually([&] { return well + refused == 3; }));
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace parlance::postgresql
