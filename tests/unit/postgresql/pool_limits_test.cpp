#include "postgresql_bench.hpp"

#include <parlance/postgresql/connection_pool.hpp>

#include <fakes/clock_behind.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <memory>

namespace parlance::postgresql {
namespace {

class postgresql_pool : public postgresql_bench {};

/// Counts when it is refused.
task<> ask_within(database& in, call_scope scope, std::atomic<int>& badly)
{
    statement what("SELECT 1");
    const auto answered = co_await in.look(scope, std::move(what));
    if (!answered) ++badly;
}

/// Counts its ends.
task<> ask(database& in, std::string sql, std::atomic<int>& well, std::atomic<int>& badly)
{
    statement what(sql);
    call_scope scope;
    const auto answered = co_await in.look(scope, std::move(what));
    ++(answered ? well : badly);
}

TEST_F(postgresql_pool, given_more_work_than_connections_then_all_is_done_over_those_few)
{
    config where = here();
    where.connections_max = 3;
    const auto db = opened(where);
    std::atomic<int> well{0};
    std::atomic<int> badly{0};

    for (int count = 0; count < 200; ++count) tasks.start("ask", ask(*db, "SELECT 1", well, badly));

    EXPECT_TRUE(fakes::eventually([&] { return well + badly == 200; }));
    EXPECT_EQ(badly, 0);
    EXPECT_LE(number("SELECT count(*) FROM pg_stat_activity WHERE datname = '" + name +
                     "' AND pid <> pg_backend_pid()"),
              3);
}

TEST_F(postgresql_pool, given_one_waiter_too_many_then_only_that_one_is_refused_at_once)
{
    config where = here();
    where.connections_max = 1;
    const auto db = opened(where);
    std::atomic<int> well{0};
    std::atomic<int> badly{0};
    std::atomic<int> holder{0};
    tasks.start("hold", ask(*db, "SELECT pg_sleep(1)", holder, badly));
    ASSERT_TRUE(fakes::eventually([&] {
        return number("SELECT count(*) FROM pg_stat_activity WHERE datname = '" + name +
                      "' AND state = 'active' AND pid <> pg_backend_pid()") == 1;
    }));

    for (std::size_t count = 0; count < waiters_max + 1; ++count) {
        tasks.start("ask", ask(*db, "SELECT 1", well, badly));
    }

    EXPECT_TRUE(fakes::eventually([&] { return badly == 1; }));
    EXPECT_TRUE(fakes::eventually([&] { return well == static_cast<int>(waiters_max); }));
    EXPECT_EQ(badly, 1);
}

task<result<std::int64_t>> note_who_was_first(transaction& in, std::atomic<int>& lookers,
                                              std::atomic<int>& before)
{
    before = lookers.load();
    const rows none = co_await in.run("SELECT 1");
    co_return none.changed();
}

task<> write_once(database& in, std::atomic<int>& lookers, std::atomic<int>& before)
{
    std::function<task<result<std::int64_t>>(transaction&)> work = [&](transaction& on) {
        return note_who_was_first(on, lookers, before);
    };
    const call_scope scope;
    const auto written = co_await in.write<std::int64_t>(scope, durability::crash, std::move(work));
    if (!written) before = -2;
}

TEST_F(postgresql_pool, given_many_who_look_when_one_writes_then_it_goes_first)
{
    config where = here();
    where.connections_max = 1;
    const auto db = opened(where);
    std::atomic<int> well{0};
    std::atomic<int> badly{0};
    std::atomic<int> holder{0};
    std::atomic<int> before{-1};
    tasks.start("hold", ask(*db, "SELECT pg_sleep(0.5)", holder, badly));
    ASSERT_TRUE(fakes::eventually([&] {
        return number("SELECT count(*) FROM pg_stat_activity WHERE datname = '" + name +
                      "' AND state = 'active' AND pid <> pg_backend_pid()") == 1;
    }));

    constexpr int lookers = 50;
    for (int count = 0; count < lookers; ++count) {
        tasks.start("ask", ask(*db, "SELECT 1", well, badly));
    }
    tasks.start("write", write_once(*db, well, before));

    EXPECT_TRUE(fakes::eventually([&] { return well == lookers; }));
    EXPECT_EQ(before, 0);
    EXPECT_EQ(badly, 0);
}

/// The process of the server that a connection is given, which is given back.
task<int> process_of_one(connection_pool& from, steady_time until)
{
    const lease one = co_await from.take(urgency::looks, until);
    statement who("SELECT pg_backend_pid()");
    const rows answer = co_await one->run(std::move(who));
    co_return static_cast<int>(answer[0].integer(0));
}

/// With a clock of its own.
class postgresql_pool_time : public postgresql_pool {
protected:
    collaborators with_late() { return {pool, tasks, late, random, log}; }
    int process_of_one()
    {
        return run(postgresql::process_of_one(*some, late.steady() + patience));
    }

