#include "conversation_contract.hpp"

namespace parlance::contract {
namespace {

using chat::turn_state;

chat::placed_event tool_at(std::int64_t at, chat::tool_phase phase)
{
    return {at, chat::tool_step{"call-1", "search_documents", phase, "Searched \"6\" documents"}};
}

language::usage used(std::int64_t tokens, std::optional<std::int64_t> cached)
{
    return {tokens, tokens + 1, cached, cached.has_value()};
}

/// One of every kind, and both kinds of usage.
std::vector<chat::placed_event> every_event(knowledge::passage_id passage)
{
    return {tool_at(0, chat::tool_phase::started),
            tool_at(0, chat::tool_phase::finished),
            tool_at(3, chat::tool_phase::failed),
            {5, chat::citation{1, passage, 12, 345}},
            {9, used(7, std::nullopt)},
            {9, used(8, 4)}};
}

void expect_same(const std::vector<chat::placed_event>& got,
                 const std::vector<chat::placed_event>& want)
{
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t at = 0; at < got.size(); ++at) {
        EXPECT_EQ(got[at].at, want[at].at);
        ASSERT_EQ(got[at].what.index(), want[at].what.index());
        if (const auto* usage = std::get_if<language::usage>(&want[at].what)) {
            const auto& stored = std::get<language::usage>(got[at].what);
            EXPECT_EQ(stored.prompt_tokens, usage->prompt_tokens);
            EXPECT_EQ(stored.completion_tokens, usage->completion_tokens);
            EXPECT_EQ(stored.cached_tokens, usage->cached_tokens);
            EXPECT_EQ(stored.is_estimated, usage->is_estimated);
        } else if (const auto* step = std::get_if<chat::tool_step>(&want[at].what)) {
            EXPECT_EQ(std::get<chat::tool_step>(got[at].what), *step);
        } else {
            EXPECT_EQ(std::get<chat::citation>(got[at].what),
                      std::get<chat::citation>(want[at].what));
        }
    }
}

TEST_P(conversation_store_contract, given_progress_when_found_then_text_and_events_so_far)
{
    const auto turn = begun(ada, first_question("q"));
    const auto events = every_event(fresh<knowledge::passage_id>());
    chat::turn_progress first = growth_of(ada, turn.id, 0, "one ");
    first.events = {events.begin(), events.begin() + 2};
    chat::turn_progress second = growth_of(ada, turn.id, 4, "two");
    second.from_event = 2;
    second.events = {events.begin() + 2, events.end()};

    ASSERT_TRUE(append(self, first));
    ASSERT_TRUE(append(self, second));

    const auto stored = found(ada, turn.id).value();
    EXPECT_EQ(stored.state, turn_state::running);
    EXPECT_EQ(stored.answer, "one two");
    expect_same(stored.events, events);
}

TEST_P(conversation_store_contract, given_growth_when_written_again_with_more_then_it_is_replaced)
{
    const auto turn = begun(ada, first_question("q"));
    ASSERT_TRUE(append(self, growth_of(ada, turn.id, 0, "one ")));
    ASSERT_TRUE(append(self, growth_of(ada, turn.id, 4, "tw")));

    chat::turn_progress again = growth_of(ada, turn.id, 4, "two three");
    again.events = {tool_at(0, chat::tool_phase::started)};
    ASSERT_TRUE(append(self, again));
    ASSERT_TRUE(append(self, again));

    const auto stored = found(ada, turn.id).value();
    EXPECT_EQ(stored.answer, "one two three");
    EXPECT_EQ(stored.events.size(), 1U);
}

TEST_P(conversation_store_contract, given_growth_of_several_turns_then_only_the_fenced_are_returned)
{
    const auto ours = begun(ada, first_question("ours"));
    auto asked = first_question("theirs");
    asked.owner = other;
    const auto theirs = begun(ben, asked);
    const auto ended = begun(ben, first_question("ended"));
    ASSERT_TRUE(finish(ben, self, end_of(ended.id, "end")));
    const auto nobody = fresh<chat::turn_id>();
    std::vector<chat::turn_progress> growth{
        growth_of(ben, theirs.id, 0, "x"), growth_of(ada, ours.id, 0, "y"),
        growth_of(ben, ended.id, 0, "z"), growth_of(ben, ours.id, 0, "not ben's"),
        growth_of(ada, nobody, 0, "?")};

    const auto fenced = fakes::run(store().append_progress({}, self, std::move(growth)));

    const std::vector<chat::turn_key> expected{
        {ben.id, theirs.id}, {ben.id, ended.id}, {ben.id, ours.id}, {ada.id, nobody}};
    ASSERT_TRUE(fenced);
    EXPECT_EQ(*fenced, expected);
    EXPECT_EQ(found(ada, ours.id)->answer, "y");
    EXPECT_EQ(found(ben, theirs.id)->answer, "");
    EXPECT_EQ(found(ben, ended.id)->answer, "end");
}

TEST_P(conversation_store_contract, given_progress_when_finished_then_the_end_replaces_it)
{
    const auto turn = begun(ada, first_question("q"));
    const auto events = every_event(fresh<knowledge::passage_id>());
    chat::turn_progress grown = growth_of(ada, turn.id, 0, "draft");
    grown.events = {tool_at(0, chat::tool_phase::started), tool_at(1, chat::tool_phase::failed)};
    ASSERT_TRUE(append(self, grown));
    auto end = end_of(turn.id, "the whole answer");
    end.state = turn_state::failed;
    end.failed_with = fault::upstream_rejected;
    end.events = events;

    ASSERT_TRUE(finish(ada, self, end));

    const auto stored = found(ada, turn.id).value();
    EXPECT_EQ(stored.state, turn_state::failed);
    EXPECT_EQ(stored.failed_with, fault::upstream_rejected);
    EXPECT_EQ(stored.answer, "the whole answer");
    EXPECT_EQ(stored.finished_at, end.finished_at);
    expect_same(stored.events, events);
}

TEST_P(conversation_store_contract, given_a_finished_turn_when_finished_again_then_conflict)
{
    const auto turn = begun(ada, first_question("q"));
    ASSERT_TRUE(finish(ada, self, end_of(turn.id, "first")));

    const auto again = finish(ada, self, end_of(turn.id, "second"));

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, fault::conflict);
    EXPECT_EQ(found(ada, turn.id)->answer, "first");
}

