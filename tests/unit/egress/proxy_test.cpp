// Proxies that do not do what they should. What a real one does is seen in tests/e2e.
#include <parlance/egress/curl_client.hpp>

#include "calls.hpp"
#include "fakes/run.hpp"
#include "raw_server.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace parlance::tests {
namespace {

using fakes::run;

const std::string tunnelled = "https://model.example/v1/chat/completions?planted-query";
const std::string in_clear = "http://model.example/v1/chat/completions?planted-query";

/// A proxy that does `answer` with each connection, and what it has read.
struct odd_proxy {
    explicit odd_proxy(std::function<void(connection&)> does)
        : server([this, answer = std::move(does)](connection& with) {
              const std::string request = with.read_request();
              if (request.empty()) return;
              note(request);
              answer(with);
          })
    {
    }
    [[nodiscard]] std::string first_request()
    {
        const std::lock_guard lock(guard);
        return requests.empty() ? std::string() : requests.front();
    }
    void note(const std::string& request)
    {
        const std::lock_guard lock(guard);
        requests.push_back(request);
    }

    std::mutex guard;
    std::vector<std::string> requests;
    raw_server server;
};

egress::way_out through(const std::string& url)
{
    auto read = egress::read_proxy(url);
    EXPECT_EQ(read.mistake, "");
    egress::way_out by;
    by.proxy = std::make_shared<const egress::forward_proxy>(std::move(read.proxy));
    return by;
}

result<outcome> ask(const std::string& proxy, const std::string& url)
{
    egress::curl_client http(through(proxy));
    egress::request asked = get(url);
    asked.headers.push_back({"authorization", "Bearer planted-key"});
    asked.connect_timeout = std::chrono::milliseconds(1'000);
    return run(fetch(http, call_scope(), std::move(asked)));
}

/// What each fault of a proxy must say, whoever reads it.
void expect_named(const result<outcome>& got, fault kind, const std::string& says)
{
    ASSERT_FALSE(got) << got->body;
    const std::string& detail = got.error().detail;
    EXPECT_EQ(got.error().kind, kind) << detail;
    EXPECT_NE(detail.find("PARLANCE_HTTPS_PROXY"), std::string::npos) << detail;
    EXPECT_NE(detail.find(says), std::string::npos) << detail;
    EXPECT_EQ(detail.find("planted"), std::string::npos) << detail;
    EXPECT_EQ(detail.find("OPENAI"), std::string::npos) << detail;
}

TEST(egress_proxy, given_a_proxy_that_refuses_when_asked_for_a_tunnel_then_its_status_is_told)
{
    const std::vector<std::tuple<std::string, fault, std::string>> expected{
        {"407 Authentication Required", fault::upstream_rejected, "wants a user and a password"},
        {"401 Unauthorized", fault::upstream_rejected, "wants a user and a password"},
        {"403 planted reason", fault::upstream_rejected, "status 403"},
        {"400 Bad Request", fault::upstream_rejected, "status 400"},
        {"302 Found", fault::upstream_rejected, "status 302"},
        {"502 Bad Gateway", fault::upstream_unavailable, "status 502"},
        {"503 Service Unavailable", fault::upstream_unavailable, "status 503"}};
    for (const auto& [status, kind, says] : expected) {
        odd_proxy odd([answer = status](connection& with) {
            with.send(http_reply("<html>planted body</html>", answer, "X-Planted: planted\r\n"));
        });

        const auto got = ask(odd.server.url(""), tunnelled);

        expect_named(got, kind, says);
        const std::string asked = odd.first_request();
        EXPECT_TRUE(asked.starts_with("CONNECT model.example:443 ")) << asked;
        EXPECT_EQ(asked.find("planted"), std::string::npos) << asked;
    }
}

TEST(egress_proxy, given_credentials_when_they_are_refused_then_the_setting_is_named_without_them)
{
    odd_proxy odd([](connection& with) { with.send(http_reply("", "407 planted")); });
    std::string proxy = odd.server.url("");
    proxy.insert(std::string("http://").size(), "planted-user:planted-password@");

    const auto got = ask(proxy, tunnelled);

    expect_named(got, fault::upstream_rejected, "does not take the user and password");
    EXPECT_NE(odd.first_request().find("Proxy-Authorization: Basic "), std::string::npos);
}

TEST(egress_proxy, given_a_proxy_that_answers_html_instead_of_a_tunnel_then_named)
{
    odd_proxy odd(
        [](connection& with) { with.send(http_reply("<html>planted log-in page</html>")); });

    expect_named(ask(odd.server.url(""), tunnelled), fault::upstream_unavailable, "passes no TLS");
}

TEST(egress_proxy, given_a_proxy_that_speaks_no_http_then_named)
{
    odd_proxy odd([](connection& with) { with.send("220 planted mail server\r\n"); });

    expect_named(ask(odd.server.url(""), tunnelled), fault::upstream_unavailable, "CONNECT");
}

TEST(egress_proxy, given_a_proxy_that_never_answers_then_named_after_the_connect_limit)
{
    odd_proxy odd([](connection& with) { with.wait_for_close(); });

    expect_named(ask(odd.server.url(""), tunnelled), fault::upstream_unavailable, "CONNECT");
}

TEST(egress_proxy, given_a_proxy_that_is_away_then_named)
{
    const std::string away = raw_server([](connection&) {}).url("");

    expect_named(ask(away, tunnelled), fault::upstream_unavailable, "cannot be reached");
    expect_named(ask(away, in_clear), fault::upstream_unavailable, "cannot be reached");
    expect_named(ask("http://no-such-host.invalid:3128", tunnelled), fault::upstream_unavailable,
                 "not known");
}

TEST(egress_proxy, given_a_proxy_that_should_speak_tls_and_does_not_then_named)
{
    raw_server plain([](connection& with) {
        with.send(http_reply("planted"));
        with.wait_for_close();
    });
    const std::string proxy = "https" + plain.url("").substr(std::string("http").size());

    expect_named(ask(proxy, tunnelled), fault::upstream_unavailable, "offers no TLS");
}

TEST(egress_proxy, given_http_when_asked_then_the_whole_request_goes_to_the_proxy)
{
    odd_proxy odd([](connection& with) { with.send(http_reply("from behind")); });

    const auto got = ask(odd.server.url(""), in_clear);

    ASSERT_TRUE(got) << got.error().detail;
    EXPECT_EQ(got->body, "from behind");
    EXPECT_TRUE(odd.first_request().starts_with("GET http://model.example/v1/"));
}

TEST(egress_proxy, given_http_when_the_proxy_wants_credentials_then_named)
{
    odd_proxy odd([](connection& with) { with.send(http_reply("planted", "407 planted")); });

    expect_named(ask(odd.server.url(""), in_clear), fault::upstream_rejected, "wants a user");
}

TEST(egress_proxy, given_loopback_when_asked_then_the_proxy_hears_nothing)
{
    odd_proxy odd([](connection& with) { with.send(http_reply("from the proxy")); });
    raw_server here([](connection& with) {
        if (!with.read_request().empty()) with.send(http_reply("from here"));
    });

    const auto got = ask(odd.server.url(""), here.url());

    ASSERT_TRUE(got) << got.error().detail;
    EXPECT_EQ(got->body, "from here");
    EXPECT_EQ(odd.server.accepted(), 0);
}

}  // namespace
}  // namespace parlance::tests
