#include <parlance/chat/citation_reader.hpp>
#include <parlance/chat/reading_limits.hpp>

#include <fakes/fixed_passage_index.hpp>
#include <fakes/run.hpp>

#include <gtest/gtest.h>

namespace parlance::chat {
namespace {

citation cited(std::int64_t number, std::uint8_t passage, std::int64_t from, std::int64_t bytes)
{
    uuid_bytes id{};
    id[15] = passage;
    return citation{number, knowledge::passage_id(id), from, bytes};
}

class citation_reader_test : public testing::Test {
protected:
    citation_reader_test()
    {
        index.add("First", "Zwei Jahre für alle.");
        index.add("Second", "Thirty days.");
    }
    result<std::vector<shown_citation>> show(std::vector<citation> which)
    {
        const access::principal who = access::local_principal();
        return fakes::run(reader.show(call_scope{}, who, std::move(which)));
    }
    fakes::fixed_passage_index index;
    citation_reader reader{index};
};

TEST_F(citation_reader_test, given_citations_when_shown_then_in_the_order_given_with_their_quotes)
{
    const auto shown = show({cited(1, 2, 0, 6), cited(2, 1, 11, 4)}).value();

    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(shown[0].source->title, "Second");
    EXPECT_EQ(shown[0].quote, "Thirty");
    EXPECT_EQ(shown[1].source->file_name, "First.md");
    EXPECT_EQ(shown[1].quote, "für");
}

TEST_F(citation_reader_test, given_a_passage_that_is_gone_when_shown_then_without_source_and_quote)
{
    const auto shown = show({cited(1, 9, 0, 6), cited(2, 1, 0, 4)}).value();

    ASSERT_EQ(shown.size(), 2U);
    EXPECT_FALSE(shown[0].source);
    EXPECT_EQ(shown[0].quote, "");
    EXPECT_EQ(shown[0].is.number, 1);
    EXPECT_EQ(shown[1].quote, "Zwei");
}

TEST_F(citation_reader_test, given_ranges_that_no_longer_fit_when_shown_then_cut_at_characters)
{
    const auto shown = show({cited(1, 1, 12, 1), cited(2, 1, 13, 1), cited(3, 1, 5, 999),
                             cited(4, 1, 999, 5), cited(5, 1, 12, 2)})
                           .value();

    EXPECT_EQ(shown[0].quote, "");
    EXPECT_EQ(shown[1].quote, "ü");
    EXPECT_EQ(shown[2].quote, "Jahre für alle.");
    EXPECT_EQ(shown[3].quote, "");
    EXPECT_EQ(shown[4].quote, "ü");
}

TEST_F(citation_reader_test, given_no_citations_when_shown_then_the_index_is_not_asked)
{
    index.fail_with(fail(fault::overloaded, "busy"));

    EXPECT_TRUE(show({}).value().empty());
    EXPECT_EQ(show({cited(1, 1, 0, 1)}).error().kind, fault::overloaded);
}

TEST_F(citation_reader_test, given_more_citations_than_are_shown_then_repetitions_are_left_out)
{
    uuid_bytes id{};
    turn_record turn{.id = turn_id(id),
                     .conversation = conversation_id(id),
                     .parent = std::nullopt,
                     .question = "q",
                     .model = "m",
                     .answer = "a",
                     .events = {},
                     .failed_with = std::nullopt,
                     .created_at = {},
                     .finished_at = std::nullopt};
    for (std::size_t at = 0; at < citations_shown_max; ++at) {
        turn.events.push_back({0, cited(1, 1, 0, 4)});
    }
    EXPECT_EQ(citations_of(turn).size(), citations_shown_max);

    turn.events.push_back({0, cited(1, 1, 0, 4)});
    turn.events.push_back({0, cited(2, 2, 0, 4)});
    turn.events.push_back({0, cited(2, 2, 0, 4)});

    const auto shown = citations_of(turn);
    EXPECT_EQ(shown.size(), citations_shown_max + 1);
    EXPECT_EQ(shown.back().number, 2);
}

}  // namespace
}  // namespace parlance::chat
