#include <parlance/egress/curl_client.hpp>

#include "calls.hpp"
#include "fakes/run.hpp"
#include "raw_server.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parlance::tests {
namespace {

using fakes::run;

void answer_once(connection& with, const std::string& bytes)
{
    if (!with.read_request().empty()) with.send(bytes);
}

TEST(egress_open, given_an_answer_when_opened_then_status_headers_and_body)
{
    raw_server server([](connection& with) {
        answer_once(with, "HTTP/1.1 103 Early Hints\r\nContent-Type: wrong\r\n\r\n" +
                              http_reply("hello", "201 Created", "content-TYPE:  text/x \r\n"));
    });
    egress::curl_client http;

    const auto got = run(fetch(http, call_scope(), get(server.url())));

    ASSERT_TRUE(got) << got.error().detail;
    EXPECT_EQ(got->status, 201);
    EXPECT_EQ(got->body, "hello");
    EXPECT_EQ(got->type, "text/x");
}

TEST(egress_open, given_a_large_post_when_sent_then_the_server_has_it_without_a_100_continue)
{
    std::string seen;
    raw_server server([&seen](connection& with) {
        seen = with.read_request();
        with.send(http_reply("ok"));
    });
    egress::curl_client http;
    egress::request asked = get(server.url("/v1/x"));
    asked.verb = egress::method::post;
    asked.headers = {{"content-type", "application/json"}, {"x-empty", ""}};
    asked.body = std::string(2'000'000, 'b');

    const auto got = run(fetch(http, call_scope(), std::move(asked)));

    ASSERT_TRUE(got) << got.error().detail;
    EXPECT_TRUE(seen.starts_with("POST /v1/x HTTP/1.1\r\n"));
    EXPECT_NE(seen.find("content-type: application/json\r\n"), std::string::npos);
    EXPECT_NE(seen.find("x-empty:\r\n"), std::string::npos);
    EXPECT_EQ(seen.find("Expect"), std::string::npos);
    EXPECT_TRUE(seen.ends_with(std::string(2'000'000, 'b')));
}

TEST(egress_open, given_nobody_listening_when_opened_then_upstream_unavailable)
{
    std::string url;
    {
        const raw_server gone([](connection&) {});
        url = gone.url("/path?key=hidden");
    }
    egress::curl_client http;

    const auto got = run(fetch(http, call_scope(), get(url)));

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::upstream_unavailable);
    EXPECT_NE(got.error().detail.find("127.0.0.1"), std::string::npos);
    EXPECT_EQ(got.error().detail.find("hidden"), std::string::npos);
}

TEST(egress_open, given_an_unknown_name_when_opened_then_upstream_unavailable)
{
    egress::curl_client http;

    const auto got = run(fetch(http, call_scope(), get("http://no-such-host.invalid/")));

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::upstream_unavailable);
    EXPECT_NE(got.error().detail.find("no-such-host.invalid"), std::string::npos);
}

TEST(egress_open, given_a_reset_before_the_headers_when_opened_then_upstream_unavailable)
{
    raw_server server([](connection& with) {
        with.read_request();
        with.reset();
    });
    egress::curl_client http;

    const auto got = run(fetch(http, call_scope(), get(server.url())));

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::upstream_unavailable);
}

TEST(egress_open, given_something_that_is_no_http_when_opened_then_upstream_unavailable)
{
    raw_server server([](connection& with) { answer_once(with, "SSH-2.0-x\r\n\r\n"); });
    egress::curl_client http;

    const auto got = run(fetch(http, call_scope(), get(server.url())));

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::upstream_unavailable);
}

TEST(egress_open, given_a_redirect_when_opened_then_it_is_not_followed)
{
    raw_server other([](connection& with) { answer_once(with, http_reply("other")); });
    raw_server server([&other](connection& with) {
        answer_once(with,
                    http_reply("", "307 Temporary Redirect", "Location: " + other.url() + "\r\n"));
    });
    egress::curl_client http;

    const auto got = run(fetch(http, call_scope(), get(server.url())));

    ASSERT_TRUE(got) << got.error().detail;
    EXPECT_EQ(got->status, 307);
    EXPECT_EQ(other.accepted(), 0);
}

TEST(egress_open, given_headers_one_past_the_limit_when_opened_then_refused)
{
    const auto reply_with = [](std::size_t header_bytes) {
        const std::string bare = http_reply("ok");
        std::string extra;
        const std::size_t head = bare.size() - 2;
        while (head + extra.size() + 1'100 < header_bytes) {
            extra += "x-fill: " + std::string(990, 'a') + "\r\n";
        }
        const std::size_t left = header_bytes - head - extra.size();
        extra += "x: " + std::string(left - 5, 'a') + "\r\n";
        return http_reply("ok", "200 OK", extra);
    };
    raw_server fits(
        [&](connection& with) { answer_once(with, reply_with(egress::reply_header_bytes_max)); });
    raw_server too_long([&](connection& with) {
        answer_once(with, reply_with(egress::reply_header_bytes_max + 1));
    });
    egress::curl_client http;

    const auto allowed = run(fetch(http, call_scope(), get(fits.url())));
    const auto refused = run(fetch(http, call_scope(), get(too_long.url())));

    ASSERT_TRUE(allowed) << allowed.error().detail;
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::upstream_unavailable);
    EXPECT_NE(refused.error().detail.find("headers"), std::string::npos);
}

TEST(egress_open, given_a_request_that_cannot_be_sent_then_invalid_request_and_no_connection)
{
    raw_server server([](connection&) {});
    egress::curl_client http;
    const auto kind_of = [&http](egress::request asked) {
        const auto got = run(fetch(http, call_scope(), std::move(asked)));
        return got ? fault::internal : got.error().kind;
    };
    egress::request split = get(server.url());
    split.headers = {{"x-a", "1\r\nx-b: 2"}};
    egress::request nameless = get(server.url());
    nameless.headers = {{"", "1"}};
    std::string with_user = server.url();
    with_user.replace(0, 7, "http://me:pw@");

    EXPECT_EQ(kind_of(split), fault::invalid_request);
    EXPECT_EQ(kind_of(nameless), fault::invalid_request);
    EXPECT_EQ(kind_of(get(with_user)), fault::invalid_request);
    EXPECT_EQ(kind_of(get("file:///etc/passwd")), fault::invalid_request);
    EXPECT_EQ(kind_of(get("")), fault::invalid_request);
    EXPECT_EQ(server.accepted(), 0);
}

task<result<int>> fetch_in_turn(egress::http_client& http, std::string url, int count)
{
    for (int done = 0; done < count; ++done) {
        egress::request asked = get(url);
        const call_scope scope;
        auto got = co_await fetch(http, scope, std::move(asked));
        if (!got) co_return got.error();
    }
    co_return count;
}

TEST(egress_open, given_calls_in_turn_when_the_server_keeps_the_connection_then_it_is_reused)
{
    raw_server server([](connection& with) {
        while (!with.read_request().empty()) with.send(http_reply("again"));
    });
    egress::curl_client http;

    const auto done = run(fetch_in_turn(http, server.url(), 5));

    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(server.accepted(), 1);
}

TEST(egress_open, given_a_kept_connection_the_server_closed_when_called_then_a_new_one_is_made)
{
    raw_server server([](connection& with) { answer_once(with, http_reply("once")); });
    egress::curl_client http;

    const auto done = run(fetch_in_turn(http, server.url(), 3));

    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(server.accepted(), 3);
}

}  // namespace
}  // namespace parlance::tests
