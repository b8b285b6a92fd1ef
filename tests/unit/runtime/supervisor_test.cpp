#include <parlance/runtime/supervisor.hpp>

#include <parlance/foundation/event.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/runtime/io_threads.hpp>

#include <fakes/eventually.hpp>
#include <fakes/recorded_log.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

namespace parlance::runtime {
namespace {

constexpr std::chrono::milliseconds a_moment{30};

class supervisor_test : public testing::Test {
protected:
    fakes::recorded_log log;
    io_threads threads{2};
    supervisor tasks{threads, log};
    std::atomic<int> count = 0;
};

task<> count_up(std::atomic<int>& count)
{
    ++count;
    co_return;
}

task<> wait_for_ever(std::atomic<int>& count)
{
    ++count;
    while (true) {
        event never;
        co_await never.wait_until(steady_time::max());
    }
}

task<> wait_for_flag(event& flag)
{
    co_await flag.wait_until(steady_time::max());
}

task<> broken()
{
    throw std::runtime_error("a bug");
    co_return;
}

task<> note_thread(std::promise<std::thread::id>& where)
{
    where.set_value(std::this_thread::get_id());
    co_return;
}

TEST_F(supervisor_test, given_many_tasks_when_started_from_many_threads_then_all_run_once)
{
    threads.start();
    std::vector<std::thread> starters;
    starters.reserve(4);
    for (int starter = 0; starter < 4; ++starter) {
        starters.emplace_back([&] {
            for (int one = 0; one < 200; ++one) tasks.start("count", count_up(count));
        });
    }
    for (std::thread& starter : starters) starter.join();

    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    EXPECT_EQ(count, 800);
    threads.finish();
}

TEST_F(supervisor_test, given_a_task_when_it_runs_then_not_idle_until_it_ends)
{
    threads.start();
    event flag;
    tasks.start("waiting", wait_for_flag(flag));

    EXPECT_FALSE(tasks.wait_until_idle(a_moment));

    flag.set();
    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    threads.finish();
}

TEST_F(supervisor_test, given_waiting_tasks_when_all_are_cancelled_then_idle_and_nothing_is_logged)
{
    threads.start();
    for (int one = 0; one < 50; ++one) tasks.start("waiting", wait_for_ever(count));
    ASSERT_TRUE(fakes::eventually([&] { return count == 50; }));

    tasks.cancel_all();

    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    EXPECT_TRUE(log.lines().empty());
    threads.finish();
}

TEST_F(supervisor_test, given_tasks_that_have_not_begun_when_all_are_cancelled_then_idle)
{
    for (int one = 0; one < 50; ++one) tasks.start("waiting", wait_for_ever(count));
    tasks.cancel_all();

    threads.start();

    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    threads.finish();
}

TEST_F(supervisor_test, given_cancel_all_when_another_is_started_then_it_never_runs)
{
    threads.start();
    tasks.cancel_all();

    tasks.start("late", count_up(count));

    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    threads.finish();
    EXPECT_EQ(count, 0);
}

TEST_F(supervisor_test, given_a_task_past_drain_time_max_when_finished_then_it_is_cancelled)
{
    tasks.start("stubborn", wait_for_ever(count));
    threads.start();
    const auto begun = std::chrono::steady_clock::now();

    EXPECT_FALSE(tasks.finish(limits::drain_time_max));

    EXPECT_GE(std::chrono::steady_clock::now() - begun, limits::drain_time_max);
    EXPECT_TRUE(tasks.wait_until_idle(std::chrono::milliseconds(0)));
}

TEST_F(supervisor_test, given_a_task_that_ends_when_finished_then_nothing_is_cancelled)
{
    tasks.start("quick", count_up(count));
    threads.start();

    EXPECT_TRUE(tasks.finish(limits::drain_time_max));

    EXPECT_EQ(count, 1);
}

TEST_F(supervisor_test, given_a_task_that_throws_when_run_then_it_is_logged_and_ends_alone)
{
    threads.start();
    tasks.start("waiting", wait_for_ever(count));
    tasks.start("broken", broken());
    tasks.start("count", count_up(count));

    ASSERT_TRUE(fakes::eventually([&] { return log.count("task_failed") == 1; }));
    ASSERT_TRUE(fakes::eventually([&] { return count == 2; }));

    const auto lines = log.lines();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].level, log_level::error);
    EXPECT_EQ(std::get<std::string>(lines[0].fields.at(0).value), "broken");
    // Its words may repeat a question.
    EXPECT_EQ(std::get<std::string>(lines[0].fields.at(1).value), "std::runtime_error");
    tasks.cancel_all();
    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    threads.finish();
}

/// Loops whose falls are over soon.
class standing_test : public testing::Test {
protected:
    void TearDown() override { threads.finish(); }

    /// Falls as often as wanted, then runs until it is told to end.
    task<> loop()
    {
        ++begun;
        if (falls_left > 0) {
            --falls_left;
            throw std::runtime_error("a bug");
        }
        co_await told.wait_until(steady_time::max());
    }
    void start()
    {
        tasks.keep_running("standing", [this] { return loop(); });
        threads.start();
    }
    loop_health::report report() { return tasks.loops().all().at(0); }