TEST_P(conversation_store_contract, given_another_owner_when_finished_then_conflict)
{
    const auto turn = begun(ada, first_question("q"));

    const auto refused = finish(ada, other, end_of(turn.id, "not mine"));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::conflict);
    EXPECT_EQ(found(ada, turn.id)->state, turn_state::running);
}

TEST_P(conversation_store_contract, given_anothers_turn_when_used_then_not_found)
{
    const auto turn = begun(ada, first_question("q"));

    const auto read = found(ben, turn.id);
    const auto ended = finish(ben, self, end_of(turn.id, "from ben"));

    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, fault::not_found);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind, fault::not_found);
    EXPECT_EQ(found(ada, turn.id)->state, turn_state::running);
}

TEST_P(conversation_store_contract, given_turns_of_a_dead_owner_when_interrupted_then_text_is_kept)
{
    auto asked = first_question("left");
    asked.owner = other;
    const auto left = begun(ada, asked);
    chat::turn_progress grown = growth_of(ada, left.id, 0, "half an ans");
    grown.events = {tool_at(0, chat::tool_phase::started)};
    ASSERT_TRUE(append(other, grown));
    const auto ours = begun(ben, first_question("ours"));
    auto ended = first_question("ended");
    ended.owner = other;
    begun(ben, ended);
    ASSERT_TRUE(finish(ben, other, end_of(ended.id, "all of it")));

    const auto count = fakes::run(store().interrupt_left_running({}, self, now.wall()));

    ASSERT_TRUE(count);
    EXPECT_EQ(*count, 1U);
    const auto stored = found(ada, left.id).value();
    EXPECT_EQ(stored.state, turn_state::interrupted);
    EXPECT_EQ(stored.answer, "half an ans");
    EXPECT_EQ(stored.finished_at, now.wall());
    EXPECT_EQ(stored.failed_with, std::nullopt);
    expect_same(stored.events, grown.events);
    EXPECT_EQ(found(ben, ours.id)->state, turn_state::running);
    EXPECT_EQ(found(ben, ended.id)->state, turn_state::completed);
}

TEST_P(conversation_store_contract, given_an_interrupted_turn_when_its_owner_writes_then_fenced)
{
    const auto turn = begun(ada, first_question("q"));
    ASSERT_TRUE(fakes::run(store().interrupt_left_running({}, other, now.wall())));

    const auto grown = append(self, growth_of(ada, turn.id, 0, "late"));
    const auto ended = finish(ada, self, end_of(turn.id, "late"));

    ASSERT_TRUE(grown);
    EXPECT_EQ(grown->size(), 1U);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind, fault::conflict);
    EXPECT_EQ(found(ada, turn.id)->answer, "");
}

}  // namespace
}  // namespace parlance::contract
