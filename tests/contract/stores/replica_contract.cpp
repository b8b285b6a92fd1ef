#include "conversation_contract.hpp"

#include <algorithm>

namespace parlance::contract {
namespace {

using chat::turn_state;

/// Which replicas are there, how they show that they live, and what becomes of them.
class replica_store_contract : public conversation_store_contract {
protected:
    std::vector<chat::heartbeat> heartbeats()
    {
        return fakes::run(replicas().heartbeats({})).value();
    }
    /// Of a replica that is there.
    chat::heartbeat heartbeat_of(chat::turn_owner which)
    {
        for (const chat::heartbeat& one : heartbeats()) {
            if (one.of == which) return one;
        }
        ADD_FAILURE() << "this replica is not there";
        return {};
    }
    bool is_there(chat::turn_owner which)
    {
        const auto all = heartbeats();
        return std::any_of(all.begin(), all.end(),
                           [&](const chat::heartbeat& one) { return one.of == which; });
    }
    result<> beat(chat::turn_owner which) { return fakes::run(replicas().beat({}, which)); }
    std::vector<chat::abandoned_turn> declare_dead(chat::heartbeat seen)
    {
        now.advance(std::chrono::milliseconds(10));
        return fakes::run(replicas().declare_dead({}, seen, now.wall())).value();
    }
    std::vector<chat::abandoned_turn> leave(chat::turn_owner which)
    {
        now.advance(std::chrono::milliseconds(10));
        return fakes::run(replicas().leave({}, which, now.wall())).value();
    }
    chat::turn_record begun_by(chat::turn_owner owner, const access::principal& who)
    {
        chat::new_turn asked = first_question("q");
        asked.owner = owner;
        return begun(who, std::move(asked));
    }
    static chat::abandoned_turn abandoned(const access::principal& who,
                                          const chat::turn_record& turn)
    {
        return {{who.id, turn.id}, turn.conversation};
    }
};

TEST_P(replica_store_contract, given_two_replicas_when_they_join_then_both_are_there)
{
    EXPECT_NE(self.replica, other.replica);
    EXPECT_GT(self.epoch, 0);
    EXPECT_TRUE(is_there(self));
    EXPECT_TRUE(is_there(other));
    EXPECT_EQ(heartbeats().size(), 2U);
}

TEST_P(replica_store_contract, given_a_replica_when_it_beats_then_only_its_counter_grows)
{
    const auto before = heartbeat_of(self);
    const auto of_other = heartbeat_of(other);

    ASSERT_TRUE(beat(self));
    ASSERT_TRUE(beat(self));

    EXPECT_EQ(heartbeat_of(self).counter, before.counter + 2);
    EXPECT_EQ(heartbeat_of(other), of_other);
}

TEST_P(replica_store_contract, given_a_replica_when_it_joins_again_then_the_next_epoch)
{
    const auto turn = begun_by(self, ada);
    ASSERT_TRUE(append(self, growth_of(ada, turn.id, 0, "half")));

    const auto again = joined(self.replica);

    EXPECT_GT(again.epoch, self.epoch);
    EXPECT_FALSE(is_there(self));
    EXPECT_TRUE(is_there(again));
    ASSERT_FALSE(beat(self));
    EXPECT_EQ(beat(self).error().kind, fault::conflict);
    EXPECT_TRUE(beat(again));
    EXPECT_EQ(found(ada, turn.id)->state, turn_state::interrupted);
    EXPECT_EQ(found(ada, turn.id)->answer, "half");
}

TEST_P(replica_store_contract, given_a_silent_replica_when_declared_dead_then_its_turns_end_once)
{
    const auto one = begun_by(other, ada);
    const auto two = begun_by(other, ben);
    const auto ours = begun_by(self, ada);
    const auto done = begun_by(other, ada);
    ASSERT_TRUE(append(other, growth_of(ben, two.id, 0, "kept")));
    ASSERT_TRUE(finish(ada, other, end_of(done.id, "whole")));
    const auto seen = heartbeat_of(other);

    const auto ended = declare_dead(seen);
    const auto again = declare_dead(seen);

    const std::vector<chat::abandoned_turn> wanted{abandoned(ada, one), abandoned(ben, two)};
    EXPECT_TRUE(std::is_permutation(ended.begin(), ended.end(), wanted.begin(), wanted.end()));
    EXPECT_TRUE(again.empty());
    EXPECT_FALSE(is_there(other));
    EXPECT_EQ(found(ada, one.id)->state, turn_state::interrupted);
    EXPECT_EQ(found(ben, two.id)->state, turn_state::interrupted);
    EXPECT_EQ(found(ben, two.id)->answer, "kept");
    EXPECT_TRUE(found(ben, two.id)->finished_at);
    EXPECT_EQ(found(ada, ours.id)->state, turn_state::running);
    EXPECT_EQ(found(ada, done.id)->state, turn_state::completed);
}

TEST_P(replica_store_contract, given_a_replica_that_beat_meanwhile_when_declared_dead_then_it_lives)
{
    const auto turn = begun_by(other, ada);
    const auto seen = heartbeat_of(other);
    ASSERT_TRUE(beat(other));

    EXPECT_TRUE(declare_dead(seen).empty());

    EXPECT_TRUE(is_there(other));
    EXPECT_EQ(found(ada, turn.id)->state, turn_state::running);
}

TEST_P(replica_store_contract, given_a_replica_that_joined_again_when_declared_dead_then_it_lives)
{
    const auto seen = heartbeat_of(other);
    const auto again = joined(other.replica);
    const auto turn = begun_by(again, ada);

    EXPECT_TRUE(declare_dead(seen).empty());

    EXPECT_TRUE(is_there(again));
    EXPECT_EQ(found(ada, turn.id)->state, turn_state::running);
}

TEST_P(replica_store_contract, given_a_dead_replica_when_it_writes_then_fenced)
{
    const auto turn = begun_by(other, ada);
    ASSERT_TRUE(append(other, growth_of(ada, turn.id, 0, "kept")));
    declare_dead(heartbeat_of(other));

    const auto grown = append(other, growth_of(ada, turn.id, 4, " late"));
    const auto ended = finish(ada, other, end_of(turn.id, "late"));
    const auto beaten = beat(other);
    chat::new_turn asked = first_question("new");
    asked.owner = other;
    const auto refused = begin(ada, asked);

    ASSERT_TRUE(grown);
    EXPECT_EQ(grown->size(), 1U);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind, fault::conflict);
    ASSERT_FALSE(beaten);
    EXPECT_EQ(beaten.error().kind, fault::conflict);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_FALSE(found(ada, asked.id));
    EXPECT_EQ(found(ada, turn.id)->state, turn_state::interrupted);
    EXPECT_EQ(found(ada, turn.id)->answer, "kept");
}

TEST_P(replica_store_contract, given_a_dead_replica_when_it_joins_again_then_old_turns_stay_fenced)
{
    const auto old = begun_by(other, ada);
    declare_dead(heartbeat_of(other));
    const auto again = joined(other.replica);
    const auto fresh_turn = begun_by(again, ada);

    const auto late = append(again, growth_of(ada, old.id, 0, "late"));
    const auto wrong = append(other, growth_of(ada, fresh_turn.id, 0, "old epoch"));
    const auto right = append(again, growth_of(ada, fresh_turn.id, 0, "new epoch"));

    EXPECT_GT(again.epoch, other.epoch);
    EXPECT_EQ(late->size(), 1U);
    EXPECT_EQ(wrong->size(), 1U);
    EXPECT_TRUE(right->empty());
    EXPECT_EQ(found(ada, old.id)->state, turn_state::interrupted);
    EXPECT_EQ(found(ada, fresh_turn.id)->answer, "new epoch");
    EXPECT_FALSE(finish(ada, other, end_of(fresh_turn.id, "old epoch")));
    EXPECT_TRUE(finish(ada, again, end_of(fresh_turn.id, "new epoch, whole")));
}

TEST_P(replica_store_contract, given_a_replica_that_leaves_then_what_it_still_runs_is_interrupted)
{
    const auto turn = begun_by(other, ada);

    const auto ended = leave(other);

    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended.front(), abandoned(ada, turn));
    EXPECT_FALSE(is_there(other));
    EXPECT_TRUE(is_there(self));
    EXPECT_TRUE(leave(other).empty());
    EXPECT_EQ(found(ada, turn.id)->state, turn_state::interrupted);
}

TEST_P(replica_store_contract, given_a_replica_that_never_joined_when_it_begins_then_refused)
{
    chat::new_turn asked = first_question("q");
    asked.owner = {fresh<chat::replica_id>(), 1};

    const auto refused = begin(ada, asked);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_TRUE(listed(ada)->items.empty());
}

TEST_P(replica_store_contract, given_one_that_takes_all_over_then_no_other_replica_is_left)
{
    const auto turn = begun_by(other, ada);

    ASSERT_EQ(fakes::run(store().interrupt_left_running({}, self, now.wall())).value(), 1U);

    EXPECT_TRUE(is_there(self));
    EXPECT_EQ(heartbeats().size(), 1U);
    EXPECT_EQ(found(ada, turn.id)->state, turn_state::interrupted);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(every_store, replica_store_contract, testing::ValuesIn(every_kind()),
                         kind_name);

}  // namespace parlance::contract
