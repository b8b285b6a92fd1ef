#include <parlance/egress/curl_client.hpp>
#include <parlance/runtime/io_threads.hpp>

#include "calls.hpp"
#include "raw_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <stop_token>
#include <string>

namespace parlance::tests {
namespace {

struct tally {
    std::atomic<int> fine{0};
    std::atomic<int> cancelled{0};
    std::atomic<int> other{0};
};

task<> count_one(egress::http_client& http, call_scope scope, std::string url, tally& into)
{
    egress::request asked = get(std::move(url));
    auto got = co_await fetch(http, scope, std::move(asked));
    if (got) ++into.fine;
    else if (got.error().kind == fault::cancelled) ++into.cancelled;
    else ++into.other;
}

void start_on_every_loop(runtime::io_threads& threads, egress::http_client& http,
                         const call_scope& scope, const std::string& url, tally& into)
{
    constexpr int calls = 64;
    for (int number = 0; number < calls; ++number) {
        boost::asio::co_spawn(threads.next(), count_one(http, scope, url, into),
                              boost::asio::detached);
    }
}

TEST(egress_threads, given_one_client_when_used_from_every_loop_then_every_call_is_answered)
{
    raw_server server([](connection& with) {
        while (!with.read_request().empty()) with.send(http_reply(std::string(5'000, 'x')));
    });
    egress::curl_client http;
    tally counted;
    runtime::io_threads threads(3);

    start_on_every_loop(threads, http, call_scope(), server.url(), counted);
    threads.start();
    threads.finish();

    EXPECT_EQ(counted.fine, 64);
}

TEST(egress_threads, given_calls_on_every_loop_when_another_thread_stops_them_then_all_end)
{
    std::atomic<int> asked{0};
    raw_server server([&asked](connection& with) {
        with.read_request();
        with.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
        asked += 1;
        asked.notify_all();
        with.wait_for_close();
    });
    egress::curl_client http;
    tally counted;
    std::stop_source stopping;
    call_scope scope;
    scope.stop = stopping.get_token();
    runtime::io_threads threads(3);

    start_on_every_loop(threads, http, scope, server.url(), counted);
    threads.start();
    for (int seen = asked; seen < 64; seen = asked) asked.wait(seen);
    stopping.request_stop();
    threads.finish();

    EXPECT_EQ(counted.cancelled, 64);
}

}  // namespace
}  // namespace parlance::tests
