#include <unit/chat/replica_bench.hpp>

#include <parlance/foundation/limits.hpp>

#include <atomic>
#include <set>
#include <vector>

namespace parlance::chat {
namespace {

using operation = fakes::conversation_operation;

/// Turns that run on one replica, read, asked for and stopped on another.
class follow_elsewhere_test : public replica_bench {
protected:
    /// A turn on the other replica that has said "half" and goes on when it is released.
    followed_turn half_said()
    {
        model.play(saying_then_holding({"half", " and half"}, 1));
        followed_turn turn = asked_there(asking_with_id("?"));
        EXPECT_TRUE(model_holds());
        return turn;
    }
    task<> follow_and_read(turn_id which, fakes::turn_reader& reader, std::atomic<int>& following)
    {
        const call_scope scope;
        const access::principal who = person(1);
        auto here = co_await other.service.follow(scope, who, which);
        if (!here) co_return;
        ++following;
        const std::shared_ptr<turn_log> followed_log = here->log;
        co_await fakes::follow(followed_log, reader, 4'096);
    }
    static bool has_soon(const std::shared_ptr<turn_log>& of, std::int64_t bytes)
    {
        return fakes::eventually([&] { return of->size().bytes >= bytes; });
    }
};

TEST_F(follow_elsewhere_test, given_a_turn_that_runs_elsewhere_when_followed_then_it_is_seen_live)
{
    const followed_turn turn = half_said();

    const auto here = followed(turn.id);
    ASSERT_TRUE(here);
    EXPECT_TRUE(has_soon(here->log, 4));
    EXPECT_EQ(here->log->state(), turn_state::running);
    model.release();

    const fakes::turn_reader reader = read(*here);
    EXPECT_EQ(reader.text, "half and half");
    EXPECT_EQ(reader.ends, 1);
    EXPECT_EQ(reader.end->state, turn_state::completed);
    EXPECT_EQ(reader.events, fakes::brief(stored(turn.id).events));
}

TEST_F(follow_elsewhere_test, given_messages_that_are_lost_when_followed_then_the_store_is_asked)
{
    for (const bool is_known : {true, false}) {
        lose_messages(is_known);
        const followed_turn turn = half_said();
        const auto here = followed(turn.id);
        ASSERT_TRUE(here);
        model.release();

        EXPECT_EQ(read(*here).text, "half and half");
    }
}

TEST_F(follow_elsewhere_test, given_a_thousand_readers_at_once_then_one_reads_for_all)
{
    constexpr int readers = 1'000;
    const followed_turn turn = half_said();
    const auto found_before = memory.calls(operation::find_turn);
    std::atomic<int> following = 0;
    std::vector<fakes::turn_reader> seen(readers);
    runtime::supervisor clients(threads, log);
    for (fakes::turn_reader& reader : seen) {
        clients.start("reader", follow_and_read(turn.id, reader, following));
    }
    ASSERT_TRUE(fakes::eventually([&] { return following == readers; }));
    model.release();
    ASSERT_TRUE(clients.wait_until_idle(fakes::patience));

    for (const auto& reader : seen) EXPECT_EQ(reader.text, "half and half");
    EXPECT_EQ(memory.calls(operation::find_turn) - found_before, 1U);
}

TEST_F(follow_elsewhere_test, given_a_reader_that_leaves_then_the_turn_is_followed_no_more)
{
    const followed_turn turn = half_said();
    {
        const auto here = followed(turn.id);
        ASSERT_TRUE(here);
        EXPECT_EQ(other.service.mirrored(), 1U);
    }

    EXPECT_TRUE(fakes::eventually([&] { return other.service.mirrored() == 0; }));
    model.release();
}

TEST_F(follow_elsewhere_test, given_a_turn_that_nobody_follows_elsewhere_then_nobody_is_told)
{
    std::atomic<int> grown = 0;
    hub.plan([&](const replica_message& what) {
        if (std::holds_alternative<turn_grew>(what)) ++grown;
        return fakes::message_fate();
    });
    const followed_turn turn = half_said();
    ASSERT_TRUE(fakes::eventually([&] { return stored(turn.id).answer == "half"; }));
    model.release();
    EXPECT_EQ(read(turn).text, "half and half");
    ASSERT_TRUE(fakes::eventually([&] { return owner.service.running() == 0; }));

    EXPECT_EQ(grown, 0);
}

TEST_F(follow_elsewhere_test, given_a_reader_ahead_of_what_is_kept_then_it_waits_and_is_set_right)
{
    const followed_turn turn = half_said();
    const auto here = followed(turn.id);
    ASSERT_TRUE(here && has_soon(here->log, 4));

    EXPECT_TRUE(here->log->read(position{1, 9}, 4'096).empty());
    EXPECT_TRUE(here->log->read(position{99, 4}, 4'096).empty());
    const auto again = here->log->read(position{0, 0}, 4'096);
    const auto twice = here->log->read(position{0, 0}, 4'096);
    EXPECT_EQ(again.size(), twice.size());
    model.release();
    read(*here);

    const auto ended = here->log->read(position{1, 9'999}, 4'096);
    ASSERT_FALSE(ended.empty());
    EXPECT_EQ(std::get<text_delta>(ended.front().what).at, 13);
    EXPECT_TRUE(std::holds_alternative<turn_ended>(ended.back().what));
}

TEST_F(follow_elsewhere_test, given_an_owner_that_died_then_readers_elsewhere_see_it_interrupted)
{
    const followed_turn turn = half_said();
    const auto here = followed(turn.id);
    ASSERT_TRUE(here && has_soon(here->log, 4));
    const auto all = fakes::run(memory.heartbeats({})).value();
    for (const heartbeat& one : all) {
        if (one.of == owner.self) fakes::run(memory.declare_dead({}, one, now.wall())).value();
    }

    const fakes::turn_reader reader = read(*here);
    EXPECT_EQ(reader.end->state, turn_state::interrupted);
    EXPECT_EQ(reader.text, "half");
    // The owner finds out: nothing more of it is shown or written.
    fakes::run(owner.lease.look_once());
    model.release();
    EXPECT_EQ(read(turn).ends, 0);
    ASSERT_TRUE(fakes::eventually([&] { return owner.service.running() == 0; }));
    EXPECT_EQ(stored(turn.id).answer, "half");
    EXPECT_EQ(stored(turn.id).state, turn_state::interrupted);
}

TEST_F(follow_elsewhere_test, given_a_question_that_is_sent_again_elsewhere_then_it_is_one_turn)
{
    model.play(saying_then_holding({"half", " and half"}, 1));
    const asked_question asked = asking_with_id("Once?");
    asked_there(asked);
    ASSERT_TRUE(model_holds());

    const auto again = fakes::run(other.service.start({}, person(1), asked));
    asked_question changed = asked;
    changed.message_text = "Something else?";
    const auto conflict = fakes::run(other.service.start({}, person(1), changed));
    const auto stranger = fakes::run(other.service.follow({}, person(2), *asked.id));
    model.release();

    ASSERT_TRUE(again);
    EXPECT_EQ(read(*again).text, "half and half");
    EXPECT_EQ(model.asked().size(), 1U);
    ASSERT_FALSE(conflict);
    EXPECT_EQ(conflict.error().kind, fault::conflict);
    ASSERT_FALSE(stranger);
    EXPECT_EQ(stranger.error().kind, fault::not_found);
}

TEST_F(follow_elsewhere_test, given_a_stop_elsewhere_then_the_owner_hears_of_it)
{
    const followed_turn turn = half_said();
    owner.watch_stops(tasks);

    const auto state = fakes::run(other.service.stop({}, person(1), turn.id));

    ASSERT_TRUE(state);
    EXPECT_EQ(*state, turn_state::running);
    EXPECT_EQ(read(turn).end->state, turn_state::stopped);
    EXPECT_EQ(stored(turn.id).answer, "half");
    EXPECT_EQ(*fakes::run(other.service.stop({}, person(1), turn.id)), turn_state::stopped);
}

TEST_F(follow_elsewhere_test, given_a_stop_whose_message_is_lost_then_the_owner_looks_for_it)
{
    lose_messages(false);
    const followed_turn turn = half_said();
    ASSERT_TRUE(fakes::run(other.service.stop({}, person(1), turn.id)));
    const auto looked_before = memory.calls(operation::stops_wanted);

    fakes::run(owner.service.look_for_stops_once());

    EXPECT_EQ(read(turn).end->state, turn_state::stopped);
    EXPECT_EQ(memory.calls(operation::stops_wanted), looked_before + 1);
}

TEST_F(follow_elsewhere_test, given_no_turn_that_runs_then_nobody_asks_for_stops)
{
    fakes::run(owner.service.look_for_stops_once());

    EXPECT_EQ(memory.calls(operation::stops_wanted), 0U);
}

TEST_F(follow_elsewhere_test, given_a_conversation_deleted_elsewhere_then_what_runs_in_it_stops)
{
    const followed_turn turn = half_said();
    const history elsewhere{history::parts{memory, other.service, other.feed, other.keeper, now}};

    ASSERT_TRUE(fakes::run(elsewhere.remove({}, person(1), turn.conversation)));
    fakes::run(owner.service.look_for_stops_once());

    ASSERT_TRUE(fakes::eventually([&] { return owner.service.running() == 0; }));
    EXPECT_EQ(memory.peek(turn_key{person(1).id, turn.id})->state, turn_state::stopped);
}

/// What a reader of a conversation's feed is given until some turn has ended.
std::set<turn_state> states_in(conversation_feed::subscription& feed)
{
    std::set<turn_state> seen;
    fakes::eventually([&] {
        for (const feed_event& one : feed.take()) {
            if (const auto* turn = std::get_if<turn_changed>(&one)) seen.insert(turn->state);
        }
        return seen.contains(turn_state::completed);
    });
    return seen;
}

TEST_F(follow_elsewhere_test,
       given_a_turn_elsewhere_then_those_who_follow_its_conversation_are_told)
{
    const followed_turn first = asked_there(asking_with_id("First?"));
    read(first);
    conversation_feed::subscription news(other.feed, person(1).id, first.conversation);
    asked_question next = asking_with_id("Next?");
    next.conversation = first.conversation;

    read(asked_there(next));

    EXPECT_TRUE(states_in(news).contains(turn_state::completed));
}

TEST_F(follow_elsewhere_test, given_no_messages_then_followed_conversations_are_looked_at)
{
    const followed_turn first = asked_there(asking_with_id("First?"));
    read(first);
    lose_messages(true);
    conversation_feed::subscription news(other.feed, person(1).id, first.conversation);
    ASSERT_TRUE(fakes::eventually([&] { return !news.take().empty(); }));  // as it is now
    asked_question next = asking_with_id("Next?");
    next.conversation = first.conversation;

    read(asked_there(next));

    EXPECT_TRUE(states_in(news).contains(turn_state::completed));
}

TEST_F(follow_elsewhere_test, given_a_title_that_could_not_be_told_then_it_is_told_later)
{
    const followed_turn first = asked_there(asking_with_id("First?"));
    read(first);
    conversation_feed::subscription news(other.feed, person(1).id, first.conversation);
    const history there{history::parts{memory, owner.service, owner.feed, owner.keeper, now}};
    owner.messenger.set_refusing(true);

    ASSERT_TRUE(fakes::run(there.rename({}, person(1), first.conversation, "Another title")));
    ASSERT_TRUE(fakes::eventually([&] { return owner.messenger.refused() > 0; }));
    const std::size_t told = hub.told();
    news.take();
    owner.messenger.set_refusing(false);

    EXPECT_TRUE(fakes::eventually([&] { return hub.told() > told; }));
    EXPECT_TRUE(fakes::eventually([&] { return !news.take().empty(); }));
}

TEST_F(follow_elsewhere_test, given_a_replica_that_leaves_then_readers_go_on_elsewhere)
{
    const followed_turn turn = half_said();
    const auto mirrored = followed(turn.id);

    owner.service.leave(turn_service::readers::come_again_elsewhere);

    EXPECT_TRUE(turn.log->is_sent_away());
    EXPECT_FALSE(mirrored->log->is_sent_away());
    const auto refused = fakes::run(owner.service.start({}, person(1), asking("New?")));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_TRUE(refused.error().retry_after);
    model.release();
    EXPECT_EQ(read(*mirrored).text, "half and half");
    EXPECT_EQ(stored(turn.id).state, turn_state::completed);
}

TEST_F(follow_elsewhere_test, given_one_that_leaves_when_it_mirrors_then_those_readers_go_too)
{
    const followed_turn turn = half_said();
    const auto here = followed(turn.id);
    ASSERT_TRUE(here);

    other.service.leave(turn_service::readers::come_again_elsewhere);

    EXPECT_TRUE(here->log->is_sent_away());
    EXPECT_TRUE(followed(turn.id)->log->is_sent_away());
    model.release();
    EXPECT_EQ(read(turn).ends, 1);
}

TEST_F(follow_elsewhere_test, given_a_drain_deadline_then_what_runs_is_kept_as_interrupted)
{
    const followed_turn turn = half_said();
    owner.service.leave(turn_service::readers::stay);
    EXPECT_FALSE(turn.log->is_closed());

    owner.service.drain();

    EXPECT_EQ(read(turn).end->state, turn_state::interrupted);
    EXPECT_EQ(stored(turn.id).answer, "half");
}

}  // namespace
}  // namespace parlance::chat
