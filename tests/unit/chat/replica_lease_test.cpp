#include <parlance/chat/replica_lease.hpp>
#include <parlance/chat/replica_limits.hpp>
#include <parlance/foundation/limits.hpp>

#include <fakes/clock_behind.hpp>
#include <fakes/in_memory_conversation_store.hpp>
#include <fakes/manual_clock.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>

#include <gtest/gtest.h>

namespace parlance::chat {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using operation = fakes::conversation_operation;

/// One replica with what its lease did.
struct member {
    member(fakes::in_memory_conversation_store& store, const clock& now, telemetry& log,
           replica_id self)
        : lease({store, now, log}, self)
    {
        replica_lease::reactions how;
        how.lost = [this](turn_owner owner) { lost.push_back(owner); };
        how.confirmed = [this] { ++confirmed; };
        how.ended = [this](const std::vector<abandoned_turn>& turns) {
            ended.insert(ended.end(), turns.begin(), turns.end());
        };
        lease.react(std::move(how));
        first = fakes::run(lease.join()).value();
    }
    void look() { fakes::run(lease.look_once()); }

    replica_lease lease;
    turn_owner first;
    std::vector<turn_owner> lost;
    int confirmed = 0;
    std::vector<abandoned_turn> ended;
};

class replica_lease_test : public testing::Test {
protected:
    turn_id begun_by(const turn_owner& owner)
    {
        const new_turn asked{.id = turn_id::make(now, random),
                             .conversation = std::nullopt,
                             .new_conversation = conversation_id::make(now, random),
                             .title = "t",
                             .parent = new_turn::parent_kind::newest,
                             .named_parent = std::nullopt,
                             .question = "?",
                             .model = "offline",
                             .request_fingerprint = "f",
                             .owner = owner,
                             .created_at = now.wall()};
        return fakes::run(store.begin_turn({}, who, asked)).value().record.id;
    }
    turn_state state_of(turn_id which) { return store.peek(turn_key{who.id, which})->state; }
    /// Time goes by, with a look of `one` every second.
    void look_for(member& one, seconds time)
    {
        for (seconds gone{0}; gone < time; ++gone) {
            now.advance(seconds(1));
            one.look();
        }
    }
    static error away() { return fail(fault::overloaded, "the store is away"); }

