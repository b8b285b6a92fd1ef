#include "conversation_contract.hpp"

#include <parlance/foundation/limits.hpp>

namespace parlance::contract {
namespace {

template <class T>
void expect_not_found(const result<T>& given)
{
    ASSERT_FALSE(given);
    EXPECT_EQ(given.error().kind, fault::not_found);
}

class history_store_contract : public conversation_store_contract {
protected:
    result<chat::conversation_summary> rename(const access::principal& who,
                                              chat::conversation_id which, std::string title)
    {
        return fakes::run(history().rename({}, who, which, std::move(title)));
    }
    result<wall_time> remove(const access::principal& who, chat::conversation_id which)
    {
        return fakes::run(history().remove({}, who, which, now.wall()));
    }
    result<chat::conversation_summary> restore(const access::principal& who,
                                               chat::conversation_id which)
    {
        const wall_time since = now.wall() - limits::restorable_for;
        return fakes::run(history().restore({}, who, which, since));
    }
    result<> rate(const access::principal& who, chat::turn_id which,
                  std::optional<chat::feedback> rated)
    {
        return fakes::run(history().rate({}, who, which, std::move(rated)));
    }
    result<chat::conversation_now> look_at(const access::principal& who,
                                           chat::conversation_id which)
    {
        return fakes::run(history().look_at({}, who, which));
    }
    std::size_t erase(std::size_t limit = 10)
    {
        const wall_time before = now.wall() - limits::restorable_for;
        return fakes::run(history().erase_deleted({}, before, limit)).value();
    }
};

TEST_P(history_store_contract, given_a_new_title_when_renamed_then_it_shows_and_its_place_stays)
{
    const auto first = answered(ada, "first", "a");
    answered(ada, "second", "b");
    now.advance(std::chrono::hours(1));

    const auto renamed = rename(ada, first.conversation, "Nötiz \"1\"");

    ASSERT_TRUE(renamed);
    EXPECT_EQ(renamed->title, "Nötiz \"1\"");
    const auto page = listed(ada).value();
    ASSERT_EQ(page.items.size(), 2U);
    EXPECT_EQ(page.items[1].title, "Nötiz \"1\"");
    EXPECT_EQ(page.items[1].updated_at, renamed->updated_at);
    EXPECT_EQ(look_at(ada, first.conversation)->summary.title, "Nötiz \"1\"");
}

TEST_P(history_store_contract, given_anothers_conversation_when_touched_then_not_found)
{
    const auto turn = answered(ada, "mine", "a");

    expect_not_found(rename(ben, turn.conversation, "x"));
    expect_not_found(remove(ben, turn.conversation));
    expect_not_found(restore(ben, turn.conversation));
    expect_not_found(look_at(ben, turn.conversation));
    expect_not_found(fakes::run(history().outline({}, ben, turn.conversation)));
    expect_not_found(fakes::run(history().read_turns({}, ben, turn.conversation, {{turn.id}, {}})));
    expect_not_found(rate(ben, turn.id, chat::feedback{chat::verdict::up, {}}));
    expect_not_found(rename(ada, fresh<chat::conversation_id>(), "x"));
    expect_not_found(rate(ada, fresh<chat::turn_id>(), std::nullopt));
    EXPECT_TRUE(opened(ada, turn.conversation));
}

TEST_P(history_store_contract, given_a_deleted_conversation_when_read_then_it_is_nowhere)
{
    const auto turn = answered(ada, "gone", "a");
    const auto kept = answered(ada, "kept", "b");

    ASSERT_TRUE(remove(ada, turn.conversation));

    const auto page = listed(ada).value();
    ASSERT_EQ(page.items.size(), 1U);
    EXPECT_EQ(page.items[0].id, kept.conversation);
    expect_not_found(opened(ada, turn.conversation));
    expect_not_found(opened(ada, turn.conversation, turn.id));
    expect_not_found(found(ada, turn.id));
    expect_not_found(fakes::run(history().outline({}, ada, turn.conversation)));
    expect_not_found(fakes::run(history().read_turns({}, ada, turn.conversation, {{turn.id}, {}})));
    expect_not_found(rename(ada, turn.conversation, "x"));
    expect_not_found(rate(ada, turn.id, chat::feedback{chat::verdict::up, {}}));
    expect_not_found(begin(ada, next_question(turn.conversation, "on")));
    EXPECT_TRUE(look_at(ada, turn.conversation)->deleted_at);
}

TEST_P(history_store_contract, given_a_deleted_conversation_when_its_turn_ends_then_it_is_kept)
{
    const auto turn = begun(ada, first_question("runs"));
    ASSERT_TRUE(remove(ada, turn.conversation));

    EXPECT_TRUE(finish(ada, self, end_of(turn.id, "so far")));

    ASSERT_TRUE(restore(ada, turn.conversation));
    EXPECT_EQ(found(ada, turn.id)->answer, "so far");
}

TEST_P(history_store_contract, given_the_same_request_when_its_conversation_is_gone_then_not_found)
{
    const auto asked = first_question("asked twice");
    const auto turn = begun(ada, asked);
    ASSERT_TRUE(remove(ada, turn.conversation));

    expect_not_found(begin(ada, asked));
}

TEST_P(history_store_contract, given_a_deletion_when_repeated_then_the_first_counts)
{
    const auto turn = answered(ada, "q", "a");
    const auto first = remove(ada, turn.conversation);
    now.advance(std::chrono::hours(5));

    const auto second = remove(ada, turn.conversation);

    ASSERT_TRUE(first && second);
    EXPECT_EQ(*second, *first);
}

TEST_P(history_store_contract, given_a_deletion_when_restored_then_everything_is_as_it_was)
{
    const auto turn = answered(ada, "q", "a");
    ASSERT_TRUE(rate(ada, turn.id, chat::feedback{chat::verdict::down, "wrong"}));
    ASSERT_TRUE(remove(ada, turn.conversation));
    now.advance(limits::restorable_for);

    const auto restored = restore(ada, turn.conversation);

    ASSERT_TRUE(restored);
    EXPECT_EQ(restored->id, turn.conversation);
    EXPECT_EQ(opened(ada, turn.conversation)->turns.front().answer, "a");
    EXPECT_EQ(found(ada, turn.id)->rated, (chat::feedback{chat::verdict::down, "wrong"}));
    EXPECT_TRUE(restore(ada, turn.conversation));  // what is not deleted stays
}

TEST_P(history_store_contract, given_a_deletion_older_than_the_limit_when_restored_then_not_found)
{
    const auto turn = answered(ada, "q", "a");
    ASSERT_TRUE(remove(ada, turn.conversation));
    now.advance(limits::restorable_for + std::chrono::milliseconds(1));

    expect_not_found(restore(ada, turn.conversation));
}

TEST_P(history_store_contract, given_old_deletions_when_erased_then_they_and_nothing_else_are_gone)
{
    const auto old = answered(ada, "old", "a");
    auto continuing = under(old.conversation, old.id, "old");
    continuing.continues = old.id;
    const auto below = begun(ada, continuing);
    ASSERT_TRUE(finish(ada, self, end_of(below.id, "b")));
    ASSERT_TRUE(rate(ada, old.id, chat::feedback{chat::verdict::up, {}}));
    ASSERT_TRUE(remove(ada, old.conversation));
    now.advance(std::chrono::hours(24));
    const auto younger = answered(ada, "younger", "c");
    ASSERT_TRUE(remove(ada, younger.conversation));
    const auto kept = answered(ada, "kept", "d");
    index_all();
    now.advance(limits::restorable_for - std::chrono::hours(1));

    EXPECT_EQ(erase(), 1U);
    EXPECT_EQ(erase(), 0U);

    expect_not_found(look_at(ada, old.conversation));
    expect_not_found(found(ada, below.id));
    EXPECT_TRUE(restore(ada, younger.conversation));
    EXPECT_TRUE(found(ada, younger.id));
    EXPECT_TRUE(found(ada, kept.id));
    // Its id can be given again.
    EXPECT_TRUE(begin(ada, first_question("new")));
}

TEST_P(history_store_contract, given_many_old_deletions_when_erased_then_so_many_at_a_time)
{
    for (int count = 0; count < 5; ++count) {
        ASSERT_TRUE(remove(ada, answered(ada, "q", "a").conversation));
    }
    now.advance(limits::restorable_for + std::chrono::hours(1));

    EXPECT_EQ(erase(2), 2U);
    EXPECT_EQ(erase(2), 2U);
    EXPECT_EQ(erase(2), 1U);
}

TEST_P(history_store_contract, given_a_running_turn_when_rated_then_conflict)
{
    const auto turn = begun(ada, first_question("runs"));

    const auto refused = rate(ada, turn.id, chat::feedback{chat::verdict::up, {}});

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::conflict);
    EXPECT_FALSE(found(ada, turn.id)->rated);
}

TEST_P(history_store_contract, given_ratings_when_given_then_the_newest_counts_or_none)
{
    const auto turn = answered(ada, "q", "a");
    ASSERT_TRUE(rate(ada, turn.id, chat::feedback{chat::verdict::up, "good"}));
    ASSERT_TRUE(rate(ada, turn.id, chat::feedback{chat::verdict::down, {}}));
    EXPECT_EQ(found(ada, turn.id)->rated, (chat::feedback{chat::verdict::down, {}}));

    ASSERT_TRUE(rate(ada, turn.id, std::nullopt));

    EXPECT_FALSE(found(ada, turn.id)->rated);
    EXPECT_TRUE(rate(ada, turn.id, std::nullopt));
}

TEST_P(history_store_contract, given_branches_when_outlined_then_every_turn_oldest_first)
{
    const auto root = answered(ada, "root", "a");
    const auto left = begun(ada, under(root.conversation, root.id, "left"));
    const auto beside = begun(ada, under(root.conversation, std::nullopt, "beside"));
    begun(ada, first_question("of another conversation"));

    const auto all = fakes::run(history().outline({}, ada, root.conversation)).value();

    const std::vector<chat::placed_turn> expected{
        {root.id, std::nullopt, chat::turn_state::completed},
        {left.id, root.id, chat::turn_state::running},
        {beside.id, std::nullopt, chat::turn_state::running}};
    EXPECT_EQ(all.turns, expected);
    EXPECT_EQ(all.summary.id, root.conversation);
    EXPECT_TRUE(all.summary.is_running);
}

INSTANTIATE_TEST_SUITE_P(every_store, history_store_contract, testing::ValuesIn(every_kind()),
                         kind_name);

}  // namespace
}  // namespace parlance::contract
