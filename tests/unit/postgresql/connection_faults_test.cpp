#include "cutting_gate.hpp"
#include "postgresql_bench.hpp"
#include "stopped_processes.hpp"

#include <atomic>

namespace parlance::postgresql {
namespace {

/// Two rows; before the second one something happens the first time.
task<result<int>> insert_two(transaction& in, int& tries, std::function<void()> meanwhile)
{
    co_await in.run("INSERT INTO t VALUES (1)");
    if (++tries == 1) meanwhile();
    co_await in.run("INSERT INTO t VALUES (2)");
    co_return tries;
}

task<result<int>> insert_and_change(transaction& in, int& tries)
{
    ++tries;
    co_await in.run("INSERT INTO t VALUES (1)");
    co_await in.run("UPDATE t SET n = 2");
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

task<result<int>> wait_for(transaction& in, event& released, std::atomic<int>& held)
{
    co_await in.run("SELECT 1");
    ++held;
    co_await released.wait_until(steady_time::max());
    co_return 1;
}

/// Keeps a connection until it is told to give it back.
task<> hold_one(database& in, event& released, std::atomic<int>& held, std::promise<bool>& to)
{
    std::function<task<result<int>>(transaction&)> work = [&released, &held](transaction& on) {
        return wait_for(on, released, held);
    };
    const call_scope scope;
    const auto done = co_await in.read<int>(scope, std::move(work));
    to.set_value(done.has_value());
}

struct asked_passwords {
    std::atomic<int> all{0};
    std::atomic<int> after_refusal{0};
};

/// A long one that is wrong, as tokens are long, then the right one.
task<result<std::shared_ptr<const secret>>> give_password(asked_passwords& count, bool is_refused)
{
    constexpr std::size_t token_bytes = 4'000;
    ++count.all;
    if (is_refused) ++count.after_refusal;
    std::string text =
        is_refused ? tests::running_postgresql::password : std::string(token_bytes, 'x');
    co_return std::make_shared<const secret>(std::move(text));
}

class postgresql_faults : public postgresql_bench {};

/// With a server of its own, that may be stopped.
class postgresql_outage : public postgresql_bench {
protected:
    postgresql_outage() : postgresql_bench(own_server()) {}
    static tests::running_postgresql& own_server()
    {
        static tests::running_postgresql one(
            {"max_connections = 8", "superuser_reserved_connections = 3"});
        return one;
    }
};

TEST_F(postgresql_faults, given_killed_sessions_when_asked_again_then_answered_by_a_new_one)
{
    const auto db = opened(here());
    ASSERT_TRUE(look(*db, "SELECT 1"));
    ASSERT_EQ(server.end_sessions(name), 1);

    const auto answered = look(*db, "SELECT 2");

    ASSERT_TRUE(answered) << answered.error().detail;
    EXPECT_EQ((*answered)[0].integer(0), 2);
}

TEST_F(postgresql_faults, given_a_session_killed_inside_work_then_the_work_is_done_again_whole)
{
    server.run("CREATE TABLE t (n bigint)", name);
    const auto db = opened(here());
    int tries = 0;
    std::function<task<result<int>>(transaction&)> work = [&](transaction& in) {
        return insert_two(in, tries, [this] { server.end_sessions(name); });
    };

    const auto done = run(db->write<int>({}, durability::power_loss, std::move(work)));

    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(*done, 2);
    EXPECT_EQ(number("SELECT count(*) FROM t"), 2);
}

TEST_F(postgresql_faults, given_a_cut_behind_the_last_answer_then_the_work_is_done_again_whole)
{
    server.run("CREATE TABLE t (n bigint)", name);
    cutting_gate gate(server.port());
    config through = at(server.url(name) + "?sslmode=disable");
    through.hosts.front().port = std::to_string(gate.port());
    through.connections_max = 1;
    const auto db = opened(through);
    gate.cut_behind("UPDATE");
    int tries = 0;
    std::function<task<result<int>>(transaction&)> work = [&tries](transaction& in) {
        return insert_and_change(in, tries);
    };

    const auto done = run(db->write<int>({}, durability::power_loss, std::move(work)));

    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(gate.cuts(), 1);
    EXPECT_EQ(*done, 2);
    EXPECT_EQ(number("SELECT sum(n) FROM t"), 2);
}

/// The server ends the session in the middle of a COMMIT: a deferred trigger runs inside of it.
TEST_F(postgresql_faults, given_a_commit_without_an_answer_then_work_looks_whether_it_was_done)
{
    server.run(
        "CREATE TABLE t (n bigint);"
        "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
        "CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW WHEN (NEW.n = 1) EXECUTE FUNCTION die()",
        name);
    const auto db = opened(here());
    std::vector<bool> told;
    std::function<task<result<int>>(transaction&)> work = [&told](transaction& in) {
        return insert_what_is_told(in, told);
    };

    const auto done = run(db->write<int>({}, durability::power_loss, std::move(work)));

    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(told, (std::vector<bool>{false, true}));
    EXPECT_EQ(number("SELECT sum(n) FROM t"), 2);
}

/// Right but for the next time that it is asked.
class clock_late_once : public clock {
public:
    [[nodiscard]] steady_time steady() const override
    {
        return std::chrono::steady_clock::now() - std::chrono::milliseconds(late_.exchange(0));
    }
    [[nodiscard]] wall_time wall() const override { return real_.wall(); }
    void be_late(std::chrono::milliseconds by) { late_ = by.count(); }

private:
    runtime::system_clock real_;
    mutable std::atomic<std::int64_t> late_{0};
};

/// The first COMMIT takes longer than anybody waits.
TEST_F(postgresql_faults, given_a_commit_that_takes_past_commit_patience_then_it_is_done_again)
{
    server.run(
        "CREATE TABLE t (n bigint);"
        "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$;"
        "CREATE CONSTRAINT TRIGGER dawdles AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW WHEN (NEW.n = 1) EXECUTE FUNCTION dawdle()",
        name);
    clock_late_once late;
    database db(here(), {pool, tasks, late, random, log});
    db.admit();
    std::vector<bool> told;
    std::function<task<result<int>>(transaction&)> work = [&](transaction& in) {
        if (told.empty()) late.be_late(commit_patience);  // when the COMMIT is timed
        return insert_what_is_told(in, told);
    };

    const auto done = run(db.write<int>({}, durability::power_loss, std::move(work)));

    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(told, (std::vector<bool>{false, true}));
    EXPECT_EQ(number("SELECT sum(n) FROM t"), 2);
}

task<result<int>> ask_to_repeat(transaction& in, int& tries)
{
    ++tries;
    co_await in.run("SELECT 1");
    repeat_transaction();
}

TEST_F(postgresql_faults, given_work_that_is_to_be_repeated_then_not_past_attempts_max)
{
    const auto db = opened(here());
    int tries = 0;
    std::function<task<result<int>>(transaction&)> work = [&tries](transaction& in) {
        return ask_to_repeat(in, tries);
    };

    const auto refused = run(db->write<int>({}, durability::power_loss, std::move(work)));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_EQ(tries, attempts_max);
}

TEST_F(postgresql_faults, given_a_server_that_became_read_only_then_it_is_left_and_found_again)
{
    server.run("CREATE TABLE t (n bigint)", name);
    const auto db = opened(here());
    ASSERT_TRUE(write(*db, "INSERT INTO t VALUES (1)"));
    server.run("ALTER DATABASE " + name + " SET default_transaction_read_only = on");
    server.end_sessions(name);

    const auto refused = write(*db, "INSERT INTO t VALUES (2)");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_TRUE(refused.error().retry_after);
    server.run("ALTER DATABASE " + name + " SET default_transaction_read_only = off");
    EXPECT_TRUE(
        fakes::eventually([&] { return write(*db, "INSERT INTO t VALUES (3)").has_value(); }));
    EXPECT_EQ(number("SELECT count(*) FROM t"), 2);
}

TEST_F(postgresql_faults, given_a_session_that_flips_to_read_only_then_it_is_not_used_for_writes)
{
    server.run("CREATE TABLE t (n bigint)", name);
    const auto db = opened(here());
    ASSERT_TRUE(look(*db, "SELECT set_config('default_transaction_read_only', 'on', false)"));

    const auto done = write(*db, "INSERT INTO t VALUES (1)");

    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(number("SELECT count(*) FROM t"), 1);
}

TEST_F(postgresql_faults, given_a_refused_password_then_a_new_one_is_asked_for_once)
{
    asked_passwords count;
    collaborators mine = with();
    mine.password = [&count](bool is_refused) { return give_password(count, is_refused); };
    database db(here(), mine);
    db.admit();

    const auto answered = look(db, "SELECT 1");

    ASSERT_TRUE(answered) << answered.error().detail;
    EXPECT_EQ(count.all, 2);
    EXPECT_EQ(count.after_refusal, 1);
}

TEST_F(postgresql_faults, given_a_wrong_password_then_overloaded_and_it_is_told_nowhere)
{
    const auto db = opened(at(server.url(name, "postgres", "sesame-wrong")));

    const auto refused = look(*db, "SELECT 1", within(std::chrono::milliseconds(1'500)));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_NE(refused.error().detail.find("28P01"), std::string::npos) << refused.error().detail;
    EXPECT_EQ(refused.error().detail.find("sesame"), std::string::npos);
    for (const auto& line : log.lines()) {
        for (const auto& field : line.fields) {
            const auto* text = std::get_if<std::string>(&field.value);
            EXPECT_TRUE(text == nullptr || text->find("sesame") == std::string::npos);
        }
    }
    EXPECT_EQ(log.count("database_unreachable"), 1U);
}

TEST_F(postgresql_faults, given_two_hosts_when_the_first_is_not_there_then_the_second_is_used)
{
    config where = here();
    host nobody = where.hosts.front();
    nobody.port = "1";
    where.hosts.insert(where.hosts.begin(), nobody);
    const auto db = opened(where);

    EXPECT_TRUE(look(*db, "SELECT 1"));
}

TEST_F(postgresql_faults, given_many_connections_that_say_nothing_then_refused_within_patience)
{
    constexpr int connections = 9;
    config where = here();
    where.connections_max = connections;
    const auto db = opened(where);
    std::list<std::promise<bool>> kept;
    std::vector<event> released(connections);
    std::atomic<int> held{0};
    for (event& one : released) {
        tasks.start("hold", hold_one(*db, one, held, kept.emplace_back()));
    }
    ASSERT_TRUE(fakes::eventually([&] { return held == connections; }));
    for (const event& one : released) one.set();
    for (auto& one : kept) EXPECT_TRUE(one.get_future().get());
    // The one that was given back last is taken first: that it broke makes the others suspicious.
    const auto last = look(*db, "SELECT pg_backend_pid()").value()[0].integer(0);
    const std::string others = " FROM pg_stat_activity WHERE datname = '" + name +
                               "' AND pid NOT IN (pg_backend_pid(), " + std::to_string(last) + ")";
    const stopped_processes silent(server.run("SELECT string_agg(pid::text, ' ')" + others));
    ASSERT_EQ(silent.count(), std::size_t{connections - 1});
    server.run("SELECT pg_terminate_backend(" + std::to_string(last) + ", 5000)");
    const auto begun = now.steady();

    const auto refused = look(*db, "SELECT 1");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_LT(now.steady() - begun, patience + 2 * look_time);
}

TEST_F(postgresql_outage, given_no_server_when_asked_then_refused_soon_and_served_when_it_is_back)
{
    const auto db = opened(here());
    ASSERT_TRUE(look(*db, "SELECT 1"));
    server.stop(tests::running_postgresql::stopping::as_a_crash);
    const auto begun = now.steady();

    const auto refused = look(*db, "SELECT 1");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_TRUE(refused.error().retry_after);
    EXPECT_LT(now.steady() - begun, 2 * patience);
    server.start();
    EXPECT_TRUE(fakes::eventually([&] { return look(*db, "SELECT 1").has_value(); }));
    EXPECT_GE(log.count("database_unreachable"), 1U);
    EXPECT_EQ(log.count("database_reached"), 1U);
}

TEST_F(postgresql_outage, given_no_room_at_the_server_then_it_is_waited_for)
{
    server.run("CREATE ROLE app LOGIN PASSWORD 'word'");
    const std::string url = server.url(name, "app", "word");
    config small = at(url);
    small.connections_max = 5;  // all that max_connections = 8 leaves to others than superusers
    auto first = opened(small);
    std::vector<std::future<bool>> holding;
    std::list<std::promise<bool>> kept;
    std::vector<event> released(5);
    std::atomic<int> held{0};
    for (event& one : released) {
        kept.emplace_back();
        holding.push_back(kept.back().get_future());
        tasks.start("hold", hold_one(*first, one, held, kept.back()));
    }
    // Not asked of the server: whoever asks takes a place, too.
    EXPECT_TRUE(fakes::eventually([&] { return held == 5; }));
    const auto second = opened(at(url));

    const auto refused = look(*second, "SELECT 1", within(std::chrono::milliseconds(400)));

    EXPECT_FALSE(refused);
    for (const auto& one : released) one.set();
    for (auto& one : holding) EXPECT_TRUE(one.get());
    first.reset();
    server.end_sessions(name);
    EXPECT_TRUE(fakes::eventually([&] { return look(*second, "SELECT 1").has_value(); }));
}

}  // namespace
}  // namespace parlance::postgresql