    fakes::manual_clock now;
    fakes::seeded_random random{5};
    fakes::recorded_log log;
    fakes::in_memory_conversation_store store;
    access::principal who = access::local_principal();
    member here{store, now, log, replica_id::make(now, random)};
    member there{store, now, log, replica_id::make(now, random)};
};

TEST_F(replica_lease_test, given_a_silent_replica_when_ten_seconds_were_watched_then_it_is_dead)
{
    const turn_id turn = begun_by(there.first);
    here.look();

    look_for(here, limits::lease_silence - seconds(1));
    EXPECT_EQ(state_of(turn), turn_state::running);
    look_for(here, seconds(1));

    EXPECT_EQ(state_of(turn), turn_state::interrupted);
    ASSERT_EQ(here.ended.size(), 1U);
    EXPECT_EQ(here.ended[0].turn.id, turn);
    look_for(here, limits::lease_silence);
    EXPECT_EQ(here.ended.size(), 1U);
}

TEST_F(replica_lease_test, given_two_observers_when_a_third_dies_then_one_of_them_ends_its_turns)
{
    member third(store, now, log, replica_id::make(now, random));
    const turn_id turn = begun_by(third.first);

    for (seconds gone{0}; gone <= limits::lease_silence; ++gone) {
        here.look();
        there.look();
        now.advance(seconds(1));
    }

    EXPECT_EQ(state_of(turn), turn_state::interrupted);
    EXPECT_EQ(here.ended.size() + there.ended.size(), 1U);
    EXPECT_TRUE(store.has_joined(here.first));
    EXPECT_TRUE(store.has_joined(there.first));
}

TEST_F(replica_lease_test, given_a_death_whose_answer_is_lost_then_its_turns_are_told_once)
{
    const turn_id turn = begun_by(there.first);
    here.look();
    store.lose_next_death(away());
    look_for(here, limits::lease_silence);
    ASSERT_EQ(state_of(turn), turn_state::interrupted);
    EXPECT_TRUE(here.ended.empty());

    store.fail_next(operation::declare_dead, away());  // asked again, and not heard again
    look_for(here, seconds(1));
    EXPECT_TRUE(here.ended.empty());
    look_for(here, limits::lease_silence);

    ASSERT_EQ(here.ended.size(), 1U);
    EXPECT_EQ(here.ended[0].turn.id, turn);
}

TEST_F(replica_lease_test, given_a_death_that_was_not_kept_then_who_beats_again_lives)
{
    const turn_id turn = begun_by(there.first);
    here.look();
    store.fail_next(operation::declare_dead, away());
    look_for(here, limits::lease_silence);

    there.look();
    look_for(here, limits::lease_silence - seconds(1));

    EXPECT_EQ(state_of(turn), turn_state::running);
    EXPECT_TRUE(here.ended.empty());
    EXPECT_TRUE(there.lost.empty());
}

TEST_F(replica_lease_test, given_a_replica_that_beats_now_and_then_then_it_lives)
{
    const turn_id turn = begun_by(there.first);

    for (int round = 0; round < 5; ++round) {
        look_for(here, limits::lease_silence - seconds(1));
        there.look();
        here.look();
    }

    EXPECT_EQ(state_of(turn), turn_state::running);
    EXPECT_TRUE(there.lost.empty());
}

TEST_F(replica_lease_test, given_a_read_that_failed_in_between_then_the_watch_starts_afresh)
{
    const turn_id turn = begun_by(there.first);
    here.look();
    look_for(here, limits::lease_silence - seconds(1));

    store.fail_next(operation::heartbeats, away());
    look_for(here, limits::lease_silence);
    EXPECT_EQ(state_of(turn), turn_state::running);
    store.fail_next(operation::beat, away());
    look_for(here, limits::lease_silence);
    EXPECT_EQ(state_of(turn), turn_state::running);

    // Nine seconds since the first look that went well again.
    look_for(here, seconds(1));
    EXPECT_EQ(state_of(turn), turn_state::running);
    look_for(here, seconds(1));
    EXPECT_EQ(state_of(turn), turn_state::interrupted);
}

TEST_F(replica_lease_test, given_an_observer_that_slept_itself_then_the_watch_starts_afresh)
{
    const turn_id turn = begun_by(there.first);
    here.look();

    now.advance(seconds(60));
    here.look();
    EXPECT_EQ(state_of(turn), turn_state::running);
    look_for(here, limits::lease_silence);

    EXPECT_EQ(state_of(turn), turn_state::interrupted);
}

TEST_F(replica_lease_test, given_a_replica_declared_dead_when_it_looks_then_it_joins_as_another)
{
    const turn_id turn = begun_by(there.first);
    here.look();
    look_for(here, limits::lease_silence);
    ASSERT_EQ(state_of(turn), turn_state::interrupted);

    there.look();

    EXPECT_EQ(there.lost, std::vector<turn_owner>{there.first});
    ASSERT_TRUE(there.lease.owner());
    EXPECT_EQ(there.lease.owner()->replica, there.first.replica);
    EXPECT_GT(there.lease.owner()->epoch, there.first.epoch);
    there.look();
    EXPECT_EQ(there.lost.size(), 1U);
}

TEST_F(replica_lease_test, given_a_store_that_is_away_when_joining_again_then_nobody_owns_meanwhile)
{
    here.look();
    look_for(here, limits::lease_silence);
    store.fail_next(operation::join, away());

    there.look();
    EXPECT_FALSE(there.lease.owner());
    there.look();

    EXPECT_TRUE(there.lease.owner());
    EXPECT_EQ(there.lost.size(), 1U);
}

TEST_F(replica_lease_test, given_a_gap_in_the_loop_then_nothing_is_shown_until_the_lease_is_seen)
{
    here.lease.pulse();
    now.advance(limits::loop_gap_max);
    EXPECT_TRUE(here.lease.permit().is_given());

    now.advance(milliseconds(1));
    EXPECT_FALSE(here.lease.permit().is_given());
    here.lease.pulse();
    EXPECT_FALSE(here.lease.permit().is_given());
    store.fail_next(operation::beat, away());
    here.look();
    EXPECT_FALSE(here.lease.permit().is_given());
    EXPECT_EQ(here.confirmed, 0);

    here.look();
    EXPECT_TRUE(here.lease.permit().is_given());
    EXPECT_EQ(here.confirmed, 1);
}

TEST_F(replica_lease_test, given_a_store_that_is_away_when_the_loop_goes_round_then_shown_as_before)
{
    for (int round = 0; round < 30; ++round) {
        store.fail_next(operation::beat, away());
        here.lease.pulse();
        here.look();
        now.advance(seconds(1));
    }

    EXPECT_TRUE(here.lease.permit().is_given());
    EXPECT_TRUE(here.lost.empty());
    EXPECT_EQ(log.count("lease_not_renewed"), 1U);
}

TEST_F(replica_lease_test, given_a_look_from_before_the_gap_then_it_does_not_take_the_doubt_away)
{
    send_permit permit(now);
    permit.pulse();
    const auto before = permit.doubts();
    now.advance(seconds(30));
    EXPECT_FALSE(permit.pulse());

    EXPECT_FALSE(permit.confirm(before));
    EXPECT_FALSE(permit.is_given());
    EXPECT_TRUE(permit.confirm(permit.doubts()));
    EXPECT_TRUE(permit.is_given());
}

/// A store that takes everybody in, and then is silent.
class silent_replicas : public replica_store {
public:
    task<result<turn_owner>> join(call_scope, replica_id self, wall_time) override
    {
        co_return turn_owner{self, 1};
    }
    task<result<>> beat(call_scope, turn_owner) override
    {
        event never;
        while (true) co_await never.wait_until(steady_time::max());
    }
    task<result<std::vector<heartbeat>>> heartbeats(call_scope) override
    {
        co_return std::vector<heartbeat>();
    }
    task<result<std::vector<abandoned_turn>>> declare_dead(call_scope, heartbeat,
                                                           wall_time) override
    {
        co_return std::vector<abandoned_turn>();
    }
    task<result<std::vector<abandoned_turn>>> leave(call_scope, turn_owner, wall_time) override
    {
        event never;
        while (true) co_await never.wait_until(steady_time::max());
    }
};

TEST_F(replica_lease_test, given_a_store_that_is_silent_past_beat_time_max_then_nobody_waits)
{
    silent_replicas silent;
    const fakes::clock_behind late(beat_time_max);
    replica_lease alone({silent, late, log}, replica_id::make(now, random));
    ASSERT_TRUE(fakes::run(alone.join()));

    fakes::run(alone.look_once());
    const auto left = fakes::run(alone.leave());

    EXPECT_EQ(log.count("lease_not_renewed"), 1U);
    ASSERT_FALSE(left);
    EXPECT_EQ(left.error().kind, fault::deadline_exceeded);
}

TEST_F(replica_lease_test, given_one_that_leaves_then_it_is_out_and_stays_out)
{
    const turn_id turn = begun_by(here.first);

    ASSERT_TRUE(fakes::run(here.lease.leave()));
    here.look();

    EXPECT_FALSE(here.lease.owner());
    EXPECT_FALSE(store.has_joined(here.first));
    EXPECT_EQ(state_of(turn), turn_state::interrupted);
    EXPECT_TRUE(here.lost.empty());
}

}  // namespace
}  // namespace parlance::chat
