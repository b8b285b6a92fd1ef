#include <parlance/offline/offline_answerer.hpp>

#include <parlance/foundation/text.hpp>
#include <parlance/text_analysis/stemming_text_analyzer.hpp>

#include <fakes/inline_work.hpp>
#include <fakes/run.hpp>
#include <fakes/watched_analyzer.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace parlance::offline {
namespace {

class kept_deltas : public language::delta_sink {
public:
    std::vector<std::string> deltas;
    std::function<result<>()> answers = [] { return result<>(); };

    task<result<>> push(std::string delta) override
    {
        deltas.push_back(std::move(delta));
        co_return answers();
    }
    [[nodiscard]] std::string all() const
    {
        std::string text;
        for (const std::string& delta : deltas) text += delta;
        return text;
    }
};

language::numbered_source source(std::size_t number, std::string title, std::string place,
                                 std::string text)
{
    return {number, std::move(title), std::move(place), std::move(text)};
}

class offline_answerer_test : public testing::Test {
protected:
    result<language::usage> complete(std::string question, call_scope scope = {})
    {
        asked.question = std::move(question);
        return fakes::run(answerer.complete(std::move(scope), asked, out));
    }
    std::string answer(std::string question)
    {
        EXPECT_TRUE(complete(std::move(question)));
        return out.all();
    }