    fakes::recorded_log log;
    io_threads threads{1};
    loop_pauses pauses{std::chrono::milliseconds(1), std::chrono::milliseconds(4),
                       std::chrono::minutes(1)};
    supervisor tasks{threads, log, pauses};
    event told;
    std::atomic<int> begun = 0;
    std::atomic<int> falls_left = 0;
};

TEST_F(standing_test, given_a_loop_that_throws_when_kept_running_then_it_is_begun_again_and_counted)
{
    falls_left = 5;

    start();

    ASSERT_TRUE(fakes::eventually([&] { return begun == 6; }));
    EXPECT_EQ(report().name, "standing");
    EXPECT_EQ(report().falls, 5U);
    EXPECT_TRUE(fakes::eventually([&] { return !tasks.loops().fallen(); }));
    std::vector<std::int64_t> paused;
    for (const auto& line : log.lines()) {
        EXPECT_EQ(line.event, "loop_failed");
        EXPECT_EQ(std::get<std::string>(line.fields.at(1).value), "std::runtime_error");
        paused.push_back(std::get<std::int64_t>(line.fields.at(3).value));
    }
    EXPECT_EQ(paused, (std::vector<std::int64_t>{1, 2, 4, 4, 4}));
    told.set();
    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    EXPECT_EQ(report().is_now, loop_health::condition::ended);
    EXPECT_EQ(begun, 6);
}

class long_pauses_test : public standing_test {
protected:
    supervisor patient{threads, log, {std::chrono::hours(1), std::chrono::hours(1), {}}};
};

TEST_F(long_pauses_test, given_a_fallen_loop_when_pauses_end_then_it_is_begun_once_more)
{
    falls_left = 1;
    patient.keep_running("standing", [this] { return loop(); });
    threads.start();
    ASSERT_TRUE(fakes::eventually([&] { return patient.loops().fallen() == "standing"; }));

    told.set();
    patient.end_pauses();

    EXPECT_TRUE(patient.wait_until_idle(fakes::patience));
    EXPECT_EQ(begun, 2);
    EXPECT_FALSE(patient.loops().fallen());
}

TEST_F(long_pauses_test, given_a_loop_that_throws_while_pauses_end_then_it_is_left)
{
    falls_left = 2;
    patient.keep_running("standing", [this] { return loop(); });
    threads.start();
    ASSERT_TRUE(fakes::eventually([&] { return patient.loops().fallen() == "standing"; }));

    patient.end_pauses();

    EXPECT_TRUE(patient.wait_until_idle(fakes::patience));
    EXPECT_EQ(begun, 2);
    EXPECT_EQ(log.count("loop_failed"), 2U);
}

TEST_F(long_pauses_test, given_loops_when_all_are_cancelled_then_no_fall_is_said)
{
    falls_left = 1;
    patient.keep_running("fallen", [this] { return loop(); });
    threads.start();
    ASSERT_TRUE(fakes::eventually([&] { return patient.loops().fallen() == "fallen"; }));
    patient.keep_running("running", [this] { return loop(); });
    ASSERT_TRUE(fakes::eventually([&] { return begun == 2; }));

    patient.cancel_all();

    EXPECT_TRUE(patient.wait_until_idle(fakes::patience));
    EXPECT_EQ(log.lines().size(), 1U);
}

TEST_F(supervisor_test, given_a_loop_when_started_on_it_then_it_runs_there)
{
    threads.start();
    std::promise<std::thread::id> first;
    std::promise<std::thread::id> second;
    std::promise<std::thread::id> other;
    tasks.start_on(threads.at(1), "note", note_thread(first));
    tasks.start_on(threads.at(1), "note", note_thread(second));
    tasks.start_on(threads.at(0), "note", note_thread(other));

    const auto home = first.get_future().get();

    EXPECT_EQ(second.get_future().get(), home);
    EXPECT_NE(other.get_future().get(), home);
    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    threads.finish();
}

/// A log that takes its time.
class slow_log : public telemetry {
public:
    void log(log_level, std::string_view, std::initializer_list<log_field>) override
    {
        is_called = true;
        may_end.get_future().wait();
    }
    std::atomic<bool> is_called = false;
    std::promise<void> may_end;
};

TEST(supervisor_log_test, given_a_failure_being_logged_when_idle_is_asked_for_then_not_yet)
{
    slow_log log;
    io_threads threads(1);
    supervisor tasks(threads, log);
    threads.start();
    tasks.start("broken", broken());
    ASSERT_TRUE(fakes::eventually([&] { return log.is_called.load(); }));

    // Idle means that the log may be destroyed.
    EXPECT_FALSE(tasks.wait_until_idle(a_moment));

    log.may_end.set_value();
    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    threads.finish();
}

}  // namespace
}  // namespace parlance::runtime
