#include <parlance/chat/answer_writer.hpp>

#include <parlance/foundation/limits.hpp>

#include <fakes/fixed_passage_index.hpp>
#include <fakes/run.hpp>
#include <fakes/turn_reader.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace parlance::chat {
namespace {

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

class answer_writer_test : public testing::Test {
protected:
    answer_writer_test()
    {
        index.add("Warranty", "It covers parts. The warranty lasts two years. Call us.");
        index.add("Leave", "Thirty days of leave.");
        access::principal who = access::local_principal();
        const auto hits = fakes::run(index.search(call_scope{}, who, {}, 8)).value();
        found.passages = hits.passages;
        const knowledge::question_terms asked(words, "How long does the warranty last?");
        for (const knowledge::found_passage& passage : found.passages) {
            found.quotes.push_back(knowledge::best_quote(words, asked, passage.is.text));
        }
        writer.emplace(log, found);
    }
    result<> push(std::string delta) { return fakes::run(writer->push(std::move(delta))); }

    fakes::plain_words words;
    fakes::fixed_passage_index index;
    knowledge::retrieval found;
    turn_log log{empty_record()};
    std::optional<answer_writer> writer;
};

TEST_F(answer_writer_test, given_a_mark_in_pieces_when_pushed_then_the_citation_precedes_its_text)
{
    for (const std::string piece : {"Two years ", "[", "1", "]", ", it says [1]."}) {
        ASSERT_TRUE(push(piece));
    }
    ASSERT_TRUE(writer->finish());

    const turn_record record = log.snapshot();
    EXPECT_EQ(record.answer, "Two years [1], it says [1].");
    ASSERT_EQ(record.events.size(), 1U);
    EXPECT_EQ(record.events[0].at, 10);
    const auto& cited = std::get<citation>(record.events[0].what);
    EXPECT_EQ(cited.number, 1);
    EXPECT_EQ(cited.passage, found.passages[0].is.id);
    const std::string_view text = found.passages[0].is.text;
    const std::string_view quote = text.substr(static_cast<std::size_t>(cited.quote_from),
                                               static_cast<std::size_t>(cited.quote_bytes));
    EXPECT_NE(quote.find("The warranty lasts two years."), std::string_view::npos);
}

TEST_F(answer_writer_test, given_numbers_that_resolve_to_nothing_when_pushed_then_dropped)
{
    ASSERT_TRUE(push("a [3] b [2] c [0]"));
    ASSERT_TRUE(writer->finish());

    EXPECT_EQ(log.snapshot().answer, "a  b [2] c ");
    EXPECT_EQ(writer->dropped_citations(), 2U);
}

TEST_F(answer_writer_test, given_an_open_bracket_when_finished_then_it_is_written)
{
    ASSERT_TRUE(push("see [1"));
    EXPECT_EQ(log.snapshot().answer, "see ");

    ASSERT_TRUE(writer->finish());

    EXPECT_EQ(log.snapshot().answer, "see [1");
}

TEST_F(answer_writer_test, given_an_answer_over_its_limit_when_pushed_then_overloaded_for_good)
{
    ASSERT_TRUE(push(std::string(limits::answer_bytes_max, 'a')));

    const result<> over = push("b");
    ASSERT_FALSE(over);
    EXPECT_EQ(over.error().kind, fault::overloaded);
    EXPECT_EQ(log.snapshot().answer.size(), limits::answer_bytes_max);
}

TEST_F(answer_writer_test, given_a_piece_that_was_refused_when_a_smaller_one_fits_then_no_gap)
{
    ASSERT_TRUE(push(std::string(limits::answer_bytes_max - 2, 'a')));
    EXPECT_FALSE(push("long"));

    EXPECT_FALSE(push("b"));
    EXPECT_FALSE(writer->finish());

    EXPECT_EQ(log.snapshot().answer.back(), 'a');
}

TEST_F(answer_writer_test, given_events_at_their_limit_when_a_source_is_cited_then_overloaded)
{
    for (std::size_t one = 0; one < limits::turn_events_max; ++one) {
        ASSERT_TRUE(log.append_event(language::usage{}));
    }

    EXPECT_EQ(push("so [1]").error().kind, fault::overloaded);
}

}  // namespace
}  // namespace parlance::chat
