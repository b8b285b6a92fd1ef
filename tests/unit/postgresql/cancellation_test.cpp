#include "postgresql_bench.hpp"

namespace parlance::postgresql {
namespace {

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
    std::function<task<result<int>>(transaction&)> work =
        [&stop](transaction& in) -> task<result<int>> {
        co_await in.run("INSERT INTO t VALUES (1)");
        stop.request_stop();
        co_await in.run("SELECT pg_sleep(10)");
        co_return 1;
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
    std::function<task<result<int>>(transaction&)> work =
        [&never](transaction& in) -> task<result<int>> {
        co_await in.run("SELECT 1");
        co_await never.wait_until(steady_time::max());
        co_return 1;
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
    std::function<task<result<int>>(transaction&)> work =
        [&](transaction& in) -> task<result<int>> {
        co_await in.run("UPDATE t SET n = 2");
        std::function<task<result<std::int64_t>>(transaction&)> other = [](transaction& on) {
            return changed_by(on, "UPDATE t SET n = 3");
        };
        call_scope scope;
        const auto blocked =
            co_await db->write<std::int64_t>(scope, durability::power_loss, std::move(other));
        co_return blocked || blocked.error().kind != fault::overloaded ? 0 : 1;
    };

    const auto done = run(db->write<int>({}, durability::power_loss, std::move(work)));

    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(*done, 1);
}

}  // namespace
}  // namespace parlance::postgresql
