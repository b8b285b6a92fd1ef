#include "postgresql_bench.hpp"

namespace parlance::postgresql {
namespace {

class postgresql_pool : public postgresql_bench {};

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

    for (std::size_t count = 0; count < waiters_max; ++count) {
        tasks.start("ask", ask(*db, "SELECT 1", well, badly));
    }
    tasks.start("write", write_once(*db, well, before));

    EXPECT_TRUE(fakes::eventually([&] { return well == static_cast<int>(waiters_max); }));
    EXPECT_EQ(before, 0);
    EXPECT_EQ(badly, 0);
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
