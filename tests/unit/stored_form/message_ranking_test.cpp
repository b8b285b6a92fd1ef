#include <parlance/stored_form/message_number.hpp>
#include <parlance/stored_form/message_ranking.hpp>

#include <gtest/gtest.h>

namespace parlance::stored_form {
namespace {

using chat::match_place;

std::int64_t question(std::int64_t turn)
{
    return message_number(turn, match_place::question);
}

TEST(message_ranking, given_a_number_then_it_tells_turn_and_place)
{
    for (const auto place : {match_place::title, match_place::question, match_place::answer}) {
        const std::int64_t number = message_number(1'234, place);

        EXPECT_EQ(turn_of_message(number), 1'234);
        EXPECT_EQ(place_of_message(number), place);
    }
}

TEST(message_ranking, given_all_words_in_one_message_then_it_is_before_any_with_a_rarer_word)
{
    const std::vector<word_forms> words{{"oven"}, {"rare", "rarer"}};
    message_ranking ranking(words);
    ranking.add(question(3), "rare rare rare");
    ranking.add(question(1), "a long text with an oven in it that is rarer than it was");
    ranking.add(question(2), "oven");

    EXPECT_EQ(ranking.best(10), (std::vector<std::int64_t>{question(1), question(3), question(2)}));
}

TEST(message_ranking, given_equals_then_the_newer_is_first_and_the_limit_holds)
{
    const std::vector<word_forms> words{{"oven"}};
    message_ranking ranking(words);
    for (std::int64_t turn = 1; turn <= 5; ++turn) ranking.add(question(turn), "oven");

    EXPECT_EQ(ranking.best(2), (std::vector<std::int64_t>{question(5), question(4)}));
}

TEST(message_ranking, given_question_and_answer_of_a_turn_then_the_better_one_and_the_title_beside)
{
    const std::vector<word_forms> words{{"oven"}};
    message_ranking ranking(words);
    ranking.add(message_number(1, match_place::answer), "oven oven");
    ranking.add(message_number(1, match_place::question), "oven and much else that is said");
    ranking.add(message_number(1, match_place::title), "oven and more that is said here too");
    ranking.add(message_number(1, match_place::answer), "twice");

    EXPECT_EQ(ranking.best(10), (std::vector<std::int64_t>{message_number(1, match_place::answer),
                                                           message_number(1, match_place::title)}));
}

}  // namespace
}  // namespace parlance::stored_form
