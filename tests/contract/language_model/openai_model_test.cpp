// What only openai_compatible promises, against the simulator: attempts, pauses, secrets, odd
// wires.
#include "collecting_sink.hpp"
#include "fakes/run.hpp"
#include "fakes/seeded_random.hpp"
#include "openai_simulator.hpp"

#include <parlance/openai_compatible/language_model.hpp>

#include <boost/json/array.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

namespace parlance::tests {
namespace {

using fakes::run;
using std::chrono::milliseconds;

class openai_model : public testing::Test {
protected:
    openai_simulator simulator{"sk-right"};
    egress::curl_client http;
    fakes::seeded_random random{1};
    collecting_sink sink;
    openai_compatible::config settled;

    openai_model()
    {
        settled.base_url = simulator.url() + "/v1";
        settled.model = "m";
        settled.key = std::make_shared<const secret>(std::string("sk-right"));
    }
    result<language::usage> ask(const call_scope& scope = call_scope())
    {
        openai_compatible::openai_compatible_language_model model(settled, http, random);
        language::prompt asked;
        asked.question = "What?";
        return run(model.complete(scope, asked, sink));
    }
};

TEST_F(openai_model, given_two_faults_before_the_first_delta_then_the_third_attempt_answers)
{
    simulator.control(R"({"steps":[
        {"fault":{"kind":"status","status":503},"repeat":1},
        {"fault":{"kind":"close_before_first"},"repeat":1},
        {"text":"third time"}]})");

    const auto cost = ask();

    ASSERT_TRUE(cost) << cost.error().detail;
    EXPECT_EQ(sink.text(), "third time");
    EXPECT_EQ(simulator.wait_until_idle(), 3U);
}

TEST_F(openai_model, given_a_stream_cut_before_the_first_delta_then_another_attempt)
{
    simulator.control(R"({"steps":[{"words":3,"fault":{"kind":"cut_after","tokens":0},"repeat":1},
                                   {"text":"whole"}]})");

    const auto cost = ask();

    ASSERT_TRUE(cost) << cost.error().detail;
    EXPECT_EQ(sink.text(), "whole");
}

TEST_F(openai_model, given_a_fault_on_every_attempt_then_it_ends_at_the_limit)
{
    simulator.control(R"({"fault":{"kind":"html","status":502}})");

    const auto cost = ask();

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::upstream_unavailable);
    EXPECT_EQ(simulator.wait_until_idle(), static_cast<std::size_t>(settled.attempts_max));
}

TEST_F(openai_model, given_a_pause_asked_for_then_the_next_attempt_is_not_earlier)
{
    simulator.control(R"({"steps":[
        {"fault":{"kind":"status","status":429,"retry_after_ms":600},"repeat":1},{"text":"ok"}]})");

    const auto before = std::chrono::steady_clock::now();
    const auto cost = ask();

    ASSERT_TRUE(cost) << cost.error().detail;
    EXPECT_GE(std::chrono::steady_clock::now() - before, milliseconds(600));
}

TEST_F(openai_model, given_a_pause_past_the_retry_time_then_no_attempt_waits_for_it)
{
    settled.retry_time_max = milliseconds(100);
    simulator.control(R"({"fault":{"kind":"status","status":429,"retry_after_ms":600}})");

    const auto cost = ask();

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::overloaded);
    EXPECT_EQ(cost.error().retry_after, milliseconds(600));
    EXPECT_EQ(simulator.wait_until_idle(), 1U);
}

TEST_F(openai_model, given_a_wrong_key_then_rejected_once_and_the_key_is_not_in_the_error)
{
    settled.key = std::make_shared<const secret>(std::string("wrong-key"));

    const auto cost = ask();

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::upstream_rejected);
    EXPECT_NE(cost.error().detail.find("OPENAI_API_KEY"), std::string::npos);
}

TEST_F(openai_model, given_a_server_that_repeats_question_and_key_then_neither_is_in_the_error)
{
    simulator.control(R"({"steps":[
        {"fault":{"kind":"status","status":403,"message":"sk-right may not ask 'What?'"},"repeat":1},
        {"fault":{"kind":"status","status":403,"code":"sk-right","message":"no"},"repeat":1},
        {"words":1,"fault":{"kind":"error_event_after","tokens":1,"message":"in 'What?'"}}]})");

    for (int time = 0; time < 3; ++time) {
        const auto cost = ask();

        ASSERT_FALSE(cost);
        EXPECT_EQ(cost.error().detail.find("sk-right"), std::string::npos) << cost.error().detail;
        EXPECT_EQ(cost.error().detail.find("What?"), std::string::npos) << cost.error().detail;
    }
}

TEST_F(openai_model, given_a_filtered_prompt_or_an_unknown_model_then_rejected_without_a_retry)
{
    simulator.control(R"({"steps":[{"fault":{"kind":"prompt_content_filter"},"repeat":1},
                                   {"fault":{"kind":"status","status":404},"repeat":1}]})");

    const auto filtered = ask();
    const auto unknown = ask();

    ASSERT_FALSE(filtered);
    EXPECT_EQ(filtered.error().kind, fault::upstream_rejected);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, fault::upstream_rejected);
    EXPECT_EQ(simulator.wait_until_idle(), 2U);
}

