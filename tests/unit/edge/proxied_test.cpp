#include <gtest/gtest.h>

#include "unit/edge/running_edge.hpp"

#include <string>
#include <utility>

// Behind a proxy, over HTTP: the prefix, the hosts, and whom to believe.
namespace parlance::edge_test {
namespace {

edge::outer_address at(std::string_view url, std::string_view trusted = {})
{
    edge::outer_address made;
    made.named = edge::parse_public_url(url).value();
    if (!trusted.empty()) made.trusted_proxies = edge::networks::parse(trusted).value();
    return made;
}

std::string get(std::string_view path, std::string_view headers)
{
    return "GET " + std::string(path) + " HTTP/1.1\r\n" + std::string(headers) + "\r\n";
}

std::string search(std::string_view path, std::string_view headers)
{
    return "POST " + std::string(path) + " HTTP/1.1\r\n" + std::string(headers) +
           "Content-Type: application/json\r\nContent-Length: 20\r\n\r\n" +
           R"({"message_text":"x"})";
}

}  // namespace

TEST(proxied, given_a_prefix_when_it_is_stripped_or_not_then_everything_answers_alike)
{
    running_edge edge({}, at("http://chat.example.org/chat"));
    constexpr std::string_view host = "Host: chat.example.org\r\n";

    for (const char* path : {"/chat/api/me", "/api/me", "/chat/healthz", "/healthz", "/chat/readyz",
                             "/chat/assets/main-1a2b.js", "/assets/main-1a2b.js",
                             "/chat/openapi.json", "/chat", "/chat/", "/", "/chat/documents"}) {
        EXPECT_EQ(edge.ask(get(path, host)).status, 200) << path;
    }
    EXPECT_EQ(edge.ask(search("/chat/api/search", host)).status, 200);
    EXPECT_EQ(edge.ask(get("/chatter/api/me", host)).status, 404);
    EXPECT_EQ(edge.ask(get("/chat/chat/api/me", host)).status, 404);
    EXPECT_EQ(edge.ask(get("/chat/api/unknown", host)).status, 404);
    EXPECT_EQ(edge.ask(get("/%63hat/api/me", host)).status, 200);
}

TEST(proxied, given_a_prefix_when_a_page_is_asked_for_then_its_base_and_tag_name_it)
{
    running_edge edge({}, at("http://chat.example.org/chat"));
    for (const char* path : {"/", "/chat", "/chat/c/0190f4a0-0000-7000-8000-000000000001",
                             "/c/0190f4a0-0000-7000-8000-000000000001"}) {
        const raw_response page = edge.ask(get(path, "Host: chat.example.org\r\n"));
        EXPECT_EQ(page.body, "<!doctype html><base href=\"/chat/\" />") << path;
        EXPECT_EQ(page.headers.at("etag"), "\"beef-/chat/\"");
    }
    const raw_response known = edge.ask(
        get("/chat/", "Host: chat.example.org\r\nIf-None-Match: \"x\", \"beef-/chat/\"\r\n"));
    const raw_response of_another_prefix =
        edge.ask(get("/chat/", "Host: chat.example.org\r\nIf-None-Match: \"beef-/\"\r\n"));
    EXPECT_EQ(known.status, 304);
    EXPECT_EQ(of_another_prefix.status, 200);
}

TEST(proxied, given_probes_of_a_cluster_when_they_name_any_host_then_health_answers)
{
    running_edge edge;
    for (const char* path : {"/healthz", "/readyz"}) {
        EXPECT_EQ(edge.ask(get(path, "Host: 10.1.2.3:8080\r\n")).status, 200) << path;
        EXPECT_EQ(edge.ask(get(path, "Host: \r\n")).status, 200) << path;
        EXPECT_EQ(edge.ask("GET " + std::string(path) + " HTTP/1.0\r\n\r\n").status, 200) << path;
        EXPECT_EQ(edge.ask("HEAD " + std::string(path) + " HTTP/1.0\r\n\r\n").status, 200) << path;
        EXPECT_EQ(edge.ask(get(path, "")).status, 400) << path;
        EXPECT_EQ(edge.ask(search(path, "Host: 10.1.2.3:8080\r\n")).status, 421) << path;
    }
    EXPECT_EQ(edge.ask(get("/api/me", "Host: 10.1.2.3:8080\r\n")).status, 421);
    EXPECT_EQ(edge.ask("GET /api/me HTTP/1.0\r\n\r\n").status, 421);
}

TEST(proxied, given_another_port_on_loopback_when_asked_then_it_is_ours)
{
    running_edge edge;

    EXPECT_EQ(edge.ask(get("/", "Host: localhost:9000\r\n")).status, 200);
    EXPECT_EQ(
        edge.ask(search("/api/search", "Host: localhost:9000\r\nOrigin: http://localhost:9000\r\n"))
            .status,
        200);
    EXPECT_EQ(
        edge.ask(search("/api/search", "Host: localhost:9000\r\nOrigin: http://localhost:9001\r\n"))
            .status,
        403);
}

TEST(proxied, given_a_trusted_proxy_when_it_says_how_it_was_called_then_that_counts)
{
    running_edge edge({}, at("http://chat.example.org:8080", "127.0.0.0/8"));
    constexpr std::string_view forwarded =
        "Host: 10.0.0.5:1\r\nX-Forwarded-Host: chat.example.org\r\nX-Forwarded-Proto: https\r\n"
        "Origin: https://chat.example.org\r\nSec-Fetch-Site: same-origin\r\n"
        "X-Forwarded-For: 192.0.2.1:4711, 10.0.0.1\r\n";

    EXPECT_EQ(edge.ask(get("/api/me", forwarded)).status, 200);
    EXPECT_EQ(edge.ask(search("/api/search", forwarded)).status, 200);
}

TEST(proxied, given_the_same_words_when_from_anybody_else_then_they_are_ignored)
{
    for (const char* trusted : {"", "10.0.0.0/8", "127.0.0.2", "::1"}) {
        running_edge edge({}, at("http://chat.example.org:8080", trusted));
        constexpr std::string_view forged =
            "Host: 10.0.0.5:1\r\nX-Forwarded-Host: chat.example.org\r\nX-Forwarded-For: ::1\r\n";
        constexpr std::string_view with_our_host =
            "Host: chat.example.org\r\nX-Forwarded-Proto: https\r\n"
            "Origin: https://chat.example.org\r\n";

        EXPECT_EQ(edge.ask(get("/api/me", forged)).status, 421) << trusted;
        EXPECT_EQ(edge.ask(search("/api/search", with_our_host)).status, 403) << trusted;
    }
}

}  // namespace parlance::edge_test
