#include "conversation_contract.hpp"

namespace parlance::contract {
namespace {

using parent_kind = chat::new_turn::parent_kind;

TEST_P(conversation_store_contract, given_a_first_question_when_begun_then_it_runs_as_asked)
{
    const chat::new_turn asked = first_question("what is the warranty?");

    const auto begun_turn = begin(ada, asked);

    ASSERT_TRUE(begun_turn);
    EXPECT_TRUE(begun_turn->is_new);
    const auto stored = found(ada, asked.id).value();
    EXPECT_EQ(stored.id, asked.id);
    EXPECT_EQ(stored.conversation, asked.new_conversation);
    EXPECT_EQ(stored.parent, std::nullopt);
    EXPECT_EQ(stored.state, chat::turn_state::running);
    EXPECT_EQ(stored.question, asked.question);
    EXPECT_EQ(stored.model, "offline");
    EXPECT_EQ(stored.answer, "");
    EXPECT_TRUE(stored.events.empty());
    EXPECT_EQ(stored.failed_with, std::nullopt);
    EXPECT_EQ(stored.created_at, asked.created_at);
    EXPECT_EQ(stored.finished_at, std::nullopt);
}

TEST_P(conversation_store_contract, given_a_begun_turn_when_begun_again_then_the_same_turn)
{
    chat::new_turn asked = first_question("once");
    ASSERT_TRUE(begin(ada, asked));
    ASSERT_TRUE(append(self, growth_of(ada, asked.id, 0, "some")));
    asked.new_conversation = fresh<chat::conversation_id>();  // made anew for every request
    asked.owner = other;

    const auto again = begin(ada, asked);

    ASSERT_TRUE(again);
    EXPECT_FALSE(again->is_new);
    EXPECT_EQ(again->record.answer, "some");
    EXPECT_EQ(listed(ada)->items.size(), 1U);
}

TEST_P(conversation_store_contract,
       given_a_begun_turn_when_another_request_has_its_id_then_conflict)
{
    chat::new_turn asked = first_question("first");
    ASSERT_TRUE(begin(ada, asked));
    asked.question = "second";
    asked.request_fingerprint = "b";

    const auto second = begin(ada, asked);

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, fault::conflict);
    EXPECT_EQ(found(ada, asked.id)->question, "first");
}

TEST_P(conversation_store_contract, given_two_principals_when_ids_are_the_same_then_no_conflict)
{
    chat::new_turn asked = first_question("from ada");
    ASSERT_TRUE(begin(ada, asked));
    asked.question = "from ben";
    asked.request_fingerprint = "b";

    const auto of_ben = begin(ben, asked);

    ASSERT_TRUE(of_ben);
    EXPECT_TRUE(of_ben->is_new);
    EXPECT_EQ(found(ada, asked.id)->question, "from ada");
    EXPECT_EQ(found(ben, asked.id)->question, "from ben");
    EXPECT_EQ(opened(ada, asked.new_conversation)->turns.size(), 1U);
}

TEST_P(conversation_store_contract, given_no_such_conversation_when_begun_then_not_found)
{
    const auto asked = next_question(fresh<chat::conversation_id>(), "where?");

    const auto refused = begin(ada, asked);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::not_found);
    EXPECT_FALSE(found(ada, asked.id));
}

TEST_P(conversation_store_contract, given_anothers_conversation_when_begun_then_not_found)
{
    const auto of_ada = begun(ada, first_question("mine"));

    const auto refused = begin(ben, next_question(of_ada.conversation, "yours?"));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::not_found);
    EXPECT_EQ(opened(ada, of_ada.conversation)->turns.size(), 1U);
}

TEST_P(conversation_store_contract, given_a_taken_conversation_id_when_begun_then_conflict)
{
    const auto taken = begun(ada, first_question("first"));
    chat::new_turn asked = first_question("second");
    asked.new_conversation = taken.conversation;

    const auto refused = begin(ada, asked);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::conflict);
    EXPECT_FALSE(found(ada, asked.id));
}

TEST_P(conversation_store_contract, given_earlier_turns_when_parent_is_newest_then_the_last_one)
{
    const auto first = begun(ada, first_question("1"));
    const auto second = begun(ada, next_question(first.conversation, "2"));

    const auto third = begun(ada, next_question(first.conversation, "3"));

    EXPECT_EQ(second.parent, first.id);
    EXPECT_EQ(third.parent, second.id);
}

TEST_P(conversation_store_contract, given_earlier_turns_when_parent_is_none_then_a_first_question)
{
    const auto first = begun(ada, first_question("1"));
    chat::new_turn asked = next_question(first.conversation, "1, in other words");
    asked.parent = parent_kind::none;

    const auto sibling = begun(ada, asked);

    EXPECT_EQ(sibling.parent, std::nullopt);
    EXPECT_EQ(sibling.conversation, first.conversation);
}

TEST_P(conversation_store_contract, given_a_named_parent_when_begun_then_a_sibling)
{
    const auto first = begun(ada, first_question("1"));
    begun(ada, next_question(first.conversation, "2"));
    chat::new_turn asked = next_question(first.conversation, "2, in other words");
    asked.parent = parent_kind::named;
    asked.named_parent = first.id;

    const auto sibling = begun(ada, asked);

    EXPECT_EQ(sibling.parent, first.id);
}

TEST_P(conversation_store_contract, given_a_parent_elsewhere_when_begun_then_not_found)
{
    const auto here = begun(ada, first_question("here"));
    const auto there = begun(ada, first_question("there"));
    const auto of_ben = begun(ben, first_question("of ben"));

    for (const chat::turn_id parent : {there.id, of_ben.id, fresh<chat::turn_id>()}) {
        chat::new_turn asked = next_question(here.conversation, "?");
        asked.parent = parent_kind::named;
        asked.named_parent = parent;
        const auto refused = begin(ada, asked);

        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, fault::not_found);
    }
    EXPECT_EQ(opened(ada, here.conversation)->turns.size(), 1U);
}

TEST_P(conversation_store_contract, given_a_refused_first_question_then_no_conversation_is_left)
{
    chat::new_turn asked = first_question("?");
    asked.parent = parent_kind::named;
    asked.named_parent = fresh<chat::turn_id>();

    const auto refused = begin(ada, asked);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::not_found);
    EXPECT_TRUE(listed(ada)->items.empty());
}

TEST_P(conversation_store_contract, given_odd_text_when_stored_then_it_is_kept_byte_for_byte)
{
    using std::string_literals::operator""s;
    const std::vector<std::string> odd = {
        "nul\0inside"s, "\0"s, "astral 𝔘𝕟𝕚 🧑🏽‍🚀",
        // NOLINTNEXTLINE(misc-misleading-bidirectional): odd
        "עברית \u2067 العربية", "'; DROP TABLE turns; --", "line\r\nline\u2028line",
        std::string(1024 * 1024, 'x') + "ü"};

    for (const std::string& text : odd) {
        const auto turn = begun(ada, first_question(text));
        EXPECT_EQ(found(ada, turn.id)->question, text);
        ASSERT_TRUE(append(self, growth_of(ada, turn.id, 0, text)));
        EXPECT_EQ(found(ada, turn.id)->answer, text);
        ASSERT_TRUE(finish(ada, self, end_of(turn.id, text)));
        EXPECT_EQ(found(ada, turn.id)->answer, text);
    }
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(every_store, conversation_store_contract, testing::ValuesIn(every_kind()),
                         kind_name);

}  // namespace parlance::contract
