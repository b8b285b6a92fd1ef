// What every language_model keeps, run over the adapters and over the fake that other tests use.
#include "collecting_sink.hpp"
#include "fakes/run.hpp"
#include "model_stages.hpp"

#include <parlance/foundation/text.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <stop_token>
#include <thread>

namespace parlance::tests {
namespace {

using fakes::model_script;
using fakes::run;
using std::chrono::milliseconds;
using std::chrono::seconds;

language::prompt question()
{
    language::prompt asked;
    asked.question = "What is it?";
    return asked;
}

class language_model_contract : public testing::TestWithParam<model_stage_maker> {
protected:
    std::unique_ptr<model_stage> stage = GetParam().make();
    collecting_sink sink;

    result<language::usage> ask(const call_scope& scope = call_scope())
    {
        return run(stage->model().complete(scope, question(), sink));
    }
};

TEST_P(language_model_contract, given_an_answer_when_asked_then_whole_in_order_and_with_its_cost)
{
    model_script script;
    script.deltas = {"Grüße", " aus", " Köln", " 🙂", " \"[1]\""};
    script.cost.prompt_tokens = 12;
    script.cost.completion_tokens = 5;
    stage->play(script);

    const auto cost = ask();

    ASSERT_TRUE(cost) << cost.error().detail;
    EXPECT_EQ(cost->prompt_tokens, 12);
    EXPECT_EQ(cost->completion_tokens, 5);
    EXPECT_FALSE(cost->is_estimated);
    EXPECT_EQ(sink.text(), "Grüße aus Köln 🙂 \"[1]\"");
    for (const std::string& delta : sink.deltas) {
        EXPECT_FALSE(delta.empty());
        EXPECT_TRUE(is_utf8(delta));
    }
}

TEST_P(language_model_contract, given_a_stop_in_mid_answer_then_cancelled_and_the_start_is_kept)
{
    model_script script;
    script.deltas = {"one", " two", " three"};
    script.holds_at = 2;
    stage->play(script);
    std::stop_source stopping;
    call_scope scope;
    scope.stop = stopping.get_token();
    std::promise<void> heard;  // the stop must not overtake what has been said before it
    sink.on_delta = [&] {
        if (sink.text() == "one two") heard.set_value();
    };
    std::chrono::steady_clock::time_point asked_at;
    std::thread other([&, is_heard = heard.get_future()] {
        stage->wait_until_holding();
        is_heard.wait();
        asked_at = std::chrono::steady_clock::now();
        stopping.request_stop();
    });

    const auto cost = ask(scope);
    const auto ended_at = std::chrono::steady_clock::now();
    other.join();

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::cancelled);
    EXPECT_EQ(sink.text(), "one two");
    EXPECT_LT(ended_at - asked_at, seconds(5)) << "100 ms and a slow machine";
    EXPECT_EQ(stage->calls_when_idle(), 1U) << "the upstream must have been let go";
}

TEST_P(language_model_contract, given_a_stop_before_the_first_delta_then_cancelled)
{
    model_script script;
    script.deltas = {"never said"};
    script.holds_at = 0;
    stage->play(script);
    std::stop_source stopping;
    call_scope scope;
    scope.stop = stopping.get_token();
    std::thread other([&] {
        stage->wait_until_holding();
        stopping.request_stop();
    });

    const auto cost = ask(scope);
    other.join();

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::cancelled);
    EXPECT_TRUE(sink.deltas.empty());
    EXPECT_EQ(stage->calls_when_idle(), 1U);
}

TEST_P(language_model_contract, given_a_deadline_when_the_model_is_silent_then_deadline_exceeded)
{
    model_script script;
    script.deltas = {"never said"};
    script.holds_at = 0;
    stage->play(script);
    call_scope scope;
    scope.deadline = std::chrono::steady_clock::now() + milliseconds(300);

    const auto cost = ask(scope);

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::deadline_exceeded);
    EXPECT_TRUE(sink.deltas.empty());
    stage->calls_when_idle();
}

TEST_P(language_model_contract, given_a_sink_that_is_full_then_its_error_and_the_upstream_is_let_go)
{
    model_script script;
    script.deltas = {"one", " two", " three"};
    script.holds_at = 1;
    stage->play(script);
    sink.refuses_after = 1;
    sink.on_delta = [this] { stage->release(); };

    const auto cost = ask();

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::overloaded);
    EXPECT_EQ(cost.error().detail, "the sink is full");
    EXPECT_EQ(sink.text(), "one");
    EXPECT_EQ(stage->calls_when_idle(), 1U);
}

TEST_P(language_model_contract, given_a_busy_model_then_overloaded_with_its_pause)
{
    model_script script;
    script.ends_with = fail(fault::overloaded, "busy");
    script.ends_with->retry_after = seconds(90);
    stage->play(script);

    const auto cost = ask();

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::overloaded);
    EXPECT_EQ(cost.error().retry_after, seconds(90));
}

TEST_P(language_model_contract, given_an_answer_that_breaks_off_then_unavailable_and_not_repeated)
{
    model_script script;
    script.deltas = {"one", " two"};
    script.ends_with = fail(fault::upstream_unavailable, "broken");
    stage->play(script);

    const auto cost = ask();

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::upstream_unavailable);
    EXPECT_EQ(sink.text(), "one two");
    EXPECT_EQ(stage->calls_when_idle(), 1U) << "a second attempt would say it twice";
}

TEST_P(language_model_contract, given_a_content_filter_then_rejected_and_the_start_is_kept)
{
    model_script script;
    script.deltas = {"until", " here"};
    script.ends_with = fail(fault::upstream_rejected, "filtered");
    stage->play(script);

    const auto cost = ask();

    ASSERT_FALSE(cost);
    EXPECT_EQ(cost.error().kind, fault::upstream_rejected);
    EXPECT_EQ(sink.text(), "until here");
    EXPECT_EQ(stage->calls_when_idle(), 1U);
}

TEST_P(language_model_contract, given_a_call_that_failed_when_asked_again_then_answered)
{
    model_script broken;
    broken.deltas = {"one"};
    broken.ends_with = fail(fault::upstream_unavailable, "broken");
    stage->play(broken);
    ASSERT_FALSE(ask());
    sink.deltas.clear();
    model_script fine;
    fine.deltas = {"fine"};
    fine.cost.completion_tokens = 1;
    stage->play(fine);

    const auto cost = ask();

    ASSERT_TRUE(cost) << cost.error().detail;
    EXPECT_EQ(sink.text(), "fine");
}

INSTANTIATE_TEST_SUITE_P(every_model, language_model_contract,
                         testing::Values(model_stage_maker{"scripted", scripted_stage},
                                         model_stage_maker{"openai_compatible",
                                                           openai_compatible_stage}),
                         [](const auto& made) { return made.param.name; });

}  // namespace
}  // namespace parlance::tests
