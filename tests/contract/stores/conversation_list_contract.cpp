#include "conversation_contract.hpp"

#include <set>

namespace parlance::contract {
namespace {

TEST_P(conversation_store_contract, given_conversations_when_listed_then_last_used_first)
{
    const auto first = begun(ada, first_question("first"));
    const auto second = begun(ada, first_question("second"));
    begun(ben, first_question("not ada's"));
    ASSERT_TRUE(finish(ada, self, end_of(second.id, "done")));
    const auto again = begun(ada, next_question(first.conversation, "once more"));

    const auto page = listed(ada).value();

    ASSERT_EQ(page.items.size(), 2U);
    EXPECT_EQ(page.next_cursor, "");
    EXPECT_EQ(page.items[0].id, first.conversation);
    EXPECT_EQ(page.items[0].title, "about first");
    EXPECT_EQ(page.items[0].created_at, first.created_at);
    EXPECT_EQ(page.items[0].updated_at, again.created_at);
    EXPECT_TRUE(page.items[0].is_running);
    EXPECT_EQ(page.items[1].id, second.conversation);
    EXPECT_FALSE(page.items[1].is_running);
}

TEST_P(conversation_store_contract, given_an_answer_when_it_ends_then_its_conversation_is_updated)
{
    const auto first = begun(ada, first_question("first"));
    begun(ada, first_question("second"));
    const auto end = end_of(first.id, "done");

    ASSERT_TRUE(finish(ada, self, end));

    const auto page = listed(ada).value();
    ASSERT_EQ(page.items.size(), 2U);
    EXPECT_EQ(page.items[0].id, first.conversation);
    EXPECT_EQ(page.items[0].updated_at, end.finished_at);
}

TEST_P(conversation_store_contract, given_pages_when_rows_are_added_then_none_is_lost_or_doubled)
{
    std::set<chat::conversation_id> expected;
    auto together = first_question("one of two at the same moment");
    for (int count = 0; count < 7; ++count) {
        auto asked = first_question("question");
        asked.created_at = together.created_at;  // the cursor needs the id to tell them apart
        expected.insert(begun(ada, asked).conversation);
    }
    std::set<chat::conversation_id> seen;
    std::string cursor;
    std::size_t pages = 0;

    do {
        const auto page = listed(ada, cursor, 3).value();
        EXPECT_LE(page.items.size(), 3U);
        for (const auto& item : page.items) EXPECT_TRUE(seen.insert(item.id).second);
        cursor = page.next_cursor;
        begun(ada, first_question("added meanwhile"));
        ++pages;
    } while (!cursor.empty());

    EXPECT_EQ(seen, expected);
    EXPECT_EQ(pages, 3U);
}

TEST_P(conversation_store_contract, given_exactly_one_page_when_listed_then_there_is_no_next)
{
    for (int count = 0; count < 3; ++count) begun(ada, first_question("q"));

    const auto page = listed(ada, "", 3).value();

    EXPECT_EQ(page.items.size(), 3U);
    EXPECT_EQ(page.next_cursor, "");
}

TEST_P(conversation_store_contract, given_what_is_no_cursor_when_listed_then_invalid_request)
{
    begun(ada, first_question("q"));
    for (const char* text : {"x", ".", "1", "1.", "1.x", ".01890a5d-ac96-774b-bcce-b302099a8057",
                             "1x.01890a5d-ac96-774b-bcce-b302099a8057",
                             "99999999999999999999.01890a5d-ac96-774b-bcce-b302099a8057",
                             "1.01890a5d-ac96-774b-bcce-b302099a8057 "}) {
        const auto refused = listed(ada, text);

        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().kind, fault::invalid_request) << text;
    }
}

TEST_P(conversation_store_contract, given_nothing_when_listed_then_an_empty_page)
{
    begun(ben, first_question("not ada's"));

    const auto page = listed(ada);

    ASSERT_TRUE(page);
    EXPECT_TRUE(page->items.empty());
    EXPECT_EQ(page->next_cursor, "");
}

TEST_P(conversation_store_contract, given_branches_when_opened_then_the_path_to_the_newest_leaf)
{
    const auto first = begun(ada, first_question("1"));
    const auto left = begun(ada, next_question(first.conversation, "2 left"));
    begun(ada, next_question(first.conversation, "3 left"));
    auto sibling = next_question(first.conversation, "2 right");
    sibling.parent = chat::new_turn::parent_kind::named;
    sibling.named_parent = first.id;
    const auto right = begun(ada, sibling);
    ASSERT_TRUE(append(self, growth_of(ada, right.id, 0, "so far")));
    ASSERT_TRUE(finish(ada, self, end_of(left.id, "no longer shown")));

    const auto conversation = opened(ada, first.conversation).value();

    ASSERT_EQ(conversation.turns.size(), 2U);
    EXPECT_EQ(conversation.turns[0].id, first.id);
    EXPECT_EQ(conversation.turns[1].id, right.id);
    EXPECT_EQ(conversation.turns[1].parent, first.id);
    EXPECT_EQ(conversation.turns[1].answer, "so far");
    EXPECT_EQ(conversation.summary.id, first.conversation);
    EXPECT_TRUE(conversation.summary.is_running);
}

TEST_P(conversation_store_contract, given_anothers_conversation_when_opened_then_not_found)
{
    const auto turn = begun(ada, first_question("q"));

    const auto of_ben = opened(ben, turn.conversation);
    const auto of_nobody = opened(ada, fresh<chat::conversation_id>());

    ASSERT_FALSE(of_ben);
    EXPECT_EQ(of_ben.error().kind, fault::not_found);
    ASSERT_FALSE(of_nobody);
    EXPECT_EQ(of_nobody.error().kind, fault::not_found);
}

}  // namespace
}  // namespace parlance::contract
