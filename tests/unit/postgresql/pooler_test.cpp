// A real PgBouncer in transaction mode, which config_test.cpp's port says nothing about.
#include "postgresql_bench.hpp"

#include <parlance/postgresql/connector.hpp>
#include <parlance/postgresql/migrations.hpp>
#include <parlance/postgresql/postgresql_messenger.hpp>

#include <running_postgresql/running_pgbouncer.hpp>

#include <array>

namespace parlance::postgresql {
namespace {

using tests::running_pgbouncer;

/// Start-up options are refused, as PgBouncer comes.
running_pgbouncer& strict_pooler()
{
    static running_pgbouncer one(tests::running_postgresql::shared());
    return one;
}

/// Start-up options are dropped, as many set it.
running_pgbouncer& lenient_pooler()
{
    static running_pgbouncer one(tests::running_postgresql::shared(),
                                 {"ignore_startup_parameters = options", "default_pool_size = 2"});
    return one;
}

constexpr auto time_outs =
    "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'), "
    "current_setting('idle_in_transaction_session_timeout')";

constexpr std::array<migration, 2> two_steps{{
    {1, "first", "aa", "CREATE TABLE one (n bigint); SELECT pg_sleep(0.2);"},
    {2, "second", "bb", "CREATE TABLE two (n bigint); INSERT INTO two VALUES (1);"},
}};

/// A row; before it something happens the first time.
task<result<int>> insert_after(transaction& in, int& tries, std::function<void()> meanwhile)
{
    co_await in.run("SELECT 1");
    if (++tries == 1) meanwhile();
    co_await in.run("INSERT INTO t VALUES (1)");
    co_return tries;
}

/// A row that tells whether the work was told that it may be done already.
task<result<int>> insert_what_is_told(transaction& in, std::vector<bool>& told)
{
    told.push_back(in.may_be_done());
    const std::int64_t which = in.may_be_done() ? 2 : 1;
    co_await in.run("INSERT INTO t VALUES ($1)", which);
    co_return 1;
}

class postgresql_pooler : public postgresql_bench {
protected:
    ~postgresql_pooler() override
    {
        tasks.finish(std::chrono::seconds(10));
        threads.stop();
    }
    config through(running_pgbouncer& pooler) { return at(pooler.url(name)); }
    bool is_found_pooled(config where)
    {
        const connector opens(std::move(where), with());
        return run(opens.open())->is_pooled();
    }
};

TEST_F(postgresql_pooler, given_one_on_any_port_when_connected_then_it_is_found)
{
    EXPECT_TRUE(is_found_pooled(through(strict_pooler())));
    EXPECT_TRUE(is_found_pooled(through(lenient_pooler())));
    EXPECT_FALSE(is_found_pooled(here()));
}

TEST_F(postgresql_pooler, given_one_when_asked_then_every_transaction_brings_its_time_outs)
{
    for (running_pgbouncer* const one : {&strict_pooler(), &lenient_pooler()}) {
        const auto db = opened(through(*one));

        const auto first = look(*db, time_outs);
        const auto second = look(*db, time_outs);

        ASSERT_TRUE(first) << first.error().detail;
        ASSERT_TRUE(second) << second.error().detail;
        EXPECT_EQ((*second)[0].text(0), "15s");
        EXPECT_EQ((*second)[0].text(1), "5s");
        EXPECT_EQ((*second)[0].text(2), "30s");
    }
}

TEST_F(postgresql_pooler, given_one_when_asked_then_nothing_of_ours_stays_in_its_sessions)
{
    const auto db = opened(through(lenient_pooler()));
    ASSERT_TRUE(look(*db, time_outs));
    ASSERT_TRUE(write(*db, "CREATE TABLE t (n bigint)"));
    config plain = through(lenient_pooler());
    const connector opens(std::move(plain), with());
    const auto next = run(opens.open());

    const rows found = run(next->run(statement(time_outs)));

    EXPECT_EQ(found[0].text(0), "0");
    EXPECT_EQ(found[0].text(1), "0");
}

TEST_F(postgresql_pooler, given_options_of_the_url_when_refused_then_that_is_told)
{
    config where = at(strict_pooler().url(name) + "?options=-c%20search_path%3Dmine");
    const auto db = opened(where);

    const auto refused = look(*db, "SELECT 1", within(std::chrono::milliseconds(1'500)));

    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("unsupported startup parameter"), std::string::npos)
        << refused.error().detail;
}

TEST_F(postgresql_pooler, given_two_that_migrate_through_it_then_each_step_is_made_once)
{
    for (running_pgbouncer* const one : {&strict_pooler(), &lenient_pooler()}) {
        server.run("DROP TABLE IF EXISTS one, two, schema_migrations", name);
        std::promise<std::size_t> other;
        auto beside = [](config where, collaborators of, std::promise<std::size_t>& to) -> task<> {
            const auto done = co_await migrate(std::move(where), std::move(of), two_steps);
            to.set_value(done ? *done : std::size_t{99});
        };
        tasks.start("other", beside(through(*one), with(), other));

        const auto mine = run(migrate(through(*one), with(), two_steps));

        ASSERT_TRUE(mine) << mine.error().detail;
        EXPECT_EQ(*mine + other.get_future().get(), 2U);
        EXPECT_EQ(number("SELECT count(*) FROM two"), 1);
        EXPECT_EQ(number("SELECT count(*) FROM schema_migrations"), 2);
    }
}

TEST_F(postgresql_pooler, given_a_session_killed_behind_it_inside_work_then_it_is_done_again)
{
    server.run("CREATE TABLE t (n bigint)", name);
    const auto db = opened(through(strict_pooler()));
    int tries = 0;
    std::function<task<result<int>>(transaction&)> work = [&](transaction& in) {
        return insert_after(in, tries, [this] { server.end_sessions(name); });
    };

    const auto done = run(db->write<int>({}, durability::power_loss, std::move(work)));

    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(*done, 2);
    EXPECT_EQ(number("SELECT count(*) FROM t"), 1);
}

/// With a server of its own, that may crash, and a pooler of its own in front.
class postgresql_behind_pooler : public postgresql_bench {
protected:
    postgresql_behind_pooler() : postgresql_bench(own_server()) {}
    ~postgresql_behind_pooler() override
    {
        tasks.finish(std::chrono::seconds(10));
        threads.stop();
    }
    static tests::running_postgresql& own_server()
    {
        static tests::running_postgresql one;
        return one;
    }
    std::unique_ptr<database> opened_through_it() { return opened(at(own.url(name))); }

    running_pgbouncer own{server};
};

/// A row; before it the first try waits for what happens meanwhile.
task<result<int>> insert_when(transaction& in, int& tries, event& has_begun, event& goes_on)
{
    co_await in.run("SELECT 1");
    if (++tries == 1) {
        has_begun.set();
        co_await goes_on.wait_until(steady_time::max());
    }
    co_await in.run("INSERT INTO t VALUES (1)");
    co_return tries;
}

task<> write_beside(database& in, std::function<task<result<int>>(transaction&)> work,
                    std::promise<result<int>>& to)
{
    const call_scope scope;
    auto done = co_await in.write<int>(scope, durability::power_loss, std::move(work));
    to.set_value(std::move(done));
}

TEST_F(postgresql_behind_pooler, given_a_server_that_crashes_inside_work_then_it_is_done_again)
{
    server.run("CREATE TABLE t (n bigint)", name);
    const auto db = opened_through_it();
    int tries = 0;
    event has_begun;
    event goes_on;
    std::promise<result<int>> ended;
    std::function<task<result<int>>(transaction&)> work = [&](transaction& in) {
        return insert_when(in, tries, has_begun, goes_on);
    };
    tasks.start("work", write_beside(*db, std::move(work), ended));
    ASSERT_TRUE(run(has_begun.wait_until(now.steady() + fakes::patience)));

    server.stop(tests::running_postgresql::stopping::as_a_crash);
    server.start();
    goes_on.set();

    const result<int> done = ended.get_future().get();
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(*done, 2);
    EXPECT_EQ(number("SELECT count(*) FROM t"), 1);
}

/// The server dies in the middle of a COMMIT, and the pooler says of it what it says of everything.
TEST_F(postgresql_behind_pooler, given_a_crash_in_a_commit_then_it_is_not_taken_for_refused)
{
    server.run(
        "CREATE TABLE t (n bigint);"
        "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "EXECUTE format('COPY (SELECT 1) TO PROGRAM ''kill -9 %s''', pg_backend_pid()); "
        "RETURN NULL; END $$;"
        "CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW WHEN (NEW.n = 1) EXECUTE FUNCTION die()",
        name);
    const auto db = opened_through_it();
    std::vector<bool> told;
    std::function<task<result<int>>(transaction&)> work = [&told](transaction& in) {
        return insert_what_is_told(in, told);
    };

    const auto done = run(db->write<int>({}, durability::power_loss, std::move(work)));

    // A server that is back too late leaves it at that, and says so.
    const std::string why = done ? "" : done.error().detail;
    const bool is_known = done || why.find("not known whether this was kept") != std::string::npos;
    EXPECT_TRUE(is_known) << why;
    EXPECT_TRUE(!done || told == (std::vector<bool>{false, true}));
}

TEST_F(postgresql_pooler, given_one_that_restarts_when_asked_again_then_answered)
{
    running_pgbouncer own(server);
    const auto db = opened(through(own));
    ASSERT_TRUE(look(*db, "SELECT 1"));

    own.stop();
    own.start();

    const auto answered = look(*db, "SELECT 2");
    ASSERT_TRUE(answered) << answered.error().detail;
    EXPECT_EQ((*answered)[0].integer(0), 2);
}

task<result<int>> hold_until(transaction& in, event& released, event& is_held)
{
    co_await in.run("SELECT 1");
    is_held.set();
    co_await released.wait_until(steady_time::max());
    co_return 1;
}

task<> hold_one(database& in, event& released, event& is_held, std::promise<bool>& to)
{
    std::function<task<result<int>>(transaction&)> work = [&](transaction& on) {
        return hold_until(on, released, is_held);
    };
    const call_scope scope;
    const auto done = co_await in.read<int>(scope, std::move(work));
    to.set_value(done.has_value());
}

TEST_F(postgresql_pooler, given_one_without_a_session_to_give_then_refused_within_patience)
{
    running_pgbouncer own(server, {"default_pool_size = 1"});
    const auto db = opened(through(own));
    ASSERT_TRUE(look(*db, "SELECT 1"));
    const auto other = opened(through(own));
    ASSERT_TRUE(look(*other, "SELECT 1"));
    event released;
    event is_held;
    std::promise<bool> held;
    tasks.start("hold", hold_one(*other, released, is_held, held));
    ASSERT_TRUE(run(is_held.wait_until(now.steady() + fakes::patience)));
    const auto begun = now.steady();

    const auto refused = look(*db, "SELECT 1");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_TRUE(refused.error().retry_after);
    EXPECT_LT(now.steady() - begun, 2 * patience);
    released.set();
    EXPECT_TRUE(held.get_future().get());
    EXPECT_TRUE(look(*db, "SELECT 1"));
}

TEST_F(postgresql_pooler, given_a_password_that_it_refuses_then_it_is_called_that)
{
    const auto db = opened(at(strict_pooler().url(name, "postgres", "wrong")));

    const auto refused = look(*db, "SELECT 1", within(std::chrono::milliseconds(1'500)));

    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("28P01"), std::string::npos) << refused.error().detail;
}

TEST_F(postgresql_pooler, given_one_where_a_replica_listens_then_it_sends_and_is_not_live)
{
    const auto db = opened(through(lenient_pooler()));
    postgresql_messenger direct(*db, here(), with());
    postgresql_messenger pooled(*db, through(lenient_pooler()), with());
    std::atomic<int> heard{0};
    const auto self = chat::replica_id::make(now, random);
    direct.listen(self, [&heard](chat::replica_id, const chat::replica_message&) { ++heard; });
    pooled.listen(chat::replica_id::make(now, random),
                  [](chat::replica_id, const chat::replica_message&) {});
    ASSERT_TRUE(fakes::eventually([&] { return direct.is_live(); }));
    ASSERT_TRUE(fakes::eventually([&] { return log.count("notifications_not_possible") == 1; }));

    const chat::turn_key turn{access::principal_id::make(now, random),
                              chat::turn_id::make(now, random)};
    std::vector<chat::replica_message> said(1, chat::stop_wanted{turn});
    const auto told = run(pooled.tell({}, self, std::move(said)));

    ASSERT_TRUE(told) << told.error().detail;
    EXPECT_TRUE(fakes::eventually([&] { return heard == 1; }));
    EXPECT_FALSE(pooled.is_live());
    direct.close();
    pooled.close();
    tasks.finish(std::chrono::seconds(10));
}

}  // namespace
}  // namespace parlance::postgresql