    text_analysis::stemming_text_analyzer stems;
    fakes::watched_analyzer analyzer{stems};
    fakes::inline_work aside;
    offline_answerer answerer{analyzer, aside};
    kept_deltas out;
    language::prompt asked{{}, {}, {}, true};
};

TEST_F(offline_answerer_test, given_sources_when_asked_then_their_sentences_word_for_word)
{
    asked.sources = {
        source(1, "Returns", "section Repair service",
               "A zip  repair costs 18 EUR, a new boot sole 65 EUR. Repairs take 12 days. "
               "Members pay half."),
        source(2, "Care", "section Boots", "Brush off mud. Replace the laces.")};

    EXPECT_EQ(answer("What does a new boot sole cost?"),
              "What your documents say, word for word:\n\n"
              "A zip  repair costs 18 EUR, a new boot sole 65 EUR. [1]");
}

TEST_F(offline_answerer_test, given_several_sentences_when_asked_then_in_the_order_of_the_source)
{
    asked.sources = {
        source(1, "FAQ", "section How do I send confidential files?",
               "Use the Packhorse portal. Links expire after seven days. Mail is forbidden.")};

    EXPECT_EQ(answer("How long do Packhorse links stay valid?"),
              "What your documents say, word for word:\n\n"
              "Use the Packhorse portal. [1] Links expire after seven days. [1]");
}

TEST_F(offline_answerer_test, given_rows_when_asked_then_items_of_a_list)
{
    asked.sources = {source(1, "Rates", "",
                            "Zone: 1; Country: Home; Express: 11.90 EUR\n"
                            "Zone: 2; Country: Norway; Express: 34.90 EUR")};

    EXPECT_EQ(answer("What is express to Norway?"),
              "What your documents say, word for word:\n\n"
              "- Zone: 2; Country: Norway; Express: 34.90 EUR [1]");
}

TEST_F(offline_answerer_test, given_a_question_as_heading_when_asked_then_its_first_sentences)
{
    asked.sources = {source(1, "FAQ", "section I clicked on a strange link. What now?",
                            "Disconnect from the network. You will not be blamed.")};

    EXPECT_NE(answer("I clicked a strange link").find("Disconnect from the network. [1]"),
              std::string::npos);
}

TEST_F(offline_answerer_test, given_equal_sentences_when_asked_then_each_once_and_at_most_four)
{
    std::string text = "Boats are rented.";
    for (int step = 0; step < 8; ++step) {
        text += " Boats are rented at pier " + std::to_string(step) + ".";
    }
    asked.sources = {source(1, "A", "", text), source(2, "B", "", text)};

    const std::string answered = answer("Where are boats rented at a pier?");

    std::size_t marks = 0;
    for (std::size_t at = answered.find(" ["); at != std::string::npos;
         at = answered.find(" [", at + 1)) {
        ++marks;
    }
    EXPECT_EQ(marks, 4U);
    EXPECT_EQ(answered.find("[2]"), std::string::npos) << answered;
}

TEST_F(offline_answerer_test, given_sources_that_do_not_answer_when_asked_then_said)
{
    asked.sources_answer = false;
    asked.sources = {source(1, "Returns *and* [1]", "", "Something else.")};

    const std::string answered = answer("What is the boiling point of tungsten?");

    EXPECT_EQ(answered.find("The documents you can read do not answer this. "
                            "Closest: Returns \\*and\\* \\[1\\]. [1]\n\n"),
              0U)
        << answered;
    EXPECT_NE(answered.find("OPENAI_BASE_URL"), std::string::npos);
    EXPECT_NE(answered.find("OPENAI_MODEL"), std::string::npos);
}

TEST_F(offline_answerer_test, given_a_model_beside_it_when_nothing_answers_then_it_is_proposed)
{
    offline_answerer beside{analyzer, aside, beside_a_model::yes};
    asked.sources_answer = false;
    asked.question = "What is the boiling point of tungsten?";

    ASSERT_TRUE(fakes::run(beside.complete({}, asked, out)));

    EXPECT_NE(out.all().find("choose one for the next question"), std::string::npos) << out.all();
    EXPECT_EQ(out.all().find("OPENAI_MODEL"), std::string::npos) << out.all();
}

TEST_F(offline_answerer_test, given_no_sources_when_asked_then_no_citation)
{
    asked.sources_answer = false;

    const std::string answered = answer("Anything?");

    EXPECT_EQ(answered.find("The documents you can read do not answer this."), 0U);
    EXPECT_EQ(answered.find('['), std::string::npos);
}

TEST_F(offline_answerer_test, given_text_with_a_mark_of_its_own_when_asked_then_not_shown)
{
    asked.sources = {source(1, "A", "", "Boats sink [1] often. Boats float mostly.")};

    EXPECT_EQ(answer("Do boats sink?").find("sink"), std::string::npos);
}

TEST_F(offline_answerer_test, given_an_answer_when_streamed_then_small_whole_pieces)
{
    std::string text = "Boats";
    for (int step = 0; step < 300; ++step) text += "漢字";
    asked.sources = {source(1, "A", "", text + ". Boats are many things to many people here.")};

    answer("boats");

    ASSERT_GT(out.deltas.size(), 4U);
    for (const std::string& delta : out.deltas) {
        EXPECT_FALSE(delta.empty());
        EXPECT_LE(delta.size(), 200U);
        EXPECT_TRUE(is_utf8(delta));
    }
}

TEST_F(offline_answerer_test, given_a_long_question_when_asked_then_no_io_thread_waits_for_it)
{
    asked.sources_answer = true;
    asked.sources = {source(1, "Tents", "", "The warranty of a tent lasts two years.")};

    ASSERT_TRUE(complete(std::string(32'000, 'x')));

    EXPECT_EQ(analyzer.bytes_on_io_threads(), 0U);
    EXPECT_GE(analyzer.bytes_aside(), 32'000U);
}

TEST_F(offline_answerer_test, given_an_answer_when_done_then_usage_is_estimated)
{
    asked.sources = {source(1, "A", "", "Boats are rented.")};

    const auto used = complete("boats");

    ASSERT_TRUE(used);
    EXPECT_TRUE(used->is_estimated);
    EXPECT_GT(used->prompt_tokens, 0);
    EXPECT_GT(used->completion_tokens, 0);
}

TEST_F(offline_answerer_test, given_stop_or_a_past_deadline_when_asked_then_it_ends)
{
    asked.sources = {source(1, "A", "", "Boats are rented.")};
    std::stop_source stop;
    out.answers = [&stop] {
        stop.request_stop();
        return result<>();
    };
    call_scope stopped;
    stopped.stop = stop.get_token();
    EXPECT_EQ(complete("boats", stopped).error().kind, fault::cancelled);
    EXPECT_EQ(out.deltas.size(), 1U);

    call_scope late;
    late.deadline = std::chrono::steady_clock::now() - std::chrono::seconds(1);
    EXPECT_EQ(complete("boats", late).error().kind, fault::deadline_exceeded);
}

TEST_F(offline_answerer_test, given_a_sink_that_refuses_when_asked_then_its_fault)
{
    out.answers = [] { return result<>(fail(fault::overloaded, "too long")); };

    EXPECT_EQ(complete("boats").error().kind, fault::overloaded);
}

class continued_offline_answer : public offline_answerer_test {
protected:
    continued_offline_answer()
    {
        asked.sources = {source(1, "FAQ", "section How do I send confidential files?",
                                "Use the Packhorse portal. Links expire after seven days.")};
    }
    static constexpr std::string_view question = "How long do Packhorse links stay valid?";
    static constexpr std::string_view whole =
        "What your documents say, word for word:\n\n"
        "Use the Packhorse portal. [1] Links expire after seven days. [1]";
};

TEST_F(continued_offline_answer, given_any_beginning_when_continued_then_both_are_the_whole_answer)
{
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        out.deltas.clear();
        asked.begun_answer = std::string(whole.substr(0, cut));

        EXPECT_EQ(*asked.begun_answer + answer(std::string(question)), whole) << cut;
    }
}

TEST_F(continued_offline_answer, given_the_whole_answer_when_continued_then_it_says_so)
{
    asked.begun_answer = std::string(whole);

    EXPECT_EQ(answer(std::string(question)),
              "\n\nThere is nothing more about this in the documents.");
}

TEST_F(continued_offline_answer, given_other_sources_now_when_continued_then_what_is_not_quoted_yet)
{
    asked.begun_answer = "Of yesterday:\n\nUse the Packhorse portal. [1]";

    EXPECT_EQ(answer(std::string(question)), " Links expire after seven days. [1]");
}

}  // namespace
}  // namespace parlance::offline
