#include <parlance/egress/curl_client.hpp>

#include <parlance/egress/back_off.hpp>

#include "calls.hpp"
#include "fakes/run.hpp"
#include "raw_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>

namespace parlance::tests {
namespace {

using fakes::run;

constexpr std::size_t big = 48 * 1024 * 1024;
constexpr int held_milliseconds = 300;

char byte_at(std::size_t place)
{
    return static_cast<char>('a' + (place * 31 + place / 4'096) % 26);
}

/// A server with a big body that knows when its reader has held it back.
struct big_sender {
    std::string body;
    std::atomic<bool> is_held{false};
    std::atomic<std::size_t> sent_when_held{0};

    big_sender() : body(big, '\0')
    {
        for (std::size_t place = 0; place < big; ++place) body[place] = byte_at(place);
    }
    void operator()(connection& with)
    {
        with.read_request();
        with.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(big) + "\r\n\r\n");
        const std::size_t sent = with.send_until_held(body, held_milliseconds);
        sent_when_held = sent;
        is_held = true;
        with.send(std::string_view(body).substr(sent));
    }
};

struct reading {
    std::size_t bytes = 0;
    std::size_t longest = 0;
    bool is_same = true;
};

/// Takes nothing until the sender is held back (or has sent all), then everything.
task<result<reading>> read_late(egress::http_client& http, const big_sender& sender,
                                std::string url)
{
    const call_scope scope;
    egress::request asked = get(std::move(url));
    auto reply = co_await http.open(scope, std::move(asked));
    if (!reply) co_return reply.error();
    while (!sender.is_held) {
        auto rested = co_await egress::rest_for(scope, std::chrono::milliseconds(1));
        if (!rested) co_return rested.error();
    }
    reading all;
    while (true) {
        auto bytes = co_await reply->next(scope);
        if (!bytes) co_return bytes.error();
        if (bytes->empty()) co_return all;
        for (const char byte : *bytes) all.is_same &= byte == byte_at(all.bytes++);
        all.longest = std::max(all.longest, bytes->size());
    }
}

TEST(egress_body, given_a_reader_that_takes_nothing_then_the_sender_is_held_and_nothing_is_lost)
{
    big_sender sender;
    raw_server server([&sender](connection& with) { sender(with); });
    egress::curl_client http;

    const auto got = run(read_late(http, sender, server.url()));

    ASSERT_TRUE(got) << got.error().detail;
    // What the kernel's socket buffers take is not ours; they stay far under half of it.
    EXPECT_LT(sender.sent_when_held, big / 2);
    EXPECT_EQ(got->bytes, big);
    EXPECT_TRUE(got->is_same);
    EXPECT_LE(got->longest, egress::buffered_bytes_max + 16 * 1024);
}

TEST(egress_body, given_a_cut_in_the_middle_when_read_then_the_bytes_before_it_and_an_error)
{
    raw_server server([](connection& with) {
        with.read_request();
        with.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    });
    egress::curl_client http;
    std::string before;
    const auto read = [](egress::http_client& by, std::string url,
                         std::string& into) -> task<result<>> {
        const call_scope scope;
        egress::request asked = get(std::move(url));
        auto reply = co_await by.open(scope, std::move(asked));
        if (!reply) co_return reply.error();
        while (true) {
            auto bytes = co_await reply->next(scope);
            if (!bytes) co_return bytes.error();
            if (bytes->empty()) co_return result<>();
            into += *bytes;
        }
    };

    const auto got = run(read(http, server.url(), before));

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::upstream_unavailable);
    EXPECT_EQ(before, "hello");
}

task<result<std::string>> read_at_most(egress::http_client& http, std::string url,
                                       std::size_t bytes_max)
{
    const call_scope scope;
    egress::request asked = get(std::move(url));
    auto reply = co_await http.open(scope, std::move(asked));
    if (!reply) co_return reply.error();
    co_return co_await reply->rest(scope, bytes_max);
}

TEST(egress_body, given_a_body_one_past_the_limit_when_read_whole_then_refused)
{
    raw_server server([](connection& with) {
        while (!with.read_request().empty()) with.send(http_reply("12345"));
    });
    egress::curl_client http;

    const auto fits = run(read_at_most(http, server.url(), 5));
    const auto too_long = run(read_at_most(http, server.url(), 4));

    ASSERT_TRUE(fits) << fits.error().detail;
    EXPECT_EQ(*fits, "12345");
    ASSERT_FALSE(too_long);
    EXPECT_EQ(too_long.error().kind, fault::upstream_rejected);
}

TEST(egress_body, given_an_empty_body_when_read_then_its_end_at_once)
{
    raw_server server([](connection& with) {
        if (!with.read_request().empty()) with.send("HTTP/1.1 204 No Content\r\n\r\n");
    });
    egress::curl_client http;

    const auto got = run(fetch(http, call_scope(), get(server.url())));

    ASSERT_TRUE(got) << got.error().detail;
    EXPECT_EQ(got->status, 204);
    EXPECT_EQ(got->body, "");
}

}  // namespace
}  // namespace parlance::tests