TEST_F(openai_model, given_odd_slices_comments_and_cr_lf_then_the_same_text)
{
    simulator.control(
        "{\"text\":\"Gr\xC3\xBC\xC3\x9F"
        "e \xF0\x9F\x99\x82 \\\"x\\\"\",\"chunk_bytes\":3,\"crlf\":true,"
        "\"comments\":true,\"prompt_filter\":true}");

    const auto cost = ask();

    ASSERT_TRUE(cost) << cost.error().detail;
    EXPECT_EQ(sink.text(),
              "Gr\xC3\xBC\xC3\x9F"
              "e \xF0\x9F\x99\x82 \"x\"");
}

TEST_F(openai_model, given_broken_wires_after_a_delta_then_unavailable_and_the_text_is_kept)
{
    for (const std::string kind :
         {"malformed_after", "oversized_line_after", "error_event_after", "cut_after"}) {
        sink.deltas.clear();
        simulator.control(R"({"words":4,"fault":{"tokens":2,"kind":")" + kind + R"("}})");

        const auto cost = ask();

        ASSERT_FALSE(cost) << kind;
        EXPECT_EQ(cost.error().kind, fault::upstream_unavailable) << kind;
        EXPECT_EQ(sink.text(), "word1 word2") << kind;
    }
}

TEST_F(openai_model, given_silence_after_a_delta_then_unavailable_after_the_silence_limit)
{
    settled.silence_timeout = milliseconds(1'000);
    simulator.control(R"({"words":4,"fault":{"kind":"stall_after","tokens":2}})");

    const auto cost = ask();

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::upstream_unavailable);
    EXPECT_EQ(sink.text(), "word1 word2");
    EXPECT_EQ(simulator.wait_until_idle(), 1U);
}

TEST_F(openai_model, given_silence_before_the_first_delta_then_unavailable_after_its_own_limit)
{
    settled.first_delta_timeout = milliseconds(500);
    settled.attempts_max = 1;
    simulator.control(R"({"words":4,"fault":{"kind":"stall_after","tokens":0}})");

    const auto cost = ask();

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::upstream_unavailable);
    EXPECT_TRUE(sink.deltas.empty());
    EXPECT_EQ(simulator.wait_until_idle(), 1U);
}

TEST_F(openai_model, given_a_problem_longer_than_is_read_then_its_status_counts)
{
    simulator.control(R"({"fault":{"kind":"status","status":404,"message":")" +
                      std::string(100'000, 'x') + R"("}})");

    const auto cost = ask();

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::upstream_rejected);
    EXPECT_NE(cost.error().detail.find("OPENAI_MODEL"), std::string::npos);
    EXPECT_EQ(cost.error().detail.find("xxx"), std::string::npos);
}

TEST_F(openai_model, given_no_done_at_the_end_then_the_answer_counts)
{
    simulator.control(R"({"words":2,"fault":{"kind":"no_done"}})");

    const auto cost = ask();

    ASSERT_TRUE(cost) << cost.error().detail;
    EXPECT_EQ(sink.text(), "word1 word2");
}

TEST_F(openai_model, given_a_server_that_counts_no_tokens_then_the_cost_is_an_estimate)
{
    simulator.control(R"({"text":"eight by","usage":{}})");

    const auto cost = ask();

    ASSERT_TRUE(cost) << cost.error().detail;
    EXPECT_TRUE(cost->is_estimated);
    EXPECT_EQ(cost->completion_tokens, 2);
    EXPECT_GT(cost->prompt_tokens, 0);
}

TEST_F(openai_model, given_a_trace_then_it_and_the_key_are_sent_and_nothing_else_of_ours)
{
    call_scope scope;
    scope.trace_id = "0af7651916cd43dd8448eb211c80319c";

    ASSERT_TRUE(ask(scope));

    const auto seen = simulator.seen();
    const auto& headers = seen.at("requests").at(0).at("headers");
    EXPECT_EQ(headers.at("authorization").as_string(), "Bearer sk-right");
    EXPECT_TRUE(headers.at("traceparent").as_string().starts_with("00-0af7651916cd43dd"));
    EXPECT_EQ(headers.at("content-type").as_string(), "application/json");
    EXPECT_EQ(headers.if_object()->size(), 7U) << "host and content-length are libcurl's";
}

task<result<>> ask_twice(language::language_model& model, language::delta_sink& out)
{
    for (int turn = 0; turn < 2; ++turn) {
        const call_scope scope;
        language::prompt asked;
        asked.question = "Again?";
        auto cost = co_await model.complete(scope, std::move(asked), out);
        if (!cost) co_return cost.error();
    }
    co_return result<>();
}

TEST_F(openai_model, given_two_answers_in_turn_then_they_share_a_connection)
{
    openai_compatible::openai_compatible_language_model model(settled, http, random);

    const auto asked = run(ask_twice(model, sink));

    ASSERT_TRUE(asked) << asked.error().detail;
    const auto seen = simulator.seen();
    EXPECT_EQ(seen.at("requests").at(0).at("connection"),
              seen.at("requests").at(1).at("connection"));
}

}  // namespace
}  // namespace parlance::tests
