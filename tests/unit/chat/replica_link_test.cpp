#include <unit/chat/chat_bench.hpp>

#include <parlance/chat/replica_limits.hpp>
#include <parlance/chat/replica_link.hpp>

#include <fakes/in_memory_messenger.hpp>

#include <variant>
#include <vector>

namespace parlance::chat {
namespace {

/// What one replica tells another of its conversations.
class replica_link_test : public chat_bench {
protected:
    replica_link_test()
    {
        link.open();
        other.listen(replica_id::make(now, random),
                     [this](replica_id, const replica_message& what) {
                         heard.push_back(std::get<conversation_news>(what));
                     });
    }
    conversation_id publish_one()
    {
        const conversation_id where = conversation_id::make(now, random);
        feed.publish(person(1).id, where, conversation_changed());
        return where;
    }
    void tell() { fakes::run(link.tell_news()); }

    fakes::message_hub hub;
    fakes::in_memory_messenger mine{hub};
    fakes::in_memory_messenger other{hub};
    replica_link link{{lease, mine, service, feed, memory, memory, tasks, now}};
    std::vector<conversation_news> heard;
};

TEST_F(replica_link_test, given_news_waiting_max_news_when_one_more_comes_then_only_that_is_dropped)
{
    const conversation_id first = publish_one();
    for (std::size_t count = 1; count < news_waiting_max; ++count) publish_one();
    const conversation_id one_more = publish_one();

    tell();
    EXPECT_EQ(heard.size(), news_waiting_max);
    EXPECT_EQ(heard.front().conversation, first);
    EXPECT_NE(heard.back().conversation, one_more);
    const conversation_id later = publish_one();
    tell();

    EXPECT_EQ(heard.size(), news_waiting_max + 1);
    EXPECT_EQ(heard.back().conversation, later);
}

TEST_F(replica_link_test, given_the_same_news_often_when_told_then_each_once_in_order)
{
    const conversation_id where = conversation_id::make(now, random);
    const conversation_id elsewhere = conversation_id::make(now, random);
    const turn_id first = turn_id::make(now, random);
    const turn_id second = turn_id::make(now, random);
    for (int count = 0; count < 3; ++count) {
        feed.publish(person(1).id, where, turn_changed{first, std::nullopt});
        feed.publish(person(1).id, where, conversation_changed());  // told by the turn's
        feed.publish(person(1).id, where, turn_changed{second, std::nullopt});
        feed.publish(person(1).id, elsewhere, conversation_changed());
        feed.publish(person(2).id, where, conversation_changed());
    }

    tell();

    const std::vector<conversation_news> once{{person(1).id, where, first},
                                              {person(1).id, where, second},
                                              {person(1).id, elsewhere, std::nullopt},
                                              {person(2).id, where, std::nullopt}};
    EXPECT_EQ(heard, once);
}

TEST_F(replica_link_test, given_news_that_cannot_be_sent_then_they_are_told_with_the_next)
{
    const conversation_id first = publish_one();
    mine.fail_next_tell();
    tell();
    EXPECT_TRUE(heard.empty());
    const conversation_id second = publish_one();

    tell();

    ASSERT_EQ(heard.size(), 2U);
    EXPECT_EQ(heard[0].conversation, first);
    EXPECT_EQ(heard[1].conversation, second);
    tell();
    EXPECT_EQ(heard.size(), 2U);
}

TEST_F(replica_link_test, given_news_that_cannot_be_sent_when_many_come_then_no_more_than_may_wait)
{
    for (std::size_t count = 0; count < news_waiting_max; ++count) publish_one();
    mine.fail_next_tell();
    tell();
    publish_one();

    tell();

    EXPECT_EQ(heard.size(), news_waiting_max);
}

}  // namespace
}  // namespace parlance::chat
