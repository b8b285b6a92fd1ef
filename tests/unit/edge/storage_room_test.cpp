#include "unit/edge/running_edge.hpp"

#include <gtest/gtest.h>

#include <fakes/run.hpp>

#include <string>
#include <thread>

namespace parlance::edge_test {
namespace {

constexpr const char* full = "storage full: the disk of the data directory has no room";
constexpr const char* upload_type = "Content-Type: multipart/form-data; boundary=b\r\n";

std::string upload(const running_edge& edge)
{
    return edge.post(
        "/api/documents",
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n"
        "words\r\n--b--\r\n",
        upload_type);
}

TEST(storage_room, given_no_room_when_asked_then_nothing_is_taken_in_and_all_is_read)
{
    running_edge edge;
    edge.add_document("a.txt", "words");
    edge.storage.declare_trouble(full);

    for (const std::string& request :
         {edge.post("/api/turns", R"({"message_text":"x"})"), upload(edge), edge.get("/readyz")}) {
        const raw_response refused = edge.ask(request);
        EXPECT_EQ(refused.status, 503) << refused.body;
        EXPECT_NE(refused.body.find(full), std::string::npos) << refused.body;
        EXPECT_EQ(refused.headers.at("retry-after"), "10");
    }
    EXPECT_EQ(edge.ask(edge.get("/healthz")).status, 200);
    EXPECT_EQ(edge.ask(edge.get("/api/documents")).status, 200);
    EXPECT_EQ(edge.ask(edge.post("/api/search", R"({"message_text":"words"})")).status, 200);

    edge.storage.declare_fine();
    EXPECT_EQ(edge.ask(edge.get("/readyz")).status, 200);
    EXPECT_EQ(edge.ask(upload(edge)).status, 202);
}

TEST(storage_room, given_a_turn_that_runs_when_asked_again_without_room_then_it_is_followed)
{
    running_edge edge;
    fakes::model_script script;
    script.deltas = {"one ", "two"};
    script.holds_at = 1;
    edge.model.play(script);
    const std::string body =
        R"({"message_text":"x","turn_id":"01900000-0000-7000-8000-000000000001"})";
    const std::string again = edge.post("/api/turns", body, "Accept: application/json\r\n");
    ASSERT_EQ(edge.ask(again).status, 202);

    edge.storage.declare_trouble(full);

    EXPECT_EQ(edge.ask(again).status, 202);
    edge.model.release();
}

TEST(storage_room, given_room_again_when_asked_then_it_is_looked_for_before_anybody_is_refused)
{
    running_edge edge;
    edge.storage.declare_trouble(full);
    std::thread watch([&edge] {
        fakes::run(edge.storage.doubted().wait_until(steady_time::max()));
        edge.storage.declare_fine();
    });

    EXPECT_EQ(edge.ask(edge.post("/api/turns", R"({"message_text":"x"})")).status, 200);

    watch.join();
}

TEST(storage_health, given_trouble_that_is_known_when_declared_again_then_it_is_no_news)
{
    storage_health health;
    EXPECT_EQ(health.trouble(), std::nullopt);
    EXPECT_FALSE(health.declare_fine());

    EXPECT_TRUE(health.declare_trouble("full"));
    EXPECT_FALSE(health.declare_trouble("read-only"));

    EXPECT_EQ(health.trouble(), "read-only");
    EXPECT_TRUE(health.declare_fine());
    EXPECT_EQ(health.trouble(), std::nullopt);
}

}  // namespace
}  // namespace parlance::edge_test
