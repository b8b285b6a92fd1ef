#include "two_replicas.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <parlance/postgresql/begin_turns.hpp>
#include <parlance/postgresql/connection.hpp>
#include <parlance/postgresql/conversation_writes.hpp>
#include <parlance/postgresql/replica_rows.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <thread>

namespace parlance::contract {
namespace {

/// Two replicas that have joined, and questions.
class shared_turns : public two_replicas {
protected:
    shared_turns()
    {
        owner_one = join(one);
        owner_two = join(two);
    }
    chat::turn_owner join(replica& which)
    {
        const auto self = chat::replica_id::make(now, random);
        return fakes::run(which.replicas.join({}, self, now.wall())).value();
    }
    chat::new_turn question(const chat::turn_owner& owner,
                            std::optional<chat::conversation_id> where = std::nullopt)
    {
        now.advance(std::chrono::milliseconds(10));
        return {.id = chat::turn_id::make(now, random),
                .conversation = where,
                .new_conversation = chat::conversation_id::make(now, random),
                .title = "t",
                .parent = chat::new_turn::parent_kind::newest,
                .named_parent = std::nullopt,
                .question = "q",
                .model = "offline",
                .request_fingerprint = "a",
                .owner = owner,
                .created_at = now.wall()};
    }
    chat::turn_record begun(replica& by, chat::new_turn asked)
    {
        return fakes::run(by.conversations.begin_turn({}, ada, std::move(asked))).value().record;
    }
    result<std::vector<chat::turn_key>> append(replica& by, const chat::turn_owner& owner,
                                               chat::turn_id which, std::string text)
    {
        std::vector<chat::turn_progress> growth;
        growth.push_back({ada.id, which, 0, std::move(text), 0, {}});
        return fakes::run(by.conversations.append_progress({}, owner, std::move(growth)));
    }
    /// What begin_turn answers when the same work was done before and nobody heard of it.
    result<chat::begun_turn> begun_again(const chat::new_turn& asked)
    {
        std::function<task<result<chat::begun_turn>>(postgresql::transaction&)> work =
            [who = ada.id, &asked](postgresql::transaction& in) {
                return postgresql::begin_turn(in, who, asked);
            };
        return fakes::run(once_more<chat::begun_turn>(ground.where(), std::move(work)));
    }
    /// The same of questions that were begun together.
    postgresql::begun_turns begun_together_again(const std::vector<chat::new_turn>& asked)
    {
        postgresql::asked_turns all;
        for (const chat::new_turn& one_of_them : asked) {
            postgresql::asked_turn made{ada.id, one_of_them};
            all.push_back(std::make_shared<const postgresql::asked_turn>(std::move(made)));
        }
        std::function<task<result<postgresql::begun_turns>>(postgresql::transaction&)> work =
            [all](postgresql::transaction& in) { return postgresql::begin_turns(in, all); };
        return fakes::run(once_more<postgresql::begun_turns>(ground.where(), std::move(work)))
            .value();
    }
    chat::heartbeat heartbeat_of(const chat::turn_owner& which)
    {
        const auto all = fakes::run(one.replicas.heartbeats({})).value();
        for (const auto& each : all) {
            if (each.of == which) return each;
        }
        ADD_FAILURE() << "no such replica";
        return {};
    }

