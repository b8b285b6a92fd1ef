#include <parlance/edge/listener.hpp>
#include <parlance/foundation/limits.hpp>

#include <gtest/gtest.h>

#include <fakes/eventually.hpp>

#include "unit/edge/running_edge.hpp"

#include <list>
#include <string>
#include <vector>

namespace parlance::edge_test {
namespace {

constexpr std::string_view search_body = R"({"message_text":"x"})";

/// Goes on sending, a byte at a time, until the server answers.
raw_response drip(raw_client& client, std::string_view start)
{
    client.send(start);
    while (!client.has_news()) client.send_some("x");
    return client.read_response();
}

}  // namespace

TEST(connections, given_keep_alive_when_asked_again_then_the_connection_is_used_again)
{
    running_edge edge;
    raw_client client(edge.port());
    for (int turn = 0; turn < 3; ++turn) {
        client.send(edge.get("/healthz"));
        EXPECT_EQ(client.read_response().body, R"({"status":"ok"})");
    }
    EXPECT_EQ(edge.server.connections(), 1U);
}

TEST(connections, given_pipelined_requests_when_sent_at_once_then_they_are_answered_in_order)
{
    running_edge edge;
    raw_client client(edge.port());
    client.send(edge.get("/healthz") + edge.post("/api/search", search_body) + edge.get("/readyz") +
                edge.get("/nothing"));

    EXPECT_EQ(client.read_response().body, R"({"status":"ok"})");
    EXPECT_EQ(client.read_response().body, R"({"is_answerable":false,"passages":[]})");
    EXPECT_EQ(client.read_response().body, R"({"status":"ready"})");
    EXPECT_EQ(client.read_response().status, 404);
}

TEST(connections, given_connection_close_when_answered_then_it_is_closed)
{
    running_edge edge;
    raw_client client(edge.port());
    client.send(edge.get("/healthz", "Connection: close\r\n"));

    EXPECT_EQ(client.read_response().headers.at("connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST(connections, given_http_1_0_when_asked_then_it_is_answered_and_closed)
{
    running_edge edge;
    raw_client client(edge.port());
    client.send("GET /healthz HTTP/1.0\r\nHost: " + edge.host() + "\r\n\r\n");

    EXPECT_EQ(client.read_response().status, 200);
    EXPECT_TRUE(client.is_closed());
}

TEST(connections, given_head_when_asked_then_the_length_is_told_and_no_body_sent)
{
    running_edge edge;
    raw_client client(edge.port());
    client.send("HEAD /healthz HTTP/1.1\r\nHost: " + edge.host() + "\r\n\r\n");
    const raw_response head = client.read_head();
    client.send(edge.get("/readyz"));

    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.headers.at("content-length"), "15");
    EXPECT_EQ(client.read_response().body, R"({"status":"ready"})");
}

TEST(connections, given_expect_continue_when_the_head_is_fine_then_the_body_is_asked_for)
{
    running_edge edge;
    raw_client client(edge.port());
    const std::string request = edge.post("/api/search", search_body, "Expect: 100-continue\r\n");
    client.send(request.substr(0, request.size() - search_body.size()));

    EXPECT_EQ(client.read_head().status, 100);
    client.send(search_body);
    EXPECT_EQ(client.read_response().status, 200);
}

TEST(connections, given_expect_continue_when_the_head_is_refused_then_no_body_is_asked_for)
{
    running_edge edge;
    raw_client client(edge.port());
    client.send(
        "POST /api/turns HTTP/1.1\r\nHost: " + edge.host() +
        "\r\nContent-Type: text/plain\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n");

    EXPECT_EQ(client.read_head().status, 415);
}

TEST(connections, given_a_request_byte_by_byte_when_in_time_then_it_is_answered)
{
    running_edge edge;
    raw_client client(edge.port());
    for (const char letter : edge.post("/api/search", search_body)) {
        client.send(std::string_view(&letter, 1));
    }

    EXPECT_EQ(client.read_response().status, 200);
}

TEST(connections, given_a_head_that_does_not_end_when_its_time_is_over_then_408)
{
    running_edge edge(short_limits());
    raw_client client(edge.port());

    const raw_response answer = drip(client, "GET /healthz HTTP/1.1\r\nX: ");

    EXPECT_EQ(answer.status, 408);
    EXPECT_TRUE(client.is_closed());
    EXPECT_TRUE(edge.is_left_alone());
}

TEST(connections, given_a_body_that_does_not_end_when_its_time_is_over_then_408)
{
    running_edge edge(short_limits());
    raw_client client(edge.port());
    const std::string request = edge.post("/api/search", search_body);
    client.send(request.substr(0, request.size() - 1));

    EXPECT_EQ(client.read_response().status, 408);
    EXPECT_TRUE(client.is_closed());
    EXPECT_TRUE(edge.is_left_alone());
}

TEST(connections, given_nothing_when_the_idle_time_is_over_then_it_is_closed_without_a_word)
{
    running_edge edge(short_limits());
    raw_client silent(edge.port());
    raw_client used(edge.port());
    used.send(edge.get("/healthz"));
    used.read_response();

    EXPECT_TRUE(silent.is_closed());
    EXPECT_EQ(used.read_more(), "");
    EXPECT_TRUE(edge.is_left_alone());
}

TEST(connections, given_a_client_that_leaves_in_any_state_then_nothing_is_left_of_it)
{
    running_edge edge;
    const std::string request = edge.post("/api/search", search_body);
    for (std::size_t sent = 0; sent <= request.size(); ++sent) {
        raw_client leaver(edge.port());
        leaver.send(request.substr(0, sent));
        sent % 2 == 0 ? leaver.close() : leaver.abort();
    }

    EXPECT_TRUE(edge.is_left_alone());
    EXPECT_EQ(edge.ask(edge.get("/healthz")).status, 200);
}

TEST(connections, given_a_client_that_only_stops_sending_when_asked_then_it_is_answered)
{
    running_edge edge;
    raw_client client(edge.port());
    client.send(edge.get("/healthz"));
    client.finish_sending();

    EXPECT_EQ(client.read_response().status, 200);
    EXPECT_TRUE(edge.is_left_alone());
}

TEST(connections, given_a_client_that_never_reads_when_it_pipelines_then_it_is_left)
{
    edge::limits_config limits = short_limits();
    limits.send_buffer_bytes = 4 * 1024;
    running_edge edge(limits);
    raw_client client(edge.port(), 4 * 1024);
    std::string many;
    for (int asked = 0; asked < 2'000; ++asked) many += edge.get("/healthz");
    // Reads nothing: the server stops taking, then leaves.
    while (client.send_some(many) > 0) continue;

    ASSERT_TRUE(edge.has_client());
    EXPECT_TRUE(edge.is_left_alone());
}

TEST(connections, given_one_connection_past_the_limit_when_opened_then_it_is_closed)
{
    edge::limits_config limits;
    limits.connections_max = 2;
    running_edge edge(limits);
    std::list<raw_client> clients;
    for (std::size_t made = 0; made < limits.connections_max; ++made) {
        clients.emplace_back(edge.port());
        clients.back().send(edge.get("/healthz"));
        EXPECT_EQ(clients.back().read_response().status, 200);
    }

    raw_client one_more(edge.port());

    EXPECT_TRUE(one_more.is_closed());
    EXPECT_EQ(edge.log.count("connection_refused"), 1U);
    clients.clear();
    EXPECT_TRUE(edge.is_left_alone());
    EXPECT_EQ(edge.ask(edge.get("/healthz")).status, 200);
    EXPECT_EQ(edge::limits_config().connections_max, limits::connections_max);
}

TEST(connections, given_shutdown_when_idle_and_at_work_then_both_end)
{
    running_edge edge;
    raw_client idle(edge.port());
    idle.send(edge.get("/healthz"));
    idle.read_response();

    edge.server.stop_accepting();
    edge.server.close_all();

    EXPECT_TRUE(idle.is_closed());
    EXPECT_TRUE(edge.is_left_alone());
}

TEST(connections, given_a_taken_port_when_listened_on_then_the_setting_is_named)
{
    running_edge first;
    running_edge second;

    const auto listened = second.listen_again(first.port());

    ASSERT_FALSE(listened);
    EXPECT_EQ(listened.error().kind, fault::conflict);
    EXPECT_NE(listened.error().detail.find("PARLANCE_HTTP_PORT"), std::string::npos);
}

TEST(connections, given_an_address_that_others_reach_when_listened_on_then_only_if_anyone_may_come)
{
    const edge::outer_address closed;
    edge::outer_address open;
    open.allows_anyone = true;
    for (const char* address : {"127.0.0.1", "127.3.2.1", "::1"}) {
        EXPECT_TRUE(edge::check_listen_address(address, closed)) << address;
    }
    for (const char* address : {"0.0.0.0", "::", "192.168.1.10"}) {
        const auto checked = edge::check_listen_address(address, closed);
        ASSERT_FALSE(checked) << address;
        EXPECT_NE(checked.error().detail.find("PARLANCE_LISTEN"), std::string::npos);
        EXPECT_TRUE(edge::check_listen_address(address, open)) << address;
    }
    for (const char* address : {"localhost", "", "*", "127.0.0.1:80"}) {
        EXPECT_FALSE(edge::check_listen_address(address, open)) << address;
    }
}

}  // namespace parlance::edge_test
