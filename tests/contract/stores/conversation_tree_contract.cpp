#include "conversation_contract.hpp"

namespace parlance::contract {
namespace {

using ids = std::vector<chat::turn_id>;

ids ids_of(const chat::opened_conversation& opened)
{
    ids all;
    for (const auto& turn : opened.turns) all.push_back(turn.id);
    return all;
}

TEST_P(conversation_store_contract, given_versions_when_opened_through_one_then_its_newest_path)
{
    const auto root = begun(ada, first_question("root"));
    const auto where = root.conversation;
    const auto left = begun(ada, under(where, root.id, "left"));
    const auto left_leaf = begun(ada, under(where, left.id, "left leaf"));
    const auto right = begun(ada, under(where, root.id, "right"));
    const auto left_newest = begun(ada, under(where, left.id, "left leaf, again"));
    const auto other_root = begun(ada, under(where, std::nullopt, "another first question"));

    EXPECT_EQ(ids_of(opened(ada, where).value()), ids{other_root.id});
    EXPECT_EQ(ids_of(opened(ada, where, root.id).value()), (ids{root.id, left.id, left_newest.id}));
    EXPECT_EQ(ids_of(opened(ada, where, left_leaf.id).value()),
              (ids{root.id, left.id, left_leaf.id}));
    EXPECT_EQ(ids_of(opened(ada, where, right.id).value()), (ids{root.id, right.id}));
}

TEST_P(conversation_store_contract, given_versions_when_opened_then_each_turn_names_its_siblings)
{
    const auto root = begun(ada, first_question("root"));
    const auto where = root.conversation;
    const auto left = begun(ada, under(where, root.id, "left"));
    const auto right = begun(ada, under(where, root.id, "right"));
    const auto other_root = begun(ada, under(where, std::nullopt, "root, again"));
    begun(ada, first_question("of another conversation"));

    const auto shown = opened(ada, where, left.id).value();

    ASSERT_EQ(shown.turns.size(), 2U);
    EXPECT_EQ(shown.turns[0].siblings, (ids{root.id, other_root.id}));
    EXPECT_EQ(shown.turns[1].siblings, (ids{left.id, right.id}));
}

TEST_P(conversation_store_contract, given_a_turn_of_elsewhere_when_opened_through_then_not_found)
{
    const auto mine = begun(ada, first_question("mine"));
    const auto elsewhere = begun(ada, first_question("elsewhere"));
    const auto of_ben = begun(ben, first_question("ben's"));

    for (const auto& wrong : {elsewhere.id, of_ben.id, fresh<chat::turn_id>()}) {
        const auto refused = opened(ada, mine.conversation, wrong);

        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, fault::not_found);
    }
}

TEST_P(conversation_store_contract,
       given_a_running_turn_when_asked_beside_and_under_it_then_all_run)
{
    const auto first = begun(ada, first_question("runs"));
    ASSERT_TRUE(append(self, growth_of(ada, first.id, 0, "so far")));
    const auto beside = begun(ada, under(first.conversation, std::nullopt, "beside"));
    const auto below = begun(ada, under(first.conversation, first.id, "below"));

    EXPECT_EQ(found(ada, first.id)->answer, "so far");
    ASSERT_TRUE(finish(ada, self, end_of(below.id, "below, first")));
    ASSERT_TRUE(finish(ada, self, end_of(first.id, "so far and on")));
    EXPECT_TRUE(opened(ada, first.conversation)->summary.is_running);
    ASSERT_TRUE(finish(ada, self, end_of(beside.id, "beside, last")));

    EXPECT_FALSE(opened(ada, first.conversation)->summary.is_running);
    EXPECT_EQ(found(ada, first.id)->answer, "so far and on");
    EXPECT_EQ(found(ada, beside.id)->answer, "beside, last");
    EXPECT_EQ(found(ada, below.id)->parent, first.id);
}

TEST_P(conversation_store_contract, given_a_continuing_turn_when_read_then_what_it_continues)
{
    const auto first = answered(ada, "question", "half an ans");
    auto asked = under(first.conversation, first.id, "question");
    asked.continues = first.id;
    asked.trace_id = "0123456789abcdef0123456789abcdef";
    const auto next = begun(ada, asked);

    EXPECT_EQ(next.continues, first.id);
    EXPECT_EQ(next.parent, first.id);
    const auto kept = found(ada, next.id).value();
    EXPECT_EQ(kept.continues, first.id);
    EXPECT_EQ(kept.trace_id, "0123456789abcdef0123456789abcdef");
    EXPECT_FALSE(found(ada, first.id)->continues);
}

}  // namespace
}  // namespace parlance::contract
