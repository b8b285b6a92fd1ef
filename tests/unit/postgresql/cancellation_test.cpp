#include "postgresql_bench.hpp"

namespace parlance::postgresql {
namespace {

/// Inserts, asks for its own stop, and takes long.
task<result<int>> stop_in_the_middle(transaction& in, std::stop_source& stop)
{
    co_await in.run("INSERT INTO t VALUES (1)");
    stop.request_stop();
    co_await in.run("SELECT pg_sleep(10)");
    co_return 1;
}

/// Waits for nothing with a transaction open.
task<result<int>> wait_inside(transaction& in, event& never)
{
    co_await in.run("SELECT 1");
    co_await never.wait_until(steady_time::max());
    co_await in.run("SELECT 2");
    co_return 1;
}

task<result<std::int64_t>> update_to(transaction& in, std::int64_t value)
{
    const rows done = co_await in.run("UPDATE t SET n = $1", value);
    co_return done.changed();
}

/// Holds a lock while another transaction wants it. @return whether that one was told to come back.
task<result<bool>> hold_lock(transaction& in, database& with)
{
    co_await in.run("UPDATE t SET n = 2");
    std::function<task<result<std::int64_t>>(transaction&)> other = [](transaction& on) {
        return update_to(on, 3);
    };
    const call_scope scope;
    const auto blocked =
        co_await with.write<std::int64_t>(scope, durability::power_loss, std::move(other));
    co_return !blocked && blocked.error().kind == fault::overloaded;
}

class postgresql_cancellation : public postgresql_bench {
protected:
    /// Statements of this database that a server process works on, but ours.
    bool nothing_runs()
    {
        return server.run("SELECT count(*) FROM pg_stat_activity WHERE datname = '" + name +
                          "' AND state = 'active' AND pid <> pg_backend_pid()") == "0";
    }
};

TEST_F(postgresql_cancellation, given_a_deadline_when_it_comes_then_the_statement_is_ended)
{
    const auto db = opened(here());
    ASSERT_TRUE(look(*db, "SELECT 1"));

    const auto late = look(*db, "SELECT pg_sleep(10)", within(std::chrono::milliseconds(100)));

    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, fault::deadline_exceeded);
    EXPECT_TRUE(fakes::eventually([&] { return nothing_runs(); }));
    EXPECT_TRUE(look(*db, "SELECT 1"));
}

TEST_F(postgresql_cancellation, given_a_stop_when_asked_for_then_the_transaction_is_undone)
{
    server.run("CREATE TABLE t (n bigint)", name);
    const auto db = opened(here());
    std::stop_source stop;
    call_scope scope;
    scope.stop = stop.get_token();
    std::function<task<result<int>>(transaction&)> work = [&stop](transaction& in) {
        return stop_in_the_middle(in, stop);
    };

    const auto stopped = run(db->write<int>(scope, durability::power_loss, std::move(work)));

    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, fault::cancelled);
    EXPECT_TRUE(fakes::eventually([&] { return nothing_runs(); }));
    EXPECT_EQ(number("SELECT count(*) FROM t"), 0);
    EXPECT_TRUE(look(*db, "SELECT 1"));
}

TEST_F(postgresql_cancellation, given_a_stop_between_two_statements_then_the_connection_is_kept)
{
    const auto db = opened(here());
    const auto process = look(*db, "SELECT pg_backend_pid()");
    ASSERT_TRUE(process);
    event never;
    std::function<task<result<int>>(transaction&)> work = [&never](transaction& in) {
        return wait_inside(in, never);
    };

    const auto late = run(db->write<int>(within(std::chrono::milliseconds(100)),
                                         durability::power_loss, std::move(work)));

    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, fault::deadline_exceeded);
    const auto again = look(*db, "SELECT pg_backend_pid()");
    ASSERT_TRUE(again);
    EXPECT_EQ((*again)[0].integer(0), (*process)[0].integer(0));
}

TEST_F(postgresql_cancellation, given_a_lock_when_it_is_held_too_long_then_overloaded)
{
    server.run("CREATE TABLE t (n bigint); INSERT INTO t VALUES (1)", name);
    config impatient = here();
    for (auto& one : impatient.keywords) {
        if (one.name == "options") one.value = "-c lock_timeout=100";
    }
    const auto db = opened(impatient);
    std::function<task<result<bool>>(transaction&)> work = [&db](transaction& in) {
        return hold_lock(in, *db);
    };

    const auto done = run(db->write<bool>({}, durability::power_loss, std::move(work)));

    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_TRUE(*done);
}

}  // namespace
}  // namespace parlance::postgresql