    fakes::clock_behind late;
    std::shared_ptr<connection_pool> some =
        std::make_shared<connection_pool>(connector(here(), with_late()), with_late());
};

TEST_F(postgresql_pool_time, given_an_old_connection_then_another_one_is_used)
{
    const int first = process_of_one();

    late.fall_behind(std::chrono::minutes(1) - connection_age);
    EXPECT_EQ(process_of_one(), first);
    late.fall_behind(-(connection_age + connection_jitter));

    EXPECT_NE(process_of_one(), first);
}

/// Keeps a connection until it may go.
task<> hold(std::shared_ptr<connection_pool> from, steady_time until, event& may_go,
            std::atomic<int>& process)
{
    const lease mine = co_await from->take(urgency::looks, until);
    statement who("SELECT pg_backend_pid()");
    const rows answer = co_await mine->run(std::move(who));
    process = static_cast<int>(answer[0].integer(0));
    co_await may_go.wait_until(steady_time::max());
}

TEST_F(postgresql_pool_time, given_a_burst_when_its_connections_are_old_then_none_is_kept)
{
    constexpr std::size_t many = 4;
    std::array<event, many> may_go;
    std::array<std::atomic<int>, many> processes{};
    for (std::size_t at = 0; at < many; ++at) {
        tasks.start("hold", hold(some, late.steady() + patience, may_go[at], processes[at]));
    }
    const auto are_there = [&] {
        return number("SELECT count(*) FROM pg_stat_activity WHERE datname = '" + name +
                      "' AND pid <> pg_backend_pid()");
    };
    ASSERT_TRUE(fakes::eventually([&] {
        return std::all_of(processes.begin(), processes.end(),
                           [](const auto& pid) { return pid > 0; });
    }));
    EXPECT_GE(are_there(), many);
    for (event& go : may_go) go.set();
    ASSERT_TRUE(tasks.wait_until_idle(fakes::patience));

    late.fall_behind(-(connection_age + connection_jitter));
    static_cast<void>(process_of_one());

    EXPECT_TRUE(fakes::eventually([&] { return are_there() == 1; }));
}

TEST_F(postgresql_pool_time, given_an_old_connection_that_others_wait_for_then_they_get_another)
{
    config where = here();
    where.connections_max = 1;
    const auto narrow =
        std::make_shared<connection_pool>(connector(std::move(where), with_late()), with_late());
    std::array<event, 2> may_go;
    std::atomic<int> first{0};
    std::atomic<int> second{0};
    // Asked for before the clock moves on.
    const steady_time until = late.steady() + connection_age + connection_jitter + patience;
    tasks.start("hold", hold(narrow, until, may_go[0], first));
    ASSERT_TRUE(fakes::eventually([&] { return first > 0; }));
    tasks.start("hold", hold(narrow, until, may_go[1], second));
    late.fall_behind(-(connection_age + connection_jitter));

    may_go[0].set();

    ASSERT_TRUE(fakes::eventually([&] { return second > 0; }));
    EXPECT_NE(second, first);
    may_go[1].set();
    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
}

TEST_F(postgresql_pool_time, given_an_idle_connection_that_does_not_answer_then_another_one_is_used)
{
    constexpr std::chrono::milliseconds long_enough{50};
    const int first = process_of_one();
    some->suspect_all();
    EXPECT_EQ(process_of_one(), first);
    some->suspect_all();
    ASSERT_EQ(::kill(first, SIGSTOP), 0);
    late.fall_behind(look_time - long_enough);

    const int second = process_of_one();

    EXPECT_NE(second, first);
    ASSERT_EQ(::kill(first, SIGCONT), 0);
}

TEST_F(postgresql_pool, given_a_server_that_is_silent_then_no_more_connect_than_openers_max)
{
    boost::asio::io_context loop;
    using boost::asio::ip::tcp;
    tcp::acceptor silent(loop, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    silent.non_blocking(true);
    std::vector<tcp::socket> came;
    const auto accept_all = [&] {
        boost::system::error_code failed;
        while (!failed) {
            tcp::socket next(loop);
            silent.accept(next, failed);
            if (!failed) came.push_back(std::move(next));
        }
        return came.size();
    };
    config where = at(
        "postgresql://app:word@127.0.0.1:" + std::to_string(silent.local_endpoint().port()) + "/x");
    where.connect_time = std::chrono::seconds(1);
    const auto db = opened(where);
    std::atomic<int> badly{0};
    constexpr int askers = 8;

    for (int count = 0; count < askers; ++count) {
        tasks.start("ask", ask_within(*db, within(std::chrono::milliseconds(500)), badly));
    }

    EXPECT_TRUE(fakes::eventually([&] { return badly == askers; }));
    EXPECT_EQ(accept_all(), openers_max);
}

TEST_F(postgresql_pool, given_a_database_that_is_not_admitted_then_refused_at_once)
{
    database db(here(), with());

    const auto early = look(db, "SELECT 1");

    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().kind, fault::overloaded);
    EXPECT_TRUE(early.error().retry_after);
    db.admit();
    EXPECT_TRUE(look(db, "SELECT 1"));
}

}  // namespace
}  // namespace parlance::postgresql
