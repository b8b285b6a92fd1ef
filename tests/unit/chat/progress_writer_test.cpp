#include <parlance/chat/progress_writer.hpp>

#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>

#include <fakes/clock_behind.hpp>
#include <fakes/eventually.hpp>
#include <fakes/in_memory_conversation_store.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>
#include <fakes/turn_reader.hpp>
#include <fakes/unsteady_conversation_store.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <memory>

namespace parlance::chat {
namespace {

using fakes::store_write;
using fakes::trouble;

class progress_writer_test : public testing::Test {
protected:
    struct turn {
        turn_id id;
        std::shared_ptr<turn_log> log;
        std::shared_ptr<std::atomic<int>> fenced = std::make_shared<std::atomic<int>>(0);
    };

    turn watched(turn_owner owner) { return watched_as(owner, owner); }
    /// A turn of `owner` that is written as if it were `writer`'s.
    turn watched_as(turn_owner owner, turn_owner writing)
    {
        new_turn asked{.id = turn_id::make(now, random),
                       .conversation = std::nullopt,
                       .new_conversation = conversation_id::make(now, random),
                       .title = "t",
                       .parent = new_turn::parent_kind::newest,
                       .named_parent = std::nullopt,
                       .question = "?",
                       .model = "offline",
                       .request_fingerprint = "f",
                       .owner = owner,
                       .created_at = now.wall()};
        const auto begun = fakes::run(memory.begin_turn(call_scope{}, who, std::move(asked)));
        turn made{begun->record.id, std::make_shared<turn_log>(begun->record)};
        const auto on_fenced = [count = made.fenced] { ++*count; };
        writer.watch(turn_key{who.id, made.id}, {writing, made.log, on_fenced, [] {}});
        return made;
    }
    turn_owner joined()
    {
        const auto fresh = replica_id::make(now, random);
        return fakes::run(memory.join(call_scope{}, fresh, now.wall())).value();
    }
    turn_record stored(const turn& which)
    {
        return fakes::run(memory.find_turn(call_scope{}, who, which.id)).value();
    }
    result<> tick() { return fakes::run(writer.write_now()); }