    chat::turn_owner owner_one;
    chat::turn_owner owner_two;

private:
    template <class T>
    static task<result<T>> once_more(postgresql::config where,
                                     std::function<task<result<T>>(postgresql::transaction&)> work)
    {
        const std::string password(where.password->reveal());
        postgresql::host server = where.hosts.front();
        server.address = server.name;
        auto on = co_await postgresql::connection::open(where, server, password);
        postgresql::transaction in(*on, {}, true);
        auto done = co_await work(in);
        on->leave_loop();
        co_return done;
    }
};

TEST_F(shared_turns, given_a_begin_whose_answer_was_lost_when_done_again_then_it_is_new_and_one)
{
    const chat::new_turn asked = question(owner_one);
    begun(one, asked);

    const auto again = begun_again(asked);

    ASSERT_TRUE(again);
    EXPECT_TRUE(again->is_new);
    EXPECT_EQ(again->record.id, asked.id);
    EXPECT_EQ(ground.read("SELECT count(*) FROM turns"), "1");
}

TEST_F(shared_turns, given_begins_whose_answers_were_lost_when_done_again_then_none_is_begun_twice)
{
    const chat::turn_record first = begun(one, question(owner_one));
    const std::vector<chat::new_turn> asked{question(owner_one),
                                            question(owner_one, first.conversation)};
    for (const chat::new_turn& each : asked) begun(one, each);

    const auto again = begun_together_again(asked);

    for (const auto& each : again) EXPECT_FALSE(each);
    EXPECT_EQ(ground.read("SELECT count(*) FROM turns"), "3");
    EXPECT_EQ(ground.read("SELECT count(*) FROM conversations"), "2");
}

task<> begin_and_count(chat::conversation_store& store, access::principal who, chat::new_turn asked,
                       int& is_new)
{
    const call_scope scope;
    const auto begun = co_await store.begin_turn(scope, who, asked);
    if (begun && begun->is_new) ++is_new;
}

TEST_F(shared_turns, given_the_same_questions_at_two_replicas_at_once_then_each_is_begun_once)
{
    constexpr int questions = 20;
    boost::asio::io_context loop(1);
    int is_new = 0;
    for (int count = 0; count < questions; ++count) {
        chat::new_turn asked = question(owner_one);
        boost::asio::co_spawn(loop, begin_and_count(one.conversations, ada, asked, is_new),
                              boost::asio::detached);
        asked.owner = owner_two;
        asked.new_conversation = chat::conversation_id::make(now, random);
        boost::asio::co_spawn(loop, begin_and_count(two.conversations, ada, asked, is_new),
                              boost::asio::detached);
    }

    loop.run();

    EXPECT_EQ(is_new, questions);
    EXPECT_EQ(ground.read("SELECT count(*) FROM turns"), std::to_string(questions));
    EXPECT_EQ(ground.read("SELECT count(*) FROM conversations"), std::to_string(questions));
}

TEST_F(shared_turns, given_a_turn_of_another_replica_when_an_answer_was_lost_then_it_is_not_new)
{
    chat::new_turn asked = question(owner_one);
    begun(one, asked);
    asked.owner = owner_two;

    const auto again = begun_again(asked);

    ASSERT_TRUE(again);
    EXPECT_FALSE(again->is_new);
    EXPECT_EQ(again->record.owner, owner_one);
}

TEST_F(shared_turns, given_questions_from_both_at_once_then_they_stand_under_each_other)
{
    const auto first = begun(one, question(owner_one));
    std::vector<chat::new_turn> of_one;
    std::vector<chat::new_turn> of_two;
    for (int count = 0; count < 20; ++count) {
        of_one.push_back(question(owner_one, first.conversation));
        of_two.push_back(question(owner_two, first.conversation));
    }

    std::thread beside([&] {
        for (auto& asked : of_two) begun(two, asked);
    });
    for (auto& asked : of_one) begun(one, asked);
    beside.join();

    const auto opened =
        fakes::run(two.conversations.open({}, ada, first.conversation, chat::path_wanted()))
            .value();
    EXPECT_EQ(opened.turns.size(), 41U);
    for (const auto& turn : opened.turns) EXPECT_EQ(turn.siblings.size(), 1U);
}

TEST_F(shared_turns, given_the_same_request_to_both_at_once_then_one_turn_and_one_that_runs_it)
{
    for (int count = 0; count < 10; ++count) {
        chat::new_turn asked = question(owner_one);
        chat::new_turn same = asked;
        same.owner = owner_two;
        auto beside = std::async(std::launch::async, [&] {
            return fakes::run(two.conversations.begin_turn({}, ada, same)).value().is_new;
        });
        const bool is_new_here =
            fakes::run(one.conversations.begin_turn({}, ada, asked)).value().is_new;

        EXPECT_NE(is_new_here, beside.get());
    }
    EXPECT_EQ(ground.read("SELECT count(*) FROM turns"), "10");
}

TEST_F(shared_turns, given_two_observers_of_a_death_then_exactly_one_gets_the_turns)
{
    const auto left = begun(one, question(owner_one));
    ASSERT_TRUE(append(one, owner_one, left.id, "half"));
    const auto seen = heartbeat_of(owner_one);

    auto beside = std::async(std::launch::async, [&] {
        return fakes::run(one.replicas.declare_dead({}, seen, now.wall())).value().size();
    });
    const auto here = fakes::run(two.replicas.declare_dead({}, seen, now.wall())).value().size();

    EXPECT_EQ(here + beside.get(), 1U);
    const auto stored = fakes::run(two.conversations.find_turn({}, ada, left.id)).value();
    EXPECT_EQ(stored.state, chat::turn_state::interrupted);
    EXPECT_EQ(stored.answer, "half");
    const auto late = append(one, owner_one, left.id, "half and more");
    ASSERT_TRUE(late);
    EXPECT_EQ(late->size(), 1U);
}

TEST_F(shared_turns, given_writes_while_the_owner_is_declared_dead_then_none_is_lost_that_was_kept)
{
    for (int count = 0; count < 10; ++count) {
        const auto owner = join(one);
        const auto turn = begun(one, question(owner));
        const auto seen = heartbeat_of(owner);
        auto beside = std::async(std::launch::async, [&] {
            return append(one, owner, turn.id, "kept").value().empty();
        });
        ASSERT_TRUE(fakes::run(two.replicas.declare_dead({}, seen, now.wall())));

        const bool was_kept = beside.get();
        const auto stored = fakes::run(two.conversations.find_turn({}, ada, turn.id)).value();
        EXPECT_EQ(stored.answer, was_kept ? "kept" : "");
    }
    EXPECT_EQ(ground.read("SELECT count(*) FROM turn_progress"), "0");
}

TEST_F(shared_turns, given_progress_that_an_end_left_behind_then_it_is_swept_up)
{
    // More than one transaction sweeps up.
    ground.read(
        "INSERT INTO turn_progress (turn, from_byte, text) "
        "SELECT 4711, n, 'left' FROM generate_series(1, 2001) AS n");

    for (const char* left : {"1001", "1", "0"}) {
        for (int count = 0; count < 64; ++count) {
            ASSERT_TRUE(fakes::run(one.replicas.beat({}, owner_one)));
        }
        EXPECT_EQ(ground.read("SELECT count(*) FROM turn_progress"), left);
    }
}

TEST_F(shared_turns, given_a_sweep_that_fails_then_no_beat_is_undone)
{
    ground.read(
        "INSERT INTO turn_progress (turn, from_byte, text) VALUES (4711, 0, 'left');"
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'not now'; END $$;"
        "CREATE TRIGGER refuses BEFORE DELETE ON turn_progress FOR EACH ROW "
        "EXECUTE FUNCTION refuse()");

    for (int count = 0; count < 65; ++count) {
        ASSERT_TRUE(fakes::run(one.replicas.beat({}, owner_one))) << count;
    }

    EXPECT_EQ(heartbeat_of(owner_one).counter, 65);
    EXPECT_EQ(ground.read("SELECT count(*) FROM turn_progress"), "1");
}

TEST_F(shared_turns, given_a_death_whose_commit_was_not_heard_of_when_done_again_then_its_turns)
{
    const auto turn = begun(two, question(owner_two));
    std::function<task<result<postgresql::abandoned_turns>>(postgresql::transaction&)> work =
        [seen = heartbeat_of(owner_two), when = now.wall(),
         about = std::make_shared<postgresql::abandoned_turns>()](postgresql::transaction& in) {
            return postgresql::declare_dead(in, seen, when, about);
        };
    using postgresql::durability;

    const auto first = fakes::run(
        one.database.write<postgresql::abandoned_turns>({}, durability::power_loss, work));
    const auto again = fakes::run(
        one.database.write<postgresql::abandoned_turns>({}, durability::power_loss, work));

    ASSERT_TRUE(first && again);
    ASSERT_EQ(first->size(), 1U);
    EXPECT_EQ(first->front().turn.id, turn.id);
    EXPECT_EQ(*again, *first);
}

/// Replicas that are taken out while the server ends the session in the middle of each such COMMIT.
class unheard_deaths : public shared_turns {
protected:
    unheard_deaths()
    {
        ground.read(
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
            "CREATE CONSTRAINT TRIGGER dies AFTER DELETE ON replicas DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION die()");
    }
    void let_live() { ground.read("DROP TRIGGER dies ON replicas"); }
    result<postgresql::abandoned_turns> declared_dead(const chat::heartbeat& seen)
    {
        return fakes::run(one.replicas.declare_dead({}, seen, now.wall()));
    }
};

TEST_F(unheard_deaths, given_one_that_was_kept_when_asked_again_then_its_turns_once)
{
    const auto turn = begun(two, question(owner_two));
    const chat::heartbeat seen = heartbeat_of(owner_two);
    ASSERT_FALSE(declared_dead(seen));
    let_live();
    const std::string who = "'" + owner_two.replica.text() + "'";
    ground.read("DELETE FROM replicas WHERE id = " + who +
                "; UPDATE turns SET state = 'interrupted', finished_at = 1 WHERE owner = " + who);

    const auto again = declared_dead(seen);
    const auto once_more = declared_dead(seen);

    ASSERT_TRUE(again);
    ASSERT_EQ(again->size(), 1U);
    EXPECT_EQ(again->front().turn.id, turn.id);
    EXPECT_TRUE(once_more.value().empty());
}

TEST_F(unheard_deaths, given_one_that_was_not_kept_then_nothing_is_told_of_who_lives)
{
    begun(two, question(owner_two));
    const chat::heartbeat seen = heartbeat_of(owner_two);
    ASSERT_FALSE(declared_dead(seen));
    let_live();
    ASSERT_TRUE(fakes::run(two.replicas.beat({}, owner_two)));

    const auto again = declared_dead(seen);

    ASSERT_TRUE(again);
    EXPECT_TRUE(again->empty());
    EXPECT_EQ(ground.read("SELECT state FROM turns"), "running");
}

}  // namespace
}  // namespace parlance::contract
