#include <parlance/chat/turn_log.hpp>

#include <fakes/turn_reader.hpp>

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <vector>

namespace parlance::chat {
namespace {

using fakes::turn_reader;

turn_record empty_record()
{
    const uuid_bytes bytes{};
    return turn_record{.id = turn_id(bytes),
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
}

turn_event numbered_citation(std::int64_t number)
{
    return citation{number, knowledge::passage_id(uuid_bytes{}), 0, 0};
}

/// Text of every character width, with events between, at random.
turn_record random_record(std::mt19937& random)
{
    constexpr std::array<std::string_view, 6> pieces{"a", "é", "€", "😀", "word ", "保証"};
    turn_record record = empty_record();
    const auto count = random() % 12;
    for (std::size_t made = 0; made < count; ++made) {
        if (random() % 3 == 0) {
            const auto at = static_cast<std::int64_t>(record.answer.size());
            const auto number = static_cast<std::int64_t>(record.events.size()) + 1;
            record.events.push_back(placed_event{at, numbered_citation(number)});
        } else {
            record.answer += pieces.at(random() % pieces.size());
        }
    }
    return record;
}

turn_record ended(turn_record record, turn_state state)
{
    record.state = state;
    return record;
}

/// Every position that a reader of this record can have, the one before everything included.
std::vector<position> every_position(const turn_record& record)
{
    std::vector<position> all{position{0, 0}};
    for (std::int64_t events = 1; events <= static_cast<std::int64_t>(record.events.size()) + 1;
         ++events) {
        const auto before = static_cast<std::size_t>(events - 1);
        const auto from = before == 0 ? 0 : record.events[before - 1].at;
        const auto to = before < record.events.size()
                            ? record.events[before].at
                            : static_cast<std::int64_t>(record.answer.size());
        for (std::int64_t bytes = from; bytes <= to; ++bytes) {
            const auto at = static_cast<std::size_t>(bytes);
            if (floor_to_character(record.answer, at) != at) continue;
            all.push_back(position{events, bytes});
        }
    }
    return all;
}

/// A client that has seen everything of `record` up to a position.
turn_reader reader_at(const turn_record& record, position at)
{
    turn_reader reader;
    reader.after = at;
    reader.text = record.answer.substr(0, static_cast<std::size_t>(at.bytes));
    reader.starts = at.events > 0 ? 1 : 0;
    for (std::int64_t seen = 1; seen < at.events; ++seen) {
        reader.events.push_back(
            fakes::brief(record.events[static_cast<std::size_t>(seen - 1)].what));
    }
    return reader;
}

void read_all(const turn_log& log, turn_reader& reader, std::size_t bytes_max)
{
    for (int reads = 0; reader.ends == 0; ++reads) {
        const auto entries = log.read(reader.after, bytes_max);
        if (entries.empty()) return;
        reader.take(entries);
        ASSERT_LT(reads, 1'000) << "a read that makes no way";
    }
}

TEST(turn_log_test, given_random_logs_when_read_from_every_position_then_all_readers_agree)
{
    std::mt19937 random(20);
    for (int round = 0; round < 150; ++round) {
        const turn_record record = ended(random_record(random), turn_state::completed);
        const turn_log log(record);
        for (const position from : every_position(record)) {
            turn_reader reader = reader_at(record, from);

            read_all(log, reader, 4 + random() % 8);

            ASSERT_EQ(reader.text, record.answer) << format_position(from);
            ASSERT_EQ(reader.events, fakes::brief(record.events));
            ASSERT_EQ(reader.starts, 1);
            ASSERT_EQ(reader.ends, 1);
            ASSERT_EQ(reader.broken_rule, "");
            ASSERT_EQ(reader.after, end_of(record));
        }
    }
}

TEST(turn_log_test, given_a_log_that_grows_when_read_at_every_step_then_nothing_is_lost_or_twice)
{
    std::mt19937 random(21);
    for (int round = 0; round < 100; ++round) {
        const turn_record whole = random_record(random);
        turn_log log(empty_record());
        turn_reader reader;
        std::size_t next_event = 0;
        for (std::size_t at = 0; at <= whole.answer.size();) {
            while (next_event < whole.events.size() &&
                   whole.events[next_event].at == static_cast<std::int64_t>(at)) {
                ASSERT_TRUE(log.append_event(whole.events[next_event++].what));
            }
            if (random() % 2 == 0) read_all(log, reader, 64);
            if (at == whole.answer.size()) break;
            std::size_t to = at + 1;
            while (floor_to_character(whole.answer, to) != to) ++to;
            ASSERT_TRUE(log.append_text(whole.answer.substr(at, to - at)));
            at = to;
        }
        read_all(log, reader, 64);
        EXPECT_EQ(reader.ends, 0);
        log.end(turn_state::stopped, std::nullopt, wall_time());
        read_all(log, reader, 64);

        ASSERT_EQ(reader.text, whole.answer);
        ASSERT_EQ(reader.events, fakes::brief(whole.events));
        ASSERT_EQ(reader.ends, 1);
        ASSERT_EQ(reader.end->state, turn_state::stopped);
        ASSERT_EQ(reader.broken_rule, "");
    }
}

TEST(turn_log_test, given_a_byte_inside_a_character_when_read_then_the_reader_is_set_back)
{
    turn_record record = ended(empty_record(), turn_state::completed);
    record.answer = "a€b";
    const turn_log log(record);

    for (const std::int64_t inside : {2, 3}) {
        const auto entries = log.read(position{1, inside}, 100);

        ASSERT_EQ(entries.size(), 3U);
        EXPECT_EQ(std::get<text_delta>(entries[0].what).at, 1);
        EXPECT_EQ(entries[0].after, (position{1, 1}));
        EXPECT_EQ(std::get<text_delta>(entries[1].what).text, "€b");
    }
}

/// What a crash may have kept of a log: some of its events, and text up to a character boundary.
turn_record kept_of(const turn_record& full, position kept)
{
    turn_record record = ended(full, turn_state::interrupted);
    record.answer.resize(static_cast<std::size_t>(kept.bytes));
    record.events.erase(record.events.begin() + (kept.events - 1), record.events.end());
    return record;
}

TEST(turn_log_test, given_readers_ahead_of_what_a_crash_kept_when_read_then_set_back_and_ended)
{
    std::mt19937 random(22);
    for (int round = 0; round < 60; ++round) {
        const turn_record full = random_record(random);
        const std::vector<position> positions = every_position(full);
        for (const position kept : positions) {
            if (kept.events == 0) continue;  // the turn event is made from the record itself
            const turn_record record = kept_of(full, kept);
            const turn_log log(record);
            for (const position from : positions) {
                turn_reader reader = reader_at(full, from);

                read_all(log, reader, 16);

                const std::string where = format_position(from) + " of " + format_position(kept);
                ASSERT_EQ(reader.ends, 1) << where;
                ASSERT_EQ(reader.end->state, turn_state::interrupted);
                ASSERT_EQ(reader.text, record.answer) << where;
                ASSERT_EQ(reader.broken_rule, "") << where;
                ASSERT_EQ(reader.after.events, end_of(record).events) << where;
            }
        }
    }
}

TEST(turn_log_test, given_a_reader_far_ahead_when_read_then_a_lower_at_and_then_the_end)
{
    turn_record record = ended(empty_record(), turn_state::interrupted);
    record.answer = "kept";
    const turn_log log(record);

    const auto entries = log.read(position{900, 999'999'999'999'999}, 100);

    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(std::get<text_delta>(entries[0].what).at, 4);
    EXPECT_TRUE(std::get<text_delta>(entries[0].what).text.empty());
    EXPECT_EQ(std::get<turn_ended>(entries[1].what).state, turn_state::interrupted);
    EXPECT_EQ(entries[1].after, end_of(record));
}

TEST(turn_log_test, given_a_limit_when_read_then_no_read_holds_more_text_and_each_makes_way)
{
    turn_record record = empty_record();
    for (int one = 0; one < 50; ++one) record.answer += "ab€😀";
    const turn_log log(record);
    for (std::size_t bytes_max = 1; bytes_max < 40; ++bytes_max) {
        turn_reader reader;
        for (int reads = 0; reads < 1'000; ++reads) {
            const auto entries = log.read(reader.after, bytes_max);
            if (entries.empty()) break;
            std::size_t bytes = 0;
            for (const log_entry& entry : entries) {
                const auto* delta = std::get_if<text_delta>(&entry.what);
                if (delta != nullptr) bytes += delta->text.size();
            }
            ASSERT_LE(bytes, std::max<std::size_t>(bytes_max, 4));
            reader.take(entries);
        }
        ASSERT_EQ(reader.text, record.answer) << bytes_max;
    }
}

TEST(turn_log_test, given_much_text_when_read_from_the_start_then_it_is_one_delta)
{
    turn_log log(empty_record());
    for (int one = 0; one < 1'000; ++one) ASSERT_TRUE(log.append_text("word "));

    const auto entries = log.read(position{}, 64 * 1024);

    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(std::get<text_delta>(entries[1].what).text.size(), 5'000U);
}

TEST(turn_log_test, given_the_fault_of_an_end_when_read_then_the_reader_has_it)
{
    turn_log log(empty_record());
    log.end(turn_state::failed, fault::upstream_rejected, wall_time());

    const auto entries = log.read(position{1, 0}, 100);

    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(std::get<turn_ended>(entries[0].what).failed_with, fault::upstream_rejected);
}

TEST(turn_log_test, given_an_answer_at_its_limit_when_one_byte_more_then_refused_and_unchanged)
{
    turn_log log(empty_record());

    EXPECT_TRUE(log.append_text(std::string(limits::answer_bytes_max - 1, 'a')));
    EXPECT_FALSE(log.append_text("bc"));
    EXPECT_TRUE(log.append_text("b"));
    EXPECT_FALSE(log.append_text("c"));

    EXPECT_EQ(log.snapshot().answer.size(), limits::answer_bytes_max);
    EXPECT_EQ(log.snapshot().answer.back(), 'b');
}

TEST(turn_log_test, given_events_at_their_limit_when_one_more_then_refused)
{
    turn_log log(empty_record());
    for (std::size_t one = 0; one < limits::turn_events_max; ++one) {
        ASSERT_TRUE(log.append_event(language::usage{}));
    }

    EXPECT_FALSE(log.append_event(language::usage{}));
    EXPECT_EQ(log.snapshot().events.size(), limits::turn_events_max);
}

TEST(turn_log_test, given_what_was_written_when_growth_is_asked_for_then_only_what_is_new)
{
    turn_log log(empty_record());
    ASSERT_TRUE(log.append_text("ab"));
    ASSERT_TRUE(log.append_event(numbered_citation(1)));
    ASSERT_TRUE(log.append_text("cd"));
    ASSERT_TRUE(log.append_event(numbered_citation(2)));

    const turn_log::growth all = log.since(0, 0);
    const turn_log::growth some = log.since(2, 1);
    const turn_log::growth none = log.since(4, 2);

    EXPECT_EQ(all.text, "abcd");
    EXPECT_EQ(fakes::brief(all.events), (std::vector<std::string>{"citation 1", "citation 2"}));
    EXPECT_EQ(all.events[1].at, 4);
    EXPECT_EQ(some.text, "cd");
    EXPECT_EQ(fakes::brief(some.events), (std::vector<std::string>{"citation 2"}));
    EXPECT_TRUE(none.text.empty() && none.events.empty());
}

}  // namespace
}  // namespace parlance::chat