    runtime::system_clock now;
    fakes::seeded_random random{2};
    fakes::recorded_log log;
    fakes::in_memory_conversation_store memory;
    fakes::unsteady_conversation_store store{memory};
    access::principal who = access::local_principal();
    turn_owner self = joined();
    turn_owner other = joined();
    alone_messenger messenger;
    progress_writer writer{{store, messenger, now, log}};
};

TEST_F(progress_writer_test, given_growth_when_ticks_come_then_nothing_is_written_twice)
{
    const turn one = watched(self);
    ASSERT_TRUE(one.log->append_text("one "));
    ASSERT_TRUE(tick());
    ASSERT_TRUE(one.log->append_event(language::usage{1, 1, std::nullopt, false}));
    ASSERT_TRUE(one.log->append_text("two"));
    ASSERT_TRUE(tick());
    ASSERT_TRUE(tick());  // nothing new: the store is not asked

    const auto growth = store.growth();
    ASSERT_EQ(growth.size(), 2U);
    EXPECT_EQ(growth[0].text, "one ");
    EXPECT_EQ(growth[1].text, "two");
    EXPECT_EQ(growth[1].from_byte, 4);
    EXPECT_EQ(growth[1].from_event, 0);
    EXPECT_EQ(growth[1].events.size(), 1U);
    EXPECT_EQ(store.count(store_write::progress), 2);
    EXPECT_EQ(stored(one).answer, "one two");
}

TEST_F(progress_writer_test, given_several_turns_when_a_tick_comes_then_one_call_for_all)
{
    const turn one = watched(self);
    const turn two = watched(self);
    ASSERT_TRUE(one.log->append_text("one"));
    ASSERT_TRUE(two.log->append_text("two"));

    ASSERT_TRUE(tick());

    EXPECT_EQ(store.count(store_write::progress), 1);
    EXPECT_EQ(stored(one).answer, "one");
    EXPECT_EQ(stored(two).answer, "two");
}

TEST_F(progress_writer_test, given_a_write_that_fails_when_the_next_tick_comes_then_it_is_repeated)
{
    for (const trouble kind : {trouble::before_commit, trouble::after_commit}) {
        const turn one = watched(self);
        ASSERT_TRUE(one.log->append_text("é"));
        ASSERT_TRUE(one.log->append_event(language::usage{1, 1, std::nullopt, false}));
        store.plan([kind](store_write) { return kind; });
        EXPECT_FALSE(tick());
        ASSERT_TRUE(one.log->append_text("ü"));
        EXPECT_FALSE(tick());
        store.plan(nullptr);

        EXPECT_TRUE(tick());

        EXPECT_EQ(store.growth().back().text, "éü");
        EXPECT_EQ(stored(one).answer, "éü");
        EXPECT_EQ(stored(one).events.size(), 1U);
    }
}

TEST_F(progress_writer_test, given_a_turn_of_another_owner_when_a_tick_comes_then_only_it_is_told)
{
    const turn mine = watched(self);
    const turn lost = watched_as(other, self);
    ASSERT_TRUE(mine.log->append_text("mine"));
    ASSERT_TRUE(lost.log->append_text("lost"));

    ASSERT_TRUE(tick());

    EXPECT_EQ(*mine.fenced, 0);
    EXPECT_EQ(*lost.fenced, 1);
    EXPECT_EQ(stored(mine).answer, "mine");
    EXPECT_EQ(stored(lost).answer, "");
}

TEST_F(progress_writer_test,
       given_a_turn_that_ends_while_its_growth_is_written_then_it_is_not_fenced)
{
    const turn one = watched(self);
    ASSERT_TRUE(one.log->append_text("all of it"));
    store.plan([&](store_write what) {
        if (what != store_write::progress) return trouble::none;
        writer.await_end(turn_key{who.id, one.id});
        turn_end end{one.id, turn_state::completed, "all of it", {}, std::nullopt, now.wall()};
        EXPECT_TRUE(fakes::run(memory.finish_turn(call_scope{}, who, self, std::move(end))));
        return trouble::none;
    });

    ASSERT_TRUE(tick());

    EXPECT_EQ(*one.fenced, 0);
    EXPECT_EQ(stored(one).state, turn_state::completed);
}

TEST_F(progress_writer_test, given_a_forgotten_turn_when_a_tick_comes_then_nothing_is_written)
{
    const turn one = watched(self);
    ASSERT_TRUE(one.log->append_text("one"));

    writer.forget(turn_key{who.id, one.id});

    ASSERT_TRUE(tick());
    EXPECT_EQ(store.count(store_write::progress), 0);
}

TEST_F(progress_writer_test, given_the_loop_when_something_grows_then_it_is_written_by_itself)
{
    runtime::io_threads threads(1);
    runtime::supervisor tasks(threads, log);
    int asked = 0;
    store.plan(
        [&asked](store_write) { return asked++ == 0 ? trouble::before_commit : trouble::none; });
    tasks.start("progress", writer.run());
    threads.start();
    const turn one = watched(self);

    ASSERT_TRUE(one.log->append_text("by itself"));

    EXPECT_TRUE(fakes::eventually([&] { return stored(one).answer == "by itself"; }));
    EXPECT_EQ(log.count("progress_not_written"), 1U);
    writer.stop();
    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    threads.finish();
}

TEST_F(progress_writer_test, given_a_store_that_stays_away_then_no_pause_is_past_write_pause_max)
{
    constexpr int tries = 40;  // doubled so often a pause would last for ever
    const fakes::clock_behind late(write_pause_max);
    progress_writer patient{{store, messenger, late, log}};
    store.plan([](store_write) { return trouble::before_commit; });
    const turn one = watched(self);
    patient.watch(turn_key{who.id, one.id}, {self, one.log, [] {}, [] {}});
    ASSERT_TRUE(one.log->append_text("kept in the end"));
    runtime::io_threads threads(1);
    runtime::supervisor tasks(threads, log);

    tasks.start("progress", patient.run());
    threads.start();

    EXPECT_TRUE(fakes::eventually([&] { return store.count(store_write::progress) >= tries; }));
    store.plan(nullptr);
    EXPECT_TRUE(fakes::eventually([&] { return stored(one).answer == "kept in the end"; }));
    patient.stop();
    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    threads.finish();
}

TEST_F(progress_writer_test, given_the_loop_when_stopped_then_what_grew_is_written_first)
{
    const turn one = watched(self);
    ASSERT_TRUE(one.log->append_text("last words"));
    writer.stop();
    runtime::io_threads threads(1);
    runtime::supervisor tasks(threads, log);

    tasks.start("progress", writer.run());
    threads.start();

    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    EXPECT_EQ(stored(one).answer, "last words");
    threads.finish();
}

TEST_F(progress_writer_test, given_as_much_unwritten_as_there_is_room_for_when_one_more_then_ends)
{
    progress_writer::parts with{store, messenger, now, log};
    EXPECT_EQ(with.unwritten_bytes_max, unwritten_bytes_max);
    with.unwritten_bytes_max = 20;
    progress_writer small{with};
    const auto watch = [&](const turn& one, std::atomic<int>& overflows) {
        const auto on_overflow = [&overflows] { ++overflows; };
        small.watch(turn_key{who.id, one.id}, {self, one.log, [] {}, on_overflow});
    };
    std::atomic<int> large_ends = 0;
    std::atomic<int> small_ends = 0;
    const turn large = watched(self);
    const turn little = watched(self);
    watch(large, large_ends);
    watch(little, small_ends);
    store.plan([](store_write) { return trouble::before_commit; });
    ASSERT_TRUE(large.log->append_text("fifteen bytes !"));
    ASSERT_TRUE(little.log->append_text("five!"));

    EXPECT_FALSE(fakes::run(small.write_now()));
    EXPECT_EQ(small.unwritten_bytes(), 20U);
    EXPECT_EQ(large_ends + small_ends, 0);
    ASSERT_TRUE(little.log->append_text("1"));
    EXPECT_FALSE(fakes::run(small.write_now()));

    EXPECT_EQ(large_ends, 1);
    EXPECT_EQ(small_ends, 0);
    // What waits for its end still counts, and is not asked twice.
    small.await_end(turn_key{who.id, large.id});
    EXPECT_FALSE(fakes::run(small.write_now()));
    EXPECT_EQ(large_ends, 1);
    EXPECT_EQ(small_ends, 1);
    store.plan(nullptr);
    small.forget(turn_key{who.id, large.id});
    EXPECT_TRUE(fakes::run(small.write_now()));
    EXPECT_EQ(small.unwritten_bytes(), 0U);
}

TEST_F(progress_writer_test, given_a_commit_that_hangs_when_there_is_no_room_then_turns_end_too)
{
    const fakes::clock_behind late(bound_looked_at_every);
    progress_writer::parts with{store, messenger, late, log};
    with.unwritten_bytes_max = 20;
    progress_writer small{with};
    std::atomic<int> overflows = 0;
    const auto on_overflow = [&overflows] { ++overflows; };
    const turn one = watched(self);
    small.watch(turn_key{who.id, one.id}, {self, one.log, [] {}, on_overflow});
    store.hold_growth();
    runtime::io_threads threads(1);
    runtime::supervisor tasks(threads, log);
    tasks.start("progress", small.run());
    tasks.start("bound", small.watch_bound());
    threads.start();
    ASSERT_TRUE(one.log->append_text("twenty bytes and more"));

    EXPECT_TRUE(fakes::eventually([&] { return overflows > 0; }));

    small.stop();
    store.let_growth_go();
    EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
    threads.finish();
}

TEST_F(progress_writer_test, given_more_than_one_transaction_may_hold_then_all_of_it_in_several)
{
    std::vector<turn> turns;
    for (std::size_t bytes = 0; bytes <= written_at_once_bytes; bytes += limits::answer_bytes_max) {
        turns.push_back(watched(self));
        ASSERT_TRUE(turns.back().log->append_text(std::string(limits::answer_bytes_max, 'x')));
    }

    ASSERT_TRUE(tick());

    EXPECT_EQ(store.count(store_write::progress), 2);
    EXPECT_EQ(writer.unwritten_bytes(), 0U);
    for (const turn& one : turns) EXPECT_EQ(stored(one).answer.size(), limits::answer_bytes_max);
}

}  // namespace
}  // namespace parlance::chat
