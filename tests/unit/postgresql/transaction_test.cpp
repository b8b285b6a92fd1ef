#include "postgresql_bench.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace parlance::postgresql {
namespace {

/// Sends much in one batch that comes back. @return how many bytes came.
task<result<std::size_t>> echo(transaction& in, const std::string& much)
{
    constexpr int times = 20;
    std::vector<statement> all;
    for (int count = 0; count < times; ++count) all.emplace_back("SELECT $1", verbatim{much});
    const std::vector<rows> answers = co_await in.run_all(std::move(all));
    std::size_t bytes = 0;
    for (const rows& one : answers) bytes += one[0].text(0).size();
    co_return bytes;
}

class postgresql_transaction : public postgresql_bench {};

TEST_F(postgresql_transaction, given_values_of_every_kind_when_sent_and_read_then_the_same)
{
    using std::string_literals::operator""s;
    const auto db = opened(here());
    const std::string odd = "nul\0 \xff not UTF-8"s;
    const uuid_bytes which{1, 2, 3, 255};
    const std::vector<std::string> texts{"", "ü", "{\"a\",NULL}"};
    const std::vector<std::string> bytes{odd, ""};
    const std::vector<std::optional<std::int64_t>> gaps{1, std::nullopt, -3};
    statement asked(
        "SELECT $1, $2, $3, $4, $5, $6, $7, $8, array_length($9, 1), ($9)[2], ($9)[3], "
        "($10)[1], ($11)[2] IS NULL, ($11)[3], ($12)[1], cardinality($13)",
        std::int64_t{-5}, true, 0.25, "text ü", verbatim{odd}, which, std::optional<std::int64_t>(),
        wall_time(std::chrono::milliseconds(1'700'000'000'123)), texts, verbatim_list{bytes}, gaps,
        std::vector<uuid_bytes>{which}, std::vector<std::int64_t>());

    const auto answer = run(db->look({}, std::move(asked)));

    ASSERT_TRUE(answer) << answer.error().detail;
    const row got = (*answer)[0];
    EXPECT_EQ(got.integer(0), -5);
    EXPECT_TRUE(got.boolean(1));
    EXPECT_EQ(got.real(2), 0.25);
    EXPECT_EQ(got.text(3), "text ü");
    EXPECT_EQ(got.text(4), odd);
    EXPECT_EQ(got.uuid(5), which);
    EXPECT_TRUE(got.is_null(6));
    EXPECT_EQ(got.optional_integer(6), std::nullopt);
    EXPECT_EQ(got.time(7).time_since_epoch().count(), 1'700'000'000'123);
    EXPECT_EQ(got.integer(8), 3);
    EXPECT_EQ(got.text(9), "ü");
    EXPECT_EQ(got.text(10), "{\"a\",NULL}");
    EXPECT_EQ(got.text(11), odd);
    EXPECT_TRUE(got.boolean(12));
    EXPECT_EQ(got.integer(13), -3);
    EXPECT_EQ(got.uuid(14), which);
    EXPECT_EQ(got.integer(15), 0);
}

TEST_F(postgresql_transaction, given_values_that_are_refused_then_the_error_does_not_repeat_them)
{
    const auto db = opened(here());
    ASSERT_TRUE(write(*db,
                      "CREATE TABLE names (name text CONSTRAINT only_once PRIMARY KEY, "
                      "number integer CONSTRAINT is_small CHECK (number < 9))"));
    ASSERT_TRUE(write(*db, "INSERT INTO names VALUES ('planted', 1)"));

    for (const std::string sql :
         {"SELECT 'planted'::integer", "SELECT 'planted'::uuid", "SELECT 'planted'::timestamptz",
          "SELECT to_timestamp('1', 'planted')::integer", "SELECT 'planted'::json",
          "INSERT INTO names VALUES ('planted', 2)", "INSERT INTO names VALUES ('planted2', 10)",
          "DO $$ BEGIN RAISE EXCEPTION 'planted'; END $$"}) {
        const auto refused = write(*db, sql);

        ASSERT_FALSE(refused) << sql;
        EXPECT_EQ(refused.error().detail.find("planted"), std::string::npos)
            << refused.error().detail;
    }
    const auto twice = write(*db, "INSERT INTO names VALUES ('planted', 2)");
    EXPECT_NE(twice.error().detail.find("only_once"), std::string::npos) << twice.error().detail;
}

TEST_F(postgresql_transaction, given_work_that_answers_an_error_then_nothing_is_kept)
{
    server.run("CREATE TABLE t (n bigint)", name);
    const auto db = opened(here());
    std::function<task<result<int>>(transaction&)> work = [](transaction& in) -> task<result<int>> {
        co_await in.run("INSERT INTO t VALUES (1)");
        co_return fail(fault::conflict, "no");
    };

    const auto refused = run(db->write<int>({}, durability::power_loss, std::move(work)));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::conflict);
    EXPECT_EQ(number("SELECT count(*) FROM t"), 0);
    EXPECT_TRUE(write(*db, "INSERT INTO t VALUES (2)"));
    EXPECT_EQ(number("SELECT sum(n) FROM t"), 2);
}

