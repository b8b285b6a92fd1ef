#include <parlance/edge/relay.hpp>

#include <gtest/gtest.h>

#include <fakes/eventually.hpp>

#include "unit/edge/running_edge.hpp"

#include <set>
#include <string>

namespace parlance::edge_test {
namespace {

using readers = chat::turn_service::readers;

fakes::model_script holding_script()
{
    fakes::model_script script;
    script.deltas = {"one ", "two"};
    script.holds_at = 1;
    return script;
}

/// A server that is about to go, with a turn that runs and somebody who reads it.
class leaving : public testing::Test {
protected:
    leaving()
    {
        edge.model.play(holding_script());
        reader.send(edge.post("/api/turns", R"({"message_text":"Hello?"})",
                              "Accept: text/event-stream\r\n"));
        reader.read_until("one ");
        reader.read_until("\n\n\r\n");
        EXPECT_TRUE(fakes::eventually([this] { return edge.model.is_holding(); }));
    }

    running_edge edge;
    raw_client reader{edge.port()};
};

TEST_F(leaving, given_readers_that_may_go_elsewhere_then_they_are_told_when_and_get_no_end)
{
    edge.turns.leave(readers::come_again_elsewhere);

    const std::string rest = reader.read_until("0\r\n\r\n");
    const std::size_t at = rest.find("retry: ");
    ASSERT_NE(at, std::string::npos) << rest;
    const int pause = std::stoi(rest.substr(at + 7));
    EXPECT_GE(pause, 250);
    EXPECT_LT(pause, 2'300);
    EXPECT_EQ(rest.find("event: end"), std::string::npos);
    EXPECT_EQ(edge.turns.running(), 1U);
}

TEST_F(leaving, given_readers_that_nobody_else_can_serve_then_they_stay_to_the_end)
{
    edge.turns.leave(readers::stay);
    edge.model.release();

    const std::string rest = reader.read_until("0\r\n\r\n");
    EXPECT_NE(rest.find("two"), std::string::npos);
    EXPECT_NE(rest.find(R"("state":"completed")"), std::string::npos);
    EXPECT_EQ(rest.find("retry: "), std::string::npos);
}

TEST_F(leaving, given_a_new_question_then_it_is_refused_with_a_pause)
{
    edge.is_ready = false;
    edge.turns.leave(readers::stay);

    const raw_response refused = edge.ask(edge.post("/api/turns", R"({"message_text":"New?"})"));

    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.headers.contains("retry-after"));
    EXPECT_EQ(refused.headers.at("connection"), "close");
    EXPECT_NE(refused.body.find("retry_after_ms"), std::string::npos);
    EXPECT_EQ(edge.ask(edge.get("/readyz")).status, 503);
    EXPECT_EQ(edge.ask(edge.get("/healthz")).status, 200);
    edge.model.release();
}

TEST_F(leaving, given_a_turn_that_has_ended_then_it_is_still_read_to_its_end)
{
    edge.turns.leave(readers::come_again_elsewhere);
    reader.read_until("0\r\n\r\n");
    edge.model.release();
    ASSERT_TRUE(fakes::eventually([this] { return edge.turns.running() == 0; }));
    const std::string page = edge.ask(edge.get("/api/conversations")).body;
    const std::string conversation = page.substr(page.find("\"conversation_id\":\"") + 19, 36);
    const std::string opened = edge.ask(edge.get("/api/conversations/" + conversation)).body;
    const std::string turn = opened.substr(opened.find("\"turn_id\":\"") + 11, 36);

    const raw_response events = edge.ask(edge.get("/api/turns/" + turn + "/events"));

    EXPECT_NE(events.body.find(R"("state":"completed")"), std::string::npos) << events.body;
}

TEST_F(leaving, given_somebody_who_follows_a_conversation_then_told_when_to_come_again)
{
    const std::string page = edge.ask(edge.get("/api/conversations")).body;
    const std::string id = page.substr(page.find("\"conversation_id\":\"") + 19, 36);
    raw_client follower(edge.port());
    follower.send(edge.get("/api/conversations/" + id + "/events"));
    follower.read_until("\n\n");

    edge.feed.send_away();

    EXPECT_NE(follower.read_until("0\r\n\r\n").find("retry: "), std::string::npos);
    edge.model.release();
}

TEST(come_again, given_many_readers_then_they_do_not_come_again_together)
{
    fakes::seeded_random random(3);
    std::set<std::chrono::milliseconds> pauses;
    for (int count = 0; count < 100; ++count) pauses.insert(edge::come_again_after(random));

    EXPECT_GT(pauses.size(), 80U);
}

}  // namespace
}  // namespace parlance::edge_test
