#include <parlance/egress/curl_client.hpp>
#include <parlance/foundation/finish_by.hpp>

#include "calls.hpp"
#include "fakes/run.hpp"
#include "raw_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <stop_token>
#include <string>
#include <thread>

namespace parlance::tests {
namespace {

using fakes::run;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view first_piece =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";

/// Says its piece, then nothing; fulfils `has_spoken` in between and `is_left` when the client
/// goes.
struct silent_server {
    std::string_view says;
    std::promise<void> spoken;
    std::promise<void> left;
    std::future<void> has_spoken = spoken.get_future();
    std::future<void> is_left = left.get_future();
    raw_server server{[this](connection& with) {
        with.read_request();
        with.send(says);
        spoken.set_value();
        with.wait_for_close();
        left.set_value();
    }};
    explicit silent_server(std::string_view words) : says(words) {}
};

TEST(egress_cancel, given_a_stop_while_waiting_for_headers_then_cancelled_and_closed_at_once)
{
    silent_server silent("");
    egress::curl_client http;
    std::stop_source stopping;
    call_scope scope;
    scope.stop = stopping.get_token();
    std::chrono::steady_clock::time_point asked_at;
    std::thread other([&] {
        silent.has_spoken.wait();
        asked_at = std::chrono::steady_clock::now();
        stopping.request_stop();
    });

    const auto got = run(fetch(http, scope, get(silent.server.url())));
    const auto ended_at = std::chrono::steady_clock::now();
    other.join();

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::cancelled);
    EXPECT_LT(ended_at - asked_at, seconds(5)) << "100 ms and a slow machine";
    EXPECT_EQ(silent.is_left.wait_for(seconds(20)), std::future_status::ready);
}

TEST(egress_cancel, given_a_stop_between_two_pieces_then_cancelled_and_closed)
{
    silent_server silent(first_piece);
    egress::curl_client http;
    std::stop_source stopping;
    call_scope scope;
    scope.stop = stopping.get_token();
    std::thread other([&] {
        silent.has_spoken.wait();
        stopping.request_stop();
    });

    const auto got = run(fetch(http, scope, get(silent.server.url())));
    other.join();

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::cancelled);
    EXPECT_EQ(silent.is_left.wait_for(seconds(20)), std::future_status::ready);
}

TEST(egress_cancel, given_a_stop_before_the_call_then_nothing_is_sent)
{
    raw_server server([](connection& with) { with.read_request(); });
    egress::curl_client http;
    std::stop_source stopping;
    stopping.request_stop();
    call_scope scope;
    scope.stop = stopping.get_token();

    const auto got = run(fetch(http, scope, get(server.url())));

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::cancelled);
    EXPECT_EQ(server.accepted(), 0);
}

TEST(egress_cancel, given_a_sender_that_never_rests_when_stopped_then_cancelled)
{
    raw_server server([](connection& with) {
        with.read_request();
        with.send("HTTP/1.1 200 OK\r\n\r\n");
        const std::string piece(16'384, 'x');
        while (with.send(piece)) {}
    });
    egress::curl_client http;
    std::stop_source stopping;
    call_scope scope;
    scope.stop = stopping.get_token();
    const auto read = [](egress::http_client& by, call_scope under, std::string url,
                         std::stop_source* stop) -> task<result<std::size_t>> {
        egress::request asked = get(std::move(url));
        auto reply = co_await by.open(under, std::move(asked));
        if (!reply) co_return reply.error();
        for (std::size_t taken = 0;;) {
            auto bytes = co_await reply->next(under);
            if (!bytes) co_return bytes.error();
            taken += bytes->size();
            if (taken > 1'000'000) stop->request_stop();
        }
    };

    const auto got = run(read(http, scope, server.url(), &stopping));

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::cancelled);
}

TEST(egress_cancel, given_a_deadline_when_the_server_is_silent_then_deadline_exceeded)
{
    silent_server silent(first_piece);
    egress::curl_client http;

    const auto got = run(fetch(http, within(milliseconds(80)), get(silent.server.url())));

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::deadline_exceeded);
}

TEST(egress_cancel, given_silence_before_the_headers_then_upstream_unavailable)
{
    silent_server silent("");
    egress::curl_client http;
    egress::request asked = get(silent.server.url());
    asked.silence_timeout = milliseconds(60);

    const auto got = run(fetch(http, call_scope(), std::move(asked)));

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::upstream_unavailable);
    EXPECT_NE(got.error().detail.find("60 ms"), std::string::npos);
}

TEST(egress_cancel, given_silence_between_two_pieces_then_upstream_unavailable)
{
    silent_server silent(first_piece);
    egress::curl_client http;
    egress::request asked = get(silent.server.url());
    asked.silence_timeout = milliseconds(300);

    const auto got = run(fetch(http, call_scope(), std::move(asked)));

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::upstream_unavailable);
    EXPECT_EQ(silent.is_left.wait_for(seconds(20)), std::future_status::ready);
}

task<result<>> open_and_drop(egress::http_client& http, std::string url)
{
    const call_scope scope;
    egress::request asked = get(std::move(url));
    auto reply = co_await http.open(scope, std::move(asked));
    if (!reply) co_return reply.error();
    auto first = co_await reply->next(scope);
    if (!first) co_return first.error();
    co_return result<>();
}

TEST(egress_cancel, given_a_reply_that_is_dropped_when_unread_then_the_connection_is_closed)
{
    silent_server silent(first_piece);
    egress::curl_client http;

    const auto dropped = run(open_and_drop(http, silent.server.url()));

    ASSERT_TRUE(dropped) << dropped.error().detail;
    EXPECT_EQ(silent.is_left.wait_for(seconds(20)), std::future_status::ready);
}

TEST(egress_cancel, given_a_loop_destroyed_while_a_call_waits_then_it_is_cleaned_up)
{
    silent_server silent(first_piece);
    egress::curl_client http;
    {
        boost::asio::io_context loop(1);
        const auto drop = [](egress::http_client& by, std::string url) -> task<> {
            const call_scope scope;
            egress::request asked = get(std::move(url));
            auto got = co_await fetch(by, scope, std::move(asked));
            ADD_FAILURE() << "nobody answered, yet there is a result: " << got.has_value();
        };
        boost::asio::co_spawn(loop, drop(http, silent.server.url()), boost::asio::detached);
        while (silent.has_spoken.wait_for(seconds(0)) != std::future_status::ready) {
            loop.run_for(milliseconds(1));
        }
    }

    EXPECT_EQ(silent.is_left.wait_for(seconds(20)), std::future_status::ready);
}

TEST(egress_cancel, given_finish_by_around_a_call_when_the_time_is_up_then_the_call_unwinds)
{
    silent_server silent(first_piece);
    egress::curl_client http;
    const auto bounded = [](egress::http_client& by, std::string url) -> task<result<outcome>> {
        const call_scope unbounded;
        egress::request asked = get(std::move(url));
        call_scope scope = within(milliseconds(80));
        co_return co_await finish_by(std::move(scope), fetch(by, unbounded, std::move(asked)));
    };

    const auto got = run(bounded(http, silent.server.url()));

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::deadline_exceeded);
    EXPECT_EQ(silent.is_left.wait_for(seconds(20)), std::future_status::ready);
}

}  // namespace
}  // namespace parlance::tests
