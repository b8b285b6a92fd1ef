#include <parlance/chat/send_permit.hpp>
#include <parlance/chat/turn_log.hpp>

#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>

#include <fakes/eventually.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/run.hpp>
#include <fakes/turn_reader.hpp>

#include <fakes/manual_clock.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <memory>

namespace parlance::chat {
namespace {

using fakes::turn_reader;

std::shared_ptr<turn_log> empty_log()
{
    const uuid_bytes bytes{};
    turn_record record{.id = turn_id(bytes),
                       .conversation = conversation_id(bytes),
                       .parent = std::nullopt,
                       .state = turn_state::running,
                       .question = "?",
                       .model = "offline",
                       .answer = {},
                       .events = {},
                       .failed_with = std::nullopt,
                       .created_at = wall_time(),
                       .finished_at = std::nullopt};
    return std::make_shared<turn_log>(std::move(record));
}

steady_time soon()
{
    return std::chrono::steady_clock::now() + std::chrono::milliseconds(5);
}

TEST(turn_log_readers_test, given_a_reader_when_something_happens_then_it_is_woken_once)
{
    const auto log = empty_log();
    turn_log::subscription news(*log);

    EXPECT_FALSE(fakes::run(news.news_by(soon())));
    ASSERT_TRUE(log->append_text("a"));
    EXPECT_TRUE(fakes::run(news.news_by(steady_time::max())));
    EXPECT_FALSE(fakes::run(news.news_by(soon())));
    ASSERT_TRUE(log->append_event(language::usage{}));
    EXPECT_TRUE(fakes::run(news.news_by(steady_time::max())));
    log->end(turn_state::completed, std::nullopt, wall_time());
    EXPECT_TRUE(fakes::run(news.news_by(steady_time::max())));
}

TEST(turn_log_readers_test, given_a_reader_when_the_log_is_closed_then_it_is_woken_and_told)
{
    const auto log = empty_log();
    turn_log::subscription news(*log);
    EXPECT_FALSE(log->is_closed());

    log->close();

    EXPECT_TRUE(fakes::run(news.news_by(steady_time::max())));
    EXPECT_TRUE(log->is_closed());
    turn_reader reader;
    fakes::run(fakes::follow(log, reader, 100));
    EXPECT_EQ(reader.ends, 0);
}

class many_readers : public testing::Test {
protected:
    many_readers() { threads.start(); }
    void add_readers(int count, std::size_t bytes_max)
    {
        for (int one = 0; one < count; ++one) {
            turn_reader& reader = readers.emplace_back();
            tasks.start("reader", fakes::follow(log, reader, bytes_max));
        }
    }
    fakes::recorded_log telemetry;
    std::shared_ptr<turn_log> log = empty_log();
    std::deque<turn_reader> readers;
    runtime::io_threads threads{3};
    runtime::supervisor tasks{threads, telemetry};
};

TEST_F(many_readers, given_a_writer_when_readers_come_at_any_time_then_all_have_the_same)
{
    std::string written;
    add_readers(6, 64);
    for (int piece = 0; piece < 600; ++piece) {
        const std::string text = piece % 3 == 0 ? "é€😀 " : "word ";
        written += text;
        ASSERT_TRUE(log->append_text(text));
        if (piece % 50 == 0) {
            ASSERT_TRUE(log->append_event(language::usage{piece, 0, std::nullopt, false}));
        }
        if (piece % 100 == 0) add_readers(2, 7);
    }
    log->end(turn_state::completed, std::nullopt, wall_time());
    add_readers(2, 4'096);

    ASSERT_TRUE(tasks.wait_until_idle(fakes::patience));
    for (const turn_reader& reader : readers) {
        EXPECT_EQ(reader.text, written);
        EXPECT_EQ(reader.events.size(), 12U);
        EXPECT_EQ(reader.starts, 1);
        EXPECT_EQ(reader.ends, 1);
        EXPECT_EQ(reader.broken_rule, "");
    }
    threads.finish();
}

TEST_F(many_readers, given_readers_that_leave_while_it_grows_then_the_writer_never_minds)
{
    for (int round = 0; round < 20; ++round) {
        runtime::supervisor some(threads, telemetry);
        turn_reader first;
        turn_reader second;
        some.start("reader", fakes::follow(log, first, 16));
        some.start("reader", fakes::follow(log, second, 16));
        for (int piece = 0; piece < 20; ++piece) ASSERT_TRUE(log->append_text("word "));
        some.cancel_all();
        for (int piece = 0; piece < 20; ++piece) ASSERT_TRUE(log->append_text("word "));
        ASSERT_TRUE(some.wait_until_idle(fakes::patience));
        EXPECT_EQ(first.broken_rule, "");
    }
    threads.finish();
}

TEST(turn_log_permit_test, given_no_permit_then_nothing_of_a_running_turn_is_read_until_it_is_back)
{
    fakes::manual_clock now;
    send_permit permit(now);
    permit.pulse();
    turn_log log(turn_record{.id = turn_id(uuid_bytes{1}),
                             .conversation = conversation_id(uuid_bytes{2}),
                             .parent = std::nullopt,
                             .question = "?",
                             .model = "m",
                             .answer = {},
                             .events = {},
                             .failed_with = std::nullopt,
                             .created_at = now.wall(),
                             .finished_at = std::nullopt},
                 &permit);
    ASSERT_TRUE(log.append_text("text"));
    EXPECT_EQ(log.read({}, 100).size(), 2U);

    now.advance(limits::loop_gap_max + std::chrono::milliseconds(1));
    EXPECT_TRUE(log.read({}, 100).empty());
    EXPECT_FALSE(log.may_be_shown());
    permit.pulse();
    EXPECT_TRUE(log.read({}, 100).empty());
    EXPECT_TRUE(permit.confirm(permit.doubts()));
    EXPECT_EQ(log.read({}, 100).size(), 2U);

    log.withhold();
    EXPECT_TRUE(log.read({}, 100).empty());
    EXPECT_TRUE(log.is_closed());
}

}  // namespace
}  // namespace parlance::chat
