#include <parlance/chat/conversation_feed.hpp>

#include <unit/chat/chat_bench.hpp>

namespace parlance::chat {
namespace {

conversation_id place(std::uint8_t number)
{
    uuid_bytes bytes{};
    bytes[0] = number;
    return conversation_id(bytes);
}

TEST(conversation_feed, given_readers_when_published_then_those_of_that_conversation_are_told)
{
    conversation_feed feed;
    conversation_feed::subscription mine(feed, person(1).id, place(1));
    conversation_feed::subscription second(feed, person(1).id, place(1));
    conversation_feed::subscription elsewhere(feed, person(1).id, place(2));
    conversation_feed::subscription anothers(feed, person(2).id, place(1));

    feed.publish(person(1).id, place(1), conversation_changed());

    EXPECT_EQ(mine.take(), std::vector<feed_event>{conversation_changed()});
    EXPECT_TRUE(mine.take().empty());
    EXPECT_EQ(second.take().size(), 1U);
    EXPECT_TRUE(elsewhere.take().empty());
    EXPECT_TRUE(anothers.take().empty());
}

TEST(conversation_feed,
     given_a_slow_reader_when_it_lags_past_the_limit_then_it_has_missed_something)
{
    conversation_feed feed;
    conversation_feed::subscription slow(feed, person(1).id, place(1));
    for (std::size_t count = 0; count < limits::feed_events_max; ++count) {
        feed.publish(person(1).id, place(1), conversation_changed());
    }
    EXPECT_FALSE(slow.has_missed());

    feed.publish(person(1).id, place(1), conversation_changed());

    EXPECT_TRUE(slow.has_missed());
    EXPECT_EQ(slow.take().size(), limits::feed_events_max);
}

TEST(conversation_feed, given_nobody_when_published_then_nothing_is_kept)
{
    conversation_feed feed;
    feed.publish(person(1).id, place(1), conversation_changed());

    conversation_feed::subscription late(feed, person(1).id, place(1));

    EXPECT_TRUE(late.take().empty());
}

class turns_in_a_feed : public chat_bench {};

TEST_F(turns_in_a_feed, given_a_reader_when_a_turn_begins_and_ends_then_both_are_told)
{
    model.play(saying({"a1"}));
    const followed_turn first = started(asking("q1"));
    read(first);
    ASSERT_TRUE(is_idle_soon());
    conversation_feed::subscription news(feed, person(1).id, first.conversation);
    model.play(saying({"a2"}));
    asked_question next = asking("q2");
    next.conversation = first.conversation;

    const followed_turn second = started(next);
    read(second);
    ASSERT_TRUE(is_idle_soon());

    std::vector<turn_changed> turns;
    std::size_t changes = 0;
    for (const feed_event& one : news.take()) {
        if (const auto* turn = std::get_if<turn_changed>(&one)) turns.push_back(*turn);
        else ++changes;
    }
    EXPECT_EQ(turns, (std::vector<turn_changed>{{second.id, first.id, turn_state::running},
                                                {second.id, first.id, turn_state::completed}}));
    EXPECT_EQ(changes, 2U);
}

}  // namespace
}  // namespace parlance::chat
