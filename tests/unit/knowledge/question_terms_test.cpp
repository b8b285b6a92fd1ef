#include <parlance/knowledge/question_terms.hpp>

#include <parlance/text_analysis/stemming_text_analyzer.hpp>

#include <gtest/gtest.h>

namespace parlance::knowledge {
namespace {

const text_analysis::stemming_text_analyzer analyzer;

TEST(question_terms, given_repeated_words_when_made_then_each_once)
{
    const question_terms asked(analyzer, "A boat, two boats and a lake?");

    EXPECT_EQ(asked.texts(), (std::vector<std::string>{"boat", "two", "lake"}));
}

TEST(question_terms, given_everyday_words_when_made_then_they_weigh_less)
{
    const question_terms asked(analyzer, "Where can people get a kayak?");

    ASSERT_EQ(asked.terms().size(), 3U);
    EXPECT_TRUE(asked.terms()[0].is_weak);
    EXPECT_TRUE(asked.terms()[1].is_weak);
    EXPECT_LT(asked.terms()[1].weight, asked.terms()[2].weight);
}

TEST(question_terms, given_frequencies_when_weighed_then_the_rare_weigh_more)
{
    question_terms asked(analyzer, "boat lake kayak zeppelin");

    asked.weigh({50, 5, 1, 0}, 100);

    EXPECT_LT(asked.terms()[0].weight, asked.terms()[1].weight);
    EXPECT_LT(asked.terms()[1].weight, asked.terms()[2].weight);
    EXPECT_EQ(asked.terms()[2].weight, asked.terms()[3].weight);
    EXPECT_NEAR(asked.weight_in({"boat", "boat", "lake", "other"}),
                asked.terms()[0].weight + asked.terms()[1].weight, 1e-9);
}

TEST(question_terms, given_impossible_frequencies_when_weighed_then_no_weight_is_negative)
{
    question_terms asked(analyzer, "boat lake");

    asked.weigh({500, -3}, 0);

    for (const weighted_term& term : asked.terms()) EXPECT_GE(term.weight, 0);
}

}  // namespace
}  // namespace parlance::knowledge
