#include <gtest/gtest.h>

#include <fakes/eventually.hpp>
#include <fakes/run.hpp>

#include "unit/edge/running_edge.hpp"

#include <string>

namespace parlance::edge_test {
namespace {

class feed : public testing::Test {
protected:
    explicit feed(edge::limits_config limits = {}) : edge(limits)
    {
        const std::string turn = edge.start_turn("first");
        EXPECT_TRUE(fakes::eventually([&] { return edge.turns.running() == 0; }));
        id = fakes::run(edge.turns.find({}, who, *chat::turn_id::parse(turn))).value().conversation;
    }
    std::string path(const std::string& action) const
    {
        return "/api/conversations/" + id.text() + "/" + action;
    }
    /// Follows the conversation. @return its first event.
    std::string follow(raw_client& client) const
    {
        client.send(edge.get(path("events")));
        return client.read_until("\n\n");
    }

    running_edge edge;
    access::principal who = access::local_principal();
    chat::conversation_id id{uuid_bytes{}};
};

TEST_F(feed, given_a_reader_when_it_comes_then_it_is_told_how_the_conversation_is)
{
    raw_client client(edge.port());
    client.send(edge.get(path("events")));

    EXPECT_EQ(client.read_head().headers.at("content-type"), "text/event-stream");
    const std::string first = client.read_until("\n\n");
    EXPECT_NE(first.find("event: conversation\ndata: {\"conversation_id\":\"" + id.text()),
              std::string::npos)
        << first;
    EXPECT_NE(first.find(R"("is_running":false,"is_deleted":false})"), std::string::npos) << first;
}

TEST_F(feed, given_changes_when_followed_then_each_is_told)
{
    raw_client client(edge.port());
    follow(client);

    edge.ask(edge.post(path("rename"), R"({"message_text":"Another title"})"));
    EXPECT_NE(client.read_until("\n\n").find(R"("title":"Another title")"), std::string::npos);
    edge.ask(edge.post(path("delete"), ""));
    EXPECT_NE(client.read_until("\n\n").find(R"("is_deleted":true)"), std::string::npos);
    edge.ask(edge.post(path("restore"), ""));
    EXPECT_NE(client.read_until("\n\n").find(R"("is_deleted":false)"), std::string::npos);
    edge.ask(
        edge.post("/api/turns", R"({"message_text":"on","conversation_id":")" + id.text() + "\"}"));
    const std::string turn = client.read_until(R"("state":"completed")");
    EXPECT_NE(turn.find("event: turn\n"), std::string::npos) << turn;
    EXPECT_NE(turn.find(R"("state":"running")"), std::string::npos) << turn;
    const std::string after = client.read_until(R"("is_running":false)");
    EXPECT_NE(after.find(R"("is_running":false)"), std::string::npos) << after;
}

TEST_F(feed, given_a_conversation_that_is_erased_when_it_changes_then_its_feed_ends)
{
    raw_client client(edge.port());
    follow(client);
    const wall_time long_ago{};
    ASSERT_TRUE(fakes::run(edge.conversations.remove({}, who, id, long_ago)));
    ASSERT_TRUE(fakes::run(edge.keeper.erase_old()));

    edge.feed.publish(who.id, id, chat::conversation_changed());

    EXPECT_NE(client.read_until("0\r\n\r\n").find("0\r\n\r\n"), std::string::npos);
}

TEST_F(feed, given_shutdown_when_a_feed_is_read_then_it_ends_cleanly)
{
    raw_client client(edge.port());
    follow(client);

    edge.server.stop_accepting();
    edge.server.close_all();

    EXPECT_NE(client.read_until("0\r\n\r\n").find("0\r\n\r\n"), std::string::npos);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(feed, given_no_conversation_when_followed_then_404)
{
    EXPECT_EQ(edge.ask(edge.get("/api/conversations/17/events")).status, 404);
    EXPECT_EQ(
        edge.ask(edge.get("/api/conversations/0190f4a0-0000-7000-8000-00000000000a/events")).status,
        404);
}

class quiet_feed : public feed {
protected:
    quiet_feed() : feed(short_limits()) {}
};

TEST_F(quiet_feed, given_no_news_when_followed_then_comments_keep_it)
{
    raw_client client(edge.port());
    follow(client);

    EXPECT_NE(client.read_until(": alive\n\n").find(": alive"), std::string::npos);
    EXPECT_NE(client.read_until(": alive\n\n").find(": alive"), std::string::npos);
}

}  // namespace
}  // namespace parlance::edge_test
