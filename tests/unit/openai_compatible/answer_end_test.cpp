// When an answer ends, against a server that says exactly the bytes a test wants said and does not
// stop: what comes after [DONE], and a total time for everything that only drips.
#include "fakes/run.hpp"
#include "fakes/seeded_random.hpp"
#include "unit/egress/raw_server.hpp"

#include <parlance/egress/curl_client.hpp>
#include <parlance/openai_compatible/language_model.hpp>

#include <gtest/gtest.h>

#include <poll.h>

#include <chrono>
#include <functional>
#include <string>
#include <utility>

namespace parlance::openai_compatible {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using tests::connection;

constexpr std::string_view head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
const std::string hello = R"(data: {"choices":[{"delta":{"content":"hello"}}]})"
                          "\n\n";
const std::string reason = R"(data: {"choices":[{"delta":{},"finish_reason":"stop"}]})"
                           "\n\n";
const std::string done = "data: [DONE]\n\n";
// Far above what any of these tests takes, far below the minutes that the faults took.
constexpr seconds soon{15};

std::string chunk(std::string_view text)
{
    std::string size;
    for (std::size_t rest = text.size(); rest > 0; rest /= 16) {
        size.insert(size.begin(), "0123456789abcdef"[rest % 16]);
    }
    return size + "\r\n" + std::string(text) + "\r\n";
}

/// Sends `piece` again and again, until the client has left.
void drip(connection& with, std::string_view piece, int every_milliseconds)
{
    pollfd closing{with.socket(), POLLRDHUP, 0};
    while (::poll(&closing, 1, every_milliseconds) == 0) {
        if (!with.send(piece)) return;
    }
}

/// The text of an answer.
struct kept_text : language::delta_sink {
    std::string text;
    task<result<>> push(std::string delta) override
    {
        text += delta;
        co_return result<>();
    }
};

class answer_end : public testing::Test {
protected:
    kept_text sink;
    config settled;
    std::chrono::steady_clock::duration took{};

    answer_end()
    {
        settled.model = "m";
        settled.attempts_max = 1;
    }
    /// What comes of one question to a server that does `answer` with each connection.
    result<language::usage> ask(std::function<void(connection&)> answer,
                                const call_scope& scope = call_scope())
    {
        tests::raw_server server([&](connection& with) {
            if (!with.read_request().empty()) answer(with);
        });
        settled.base_url = server.url("/v1");
        egress::curl_client http;
        fakes::seeded_random random{1};
        openai_compatible_language_model model(settled, http, random);
        language::prompt asked;
        asked.question = "What?";
        const auto begun = std::chrono::steady_clock::now();
        auto cost = fakes::run(model.complete(scope, std::move(asked), sink));
        took = std::chrono::steady_clock::now() - begun;
        return cost;
    }
    static call_scope within(milliseconds time)
    {
        call_scope scope;
        scope.deadline = std::chrono::steady_clock::now() + time;
        return scope;
    }
};

TEST_F(answer_end, given_a_server_that_drips_after_done_then_the_answer_has_ended_at_once)
{
    const auto cost = ask([](connection& with) {
        with.send(std::string(head) + chunk(hello) + chunk(reason) + chunk(done));
        drip(with, chunk(": still here\n\n"), 20);
    });

    ASSERT_TRUE(cost) << cost.error().detail;
    EXPECT_EQ(sink.text, "hello");
    EXPECT_LT(took, seconds(2)) << "100 ms and a slow machine";
}

TEST_F(answer_end, given_a_server_that_floods_after_done_then_little_of_it_is_read)
{
    std::size_t taken = 0;
    const auto cost = ask([&taken](connection& with) {
        with.send(std::string(head) + chunk(hello) + chunk(done));
        const std::string flood = chunk(std::string(16 * 1024, 'x'));
        while (with.send(flood)) taken += flood.size();
    });

    ASSERT_TRUE(cost) << cost.error().detail;
    EXPECT_EQ(sink.text, "hello");
    EXPECT_LT(took, seconds(2));
    EXPECT_LT(taken, std::size_t{16} * 1024 * 1024) << "what the kernel holds, and no more";
}

TEST_F(answer_end, given_another_answer_after_done_then_it_is_not_shown)
{
    const auto cost = ask([](connection& with) {
        with.send(std::string(head) + chunk(hello) + chunk(done) + chunk(hello));
        with.send("0\r\n\r\n");
    });

    ASSERT_TRUE(cost) << cost.error().detail;
    EXPECT_EQ(sink.text, "hello");
}

TEST_F(answer_end, given_a_server_that_drips_after_the_last_word_then_only_the_cost_is_lost)
{
    settled.cost_time_max = milliseconds(400);
    const auto cost = ask([](connection& with) {
        with.send(std::string(head) + chunk(hello) + chunk(reason));
        drip(with, chunk(": still here\n\n"), 20);
    });

    ASSERT_TRUE(cost) << cost.error().detail;
    EXPECT_TRUE(cost->is_estimated);
    EXPECT_EQ(sink.text, "hello");
    EXPECT_LT(took, soon);
}

TEST_F(answer_end, given_a_body_that_drips_for_ever_then_the_deadline_holds)
{
    const auto cost = ask(
        [](connection& with) {
            with.send(std::string(head) + chunk(hello));
            drip(with, chunk(":"), 20);
        },
        within(milliseconds(400)));

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::deadline_exceeded);
    EXPECT_EQ(sink.text, "hello");
    EXPECT_LT(took, soon);
}

TEST_F(answer_end, given_text_without_end_then_the_deadline_holds)
{
    const auto cost = ask(
        [](connection& with) {
            with.send(head);
            while (with.send(chunk(hello))) {}
        },
        within(milliseconds(400)));

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::deadline_exceeded);
    EXPECT_LT(took, soon);
}

TEST_F(answer_end, given_headers_that_drip_for_ever_then_the_first_limit_holds)
{
    settled.first_delta_timeout = milliseconds(400);
    const auto cost = ask([](connection& with) {
        with.send("HTTP/1.1 200 OK\r\n");
        drip(with, "X: y\r\n", 20);
    });

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::upstream_unavailable);
    EXPECT_LT(took, soon);
}

TEST_F(answer_end, given_interim_answers_for_ever_then_the_first_limit_holds)
{
    settled.first_delta_timeout = milliseconds(400);
    const auto cost =
        ask([](connection& with) { drip(with, "HTTP/1.1 102 Processing\r\n\r\n", 20); });

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::upstream_unavailable);
    EXPECT_LT(took, soon);
}

TEST_F(answer_end, given_a_refusal_whose_body_drips_for_ever_then_its_status_counts)
{
    settled.problem_time_max = milliseconds(400);
    const auto cost = ask([](connection& with) {
        with.send("HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\n");
        drip(with, chunk(" "), 20);
    });

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::upstream_rejected);
    EXPECT_NE(cost.error().detail.find("OPENAI_API_KEY"), std::string::npos);
    EXPECT_LT(took, soon);
}

}  // namespace
}  // namespace parlance::openai_compatible