TEST_F(postgresql_transaction, given_work_that_throws_then_it_is_an_error_and_nothing_is_kept)
{
    server.run("CREATE TABLE t (n bigint)", name);
    const auto db = opened(here());
    // As a socket throws that cannot be waited for; only what cancels the caller may pass.
    std::function<task<result<int>>(transaction&)> work = [](transaction& in) -> task<result<int>> {
        co_await in.run("INSERT INTO t VALUES (1)");
        throw boost::system::system_error(boost::asio::error::no_memory);
    };

    const auto refused = run(db->write<int>({}, durability::power_loss, std::move(work)));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::internal);
    EXPECT_EQ(number("SELECT count(*) FROM t"), 0);
}

TEST_F(postgresql_transaction, given_a_refused_statement_in_a_batch_then_those_after_it_do_not_run)
{
    server.run("CREATE TABLE t (n bigint PRIMARY KEY)", name);
    const auto db = opened(here());
    std::function<task<result<int>>(transaction&)> work = [](transaction& in) -> task<result<int>> {
        std::vector<statement> all;
        all.emplace_back("INSERT INTO t VALUES (1)");
        all.emplace_back("INSERT INTO t VALUES (1)");
        all.emplace_back("INSERT INTO t VALUES (2)");
        co_await in.run_all(std::move(all));
        co_return 1;
    };

    const auto refused = run(db->write<int>({}, durability::power_loss, std::move(work)));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::internal);
    EXPECT_NE(refused.error().detail.find("23505"), std::string::npos) << refused.error().detail;
    EXPECT_EQ(number("SELECT count(*) FROM t"), 0);
    EXPECT_TRUE(look(*db, "SELECT 1"));
}

TEST_F(postgresql_transaction, given_a_large_batch_when_run_then_neither_side_waits_for_the_other)
{
    const auto db = opened(here());
    const std::string much(1024 * 1024, 'x');
    std::function<task<result<std::size_t>>(transaction&)> work = [&much](transaction& in) {
        return echo(in, much);
    };

    const auto answered = run(db->read<std::size_t>({}, std::move(work)));

    ASSERT_TRUE(answered);
    EXPECT_EQ(*answered, 20 * much.size());
}

/// Two transactions that each want what the other has.
task<result<int>> take_both(transaction& in, std::string first, std::string second, event& mine,
                            event& theirs)
{
    co_await in.run("UPDATE t SET n = n + 1 WHERE who = '" + first + "'");
    mine.set();
    co_await theirs.wait_until(std::chrono::steady_clock::now() + std::chrono::seconds(2));
    co_await in.run("UPDATE t SET n = n + 1 WHERE who = '" + second + "'");
    co_return 1;
}

TEST_F(postgresql_transaction, given_a_deadlock_then_both_are_done_in_the_end)
{
    server.run("CREATE TABLE t (who text, n bigint); INSERT INTO t VALUES ('a', 0), ('b', 0)",
               name);
    const auto db = opened(here());
    event of_a;
    event of_b;
    std::promise<bool> other;
    std::function<task<result<int>>(transaction&)> ab = [&](transaction& in) {
        return take_both(in, "a", "b", of_a, of_b);
    };
    std::function<task<result<int>>(transaction&)> ba = [&](transaction& in) {
        return take_both(in, "b", "a", of_b, of_a);
    };
    auto beside = [](database& in, std::function<task<result<int>>(transaction&)> work,
                     std::promise<bool>& to) -> task<> {
        call_scope scope;
        const auto done = co_await in.write<int>(scope, durability::power_loss, std::move(work));
        to.set_value(done.has_value());
    };
    tasks.start("other", beside(*db, std::move(ba), other));

    const auto done = run(db->write<int>({}, durability::power_loss, std::move(ab)));

    EXPECT_TRUE(done);
    EXPECT_TRUE(other.get_future().get());
    EXPECT_EQ(number("SELECT sum(n) FROM t"), 4);
}

TEST_F(postgresql_transaction, given_a_pooler_then_every_transaction_brings_its_time_outs)
{
    config pooled = here();
    std::erase_if(pooled.keywords, [](const auto& one) { return one.name == "options"; });
    pooled.is_pooled = true;
    const auto db = opened(pooled);
    const auto direct = opened(here());

    const auto behind_pooler = look(*db,
                                    "SELECT current_setting('statement_timeout'), "
                                    "current_setting('lock_timeout'), "
                                    "current_setting('idle_in_transaction_session_timeout')");
    const auto directly = look(*direct,
                               "SELECT current_setting('statement_timeout'), "
                               "current_setting('lock_timeout'), "
                               "current_setting('idle_in_transaction_session_timeout')");

    ASSERT_TRUE(behind_pooler) << behind_pooler.error().detail;
    EXPECT_EQ((*behind_pooler)[0].text(0), "15s");
    EXPECT_EQ((*behind_pooler)[0].text(1), "5s");
    EXPECT_EQ((*behind_pooler)[0].text(2), "30s");
    ASSERT_TRUE(directly);
    EXPECT_EQ((*directly)[0].text(0), "15s");
    EXPECT_EQ((*directly)[0].text(1), "5s");
    EXPECT_EQ((*directly)[0].text(2), "30s");
}

}  // namespace
}  // namespace parlance::postgresql
