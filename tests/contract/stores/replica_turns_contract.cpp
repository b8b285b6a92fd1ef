#include "conversation_contract.hpp"

#include <algorithm>

// Turns as replicas that do not own them use them, and writes that come twice.
namespace parlance::contract {
namespace {

using chat::turn_state;

chat::placed_event step_at(std::int64_t at, chat::tool_phase phase)
{
    return {at, chat::tool_step{"call-1", "search_documents", phase, "Searched"}};
}

class shared_turns_contract : public conversation_store_contract {
protected:
    result<chat::turn_growth> growth_after(const access::principal& who, chat::turn_id which,
                                           chat::position from)
    {
        return fakes::run(store().read_growth({}, who, which, from));
    }
    result<chat::turn_standing> want_stop(const access::principal& who, chat::turn_id which)
    {
        return fakes::run(store().want_stop({}, who, which));
    }
    std::vector<chat::turn_key> stops_wanted(chat::turn_owner owner)
    {
        return fakes::run(store().stops_wanted({}, owner)).value();
    }
};

TEST_P(shared_turns_contract, given_progress_when_read_from_a_position_then_what_comes_after_it)
{
    const auto turn = begun(ada, first_question("q"));
    chat::turn_progress grown = growth_of(ada, turn.id, 0, "one é ");
    grown.events = {step_at(0, chat::tool_phase::started), step_at(4, chat::tool_phase::finished)};
    ASSERT_TRUE(append(self, grown));
    ASSERT_TRUE(append(self, growth_of(ada, turn.id, 7, "two")));

    const auto all = growth_after(ada, turn.id, {0, 0}).value();
    const auto rest = growth_after(ada, turn.id, {1, 4}).value();
    const auto none = growth_after(ada, turn.id, {2, 10}).value();

    EXPECT_EQ(all.is.state, turn_state::running);
    EXPECT_EQ(all.is.owner, self);
    EXPECT_EQ(all.text, "one é two");
    EXPECT_EQ(all.events.size(), 2U);
    EXPECT_EQ(rest.from_byte, 4);
    EXPECT_EQ(rest.text, "é two");
    EXPECT_EQ(rest.from_event, 1);
    ASSERT_EQ(rest.events.size(), 1U);
    EXPECT_EQ(rest.events[0].at, 4);
    EXPECT_EQ(none.from_byte, 10);
    EXPECT_EQ(none.text, "");
    EXPECT_TRUE(none.events.empty());
}

TEST_P(shared_turns_contract, given_a_final_turn_when_read_from_a_position_then_its_end_comes_too)
{
    chat::new_turn asked = first_question("q");
    asked.trace_id = "0af7651916cd43dd8448eb211c80319c";
    const auto turn = begun(ada, asked);
    ASSERT_TRUE(append(self, growth_of(ada, turn.id, 0, "draft")));
    auto end = end_of(turn.id, "draft and end");
    end.state = turn_state::failed;
    end.failed_with = fault::upstream_rejected;
    end.events = {step_at(0, chat::tool_phase::started)};
    ASSERT_TRUE(finish(ada, self, end));

    const auto rest = growth_after(ada, turn.id, {0, 5}).value();

    EXPECT_EQ(rest.is.state, turn_state::failed);
    EXPECT_EQ(rest.text, " and end");
    EXPECT_EQ(rest.events.size(), 1U);
    EXPECT_EQ(rest.failed_with, fault::upstream_rejected);
    EXPECT_EQ(rest.finished_at, end.finished_at);
    EXPECT_EQ(rest.trace_id, asked.trace_id);
}

TEST_P(shared_turns_contract, given_a_position_beyond_the_end_when_read_then_the_end_is_named)
{
    const auto turn = begun(ada, first_question("q"));
    ASSERT_TRUE(append(self, growth_of(ada, turn.id, 0, "abc")));

    const auto running = growth_after(ada, turn.id, {9, 99}).value();
    ASSERT_TRUE(finish(ada, self, end_of(turn.id, "ab")));
    const auto ended = growth_after(ada, turn.id, {9, 99}).value();

    EXPECT_EQ(running.from_byte, 3);
    EXPECT_EQ(running.text, "");
    EXPECT_TRUE(running.events.empty());
    EXPECT_EQ(ended.from_byte, 2);
    EXPECT_EQ(ended.text, "");
}

TEST_P(shared_turns_contract, given_anothers_or_a_deleted_turn_when_read_or_stopped_then_not_found)
{
    const auto turn = begun(ada, first_question("q"));
    const auto deleted = begun(ada, first_question("gone"));
    ASSERT_TRUE(fakes::run(history().remove({}, ada, deleted.conversation, now.wall())));

    for (const auto& [who, which] : {std::pair(ben, turn.id), std::pair(ada, deleted.id),
                                     std::pair(ada, fresh<chat::turn_id>())}) {
        const auto read = growth_after(who, which, {});
        const auto stopped = want_stop(who, which);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().kind, fault::not_found);
        ASSERT_FALSE(stopped);
        EXPECT_EQ(stopped.error().kind, fault::not_found);
    }
    EXPECT_EQ(stops_wanted(self), std::vector<chat::turn_key>({{ada.id, deleted.id}}));
}

TEST_P(shared_turns_contract, given_a_wish_to_stop_then_its_owner_finds_it_until_the_turn_ends)
{
    const auto turn = begun(ada, first_question("q"));
    begun(ben, first_question("goes on"));

    const auto wanted = want_stop(ada, turn.id);
    const auto again = want_stop(ada, turn.id);

    ASSERT_TRUE(wanted);
    EXPECT_EQ(wanted->state, turn_state::running);
    EXPECT_EQ(wanted->owner, self);
    EXPECT_TRUE(again);
    EXPECT_EQ(stops_wanted(self), std::vector<chat::turn_key>({{ada.id, turn.id}}));
    EXPECT_TRUE(stops_wanted(other).empty());
    EXPECT_TRUE(stops_wanted({self.replica, self.epoch + 1}).empty());
    ASSERT_TRUE(finish(ada, self, end_of(turn.id, "end")));
    EXPECT_TRUE(stops_wanted(self).empty());
}

TEST_P(shared_turns_contract, given_a_final_turn_when_stopped_then_it_stays_as_it_is)
{
    const auto turn = answered(ada, "q", "whole");

    const auto standing = want_stop(ada, turn.id);

    ASSERT_TRUE(standing);
    EXPECT_EQ(standing->state, turn_state::completed);
    EXPECT_EQ(found(ada, turn.id)->state, turn_state::completed);
    EXPECT_TRUE(stops_wanted(self).empty());
}

TEST_P(shared_turns_contract, given_an_end_that_was_kept_when_it_comes_again_then_no_conflict)
{
    const auto turn = begun(ada, first_question("q"));
    auto end = end_of(turn.id, "the answer");
    end.events = {step_at(0, chat::tool_phase::started)};
    ASSERT_TRUE(finish(ada, self, end));

    const auto again = finish(ada, self, end);
    const auto by_another = finish(ada, other, end);
    end.answer = "another answer";
    const auto another = finish(ada, self, end);

    EXPECT_TRUE(again);
    ASSERT_FALSE(by_another);
    EXPECT_EQ(by_another.error().kind, fault::conflict);
    ASSERT_FALSE(another);
    EXPECT_EQ(another.error().kind, fault::conflict);
    EXPECT_EQ(found(ada, turn.id)->answer, "the answer");
    EXPECT_EQ(found(ada, turn.id)->events.size(), 1U);
}

TEST_P(shared_turns_contract, given_a_record_then_it_names_its_owner)
{
    chat::new_turn asked = first_question("q");
    asked.owner = other;

    const auto turn = begun(ada, asked);

    EXPECT_EQ(turn.owner, other);
    EXPECT_EQ(found(ada, turn.id)->owner, other);
    EXPECT_EQ(opened(ada, turn.conversation)->turns.at(0).owner, other);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(every_store, shared_turns_contract, testing::ValuesIn(every_kind()),
                         kind_name);

}  // namespace parlance::contract
