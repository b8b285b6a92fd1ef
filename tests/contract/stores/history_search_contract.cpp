#include "conversation_contract.hpp"

#include <set>

namespace parlance::contract {
namespace {

using chat::match_place;

std::string text_of(const chat::conversation_match& match)
{
    std::string text;
    for (const auto& part : match.snippet) text += part.text;
    return text;
}

std::vector<std::string> marked_in(const chat::conversation_match& match)
{
    std::vector<std::string> marked;
    for (const auto& part : match.snippet) {
        if (part.is_match) marked.push_back(part.text);
    }
    return marked;
}

TEST_P(conversation_store_contract, given_messages_when_searched_then_where_and_with_the_words)
{
    auto asked = first_question("When does the **ferry** leave?");
    asked.title = "Timetable";
    const auto turn = begun(ada, asked);
    ASSERT_TRUE(finish(ada, self, end_of(turn.id, "At seven.\n\nNot on holidays.")));
    index_all();

    const auto by_question = found_by(ada, "ferry");
    const auto by_answer = found_by(ada, "holidays");
    const auto by_title = found_by(ada, "timetable");

    ASSERT_EQ(by_question.size(), 1U);
    EXPECT_EQ(by_question[0].place, match_place::question);
    EXPECT_EQ(by_question[0].turn, turn.id);
    EXPECT_EQ(by_question[0].conversation, turn.conversation);
    EXPECT_EQ(by_question[0].title, "Timetable");
    EXPECT_EQ(by_question[0].created_at, turn.created_at);
    EXPECT_EQ(text_of(by_question[0]), "When does the **ferry** leave?");
    EXPECT_EQ(marked_in(by_question[0]), std::vector<std::string>{"ferry"});
    ASSERT_EQ(by_answer.size(), 1U);
    EXPECT_EQ(by_answer[0].place, match_place::answer);
    EXPECT_EQ(text_of(by_answer[0]), "At seven. Not on holidays.");
    ASSERT_EQ(by_title.size(), 1U);
    EXPECT_EQ(by_title[0].place, match_place::title);
    EXPECT_FALSE(by_title[0].turn);
    EXPECT_TRUE(found_by(ada, "nowhere").empty());
    EXPECT_TRUE(found_by(ada, "?!").empty());
}

TEST_P(conversation_store_contract, given_several_words_when_searched_then_all_of_them_come_first)
{
    const auto all = answered(ada, "red boats", "Some words about red boats and much besides.");
    const auto one = answered(ada, "boats", "boats boats boats");
    answered(ada, "cars", "cars");
    index_all();

    const auto matches = found_by(ada, "boats red");

    ASSERT_GE(matches.size(), 3U);
    EXPECT_EQ(matches[0].conversation, all.conversation);
    EXPECT_EQ(matches.back().conversation, one.conversation);
}

TEST_P(conversation_store_contract, given_equal_messages_when_searched_then_the_newer_first)
{
    std::vector<chat::turn_id> turns;
    for (int count = 0; count < 4; ++count) {
        auto asked = first_question("same words");
        asked.title = "untitled";
        turns.push_back(begun(ada, asked).id);
    }
    index_all();

    const auto matches = found_by(ada, "words", 3);

    ASSERT_EQ(matches.size(), 3U);
    EXPECT_EQ(matches[0].turn, turns[3]);
    EXPECT_EQ(matches[1].turn, turns[2]);
    EXPECT_EQ(matches[2].turn, turns[1]);
}

TEST_P(conversation_store_contract, given_question_and_answer_with_the_word_when_searched_then_once)
{
    auto asked = first_question("a kite");
    asked.title = "untitled";
    const auto turn = begun(ada, asked);
    ASSERT_TRUE(finish(ada, self, end_of(turn.id, "A kite is a kite is a kite.")));
    index_all();

    EXPECT_EQ(found_by(ada, "kite").size(), 1U);
}

TEST_P(conversation_store_contract, given_messages_of_others_when_searched_then_never)
{
    answered(ben, "secret plans", "secret answers");
    const auto mine = answered(ada, "plans", "b");
    index_all();

    for (const auto& match : found_by(ada, "secret plans")) {
        EXPECT_EQ(match.conversation, mine.conversation);
    }
    EXPECT_TRUE(found_by(ada, "secret").empty());
}

TEST_P(conversation_store_contract, given_a_deletion_when_searched_then_gone_until_it_is_restored)
{
    const auto turn = answered(ada, "walrus", "a");
    index_all();
    ASSERT_FALSE(found_by(ada, "walrus").empty());

    ASSERT_TRUE(fakes::run(history().remove({}, ada, turn.conversation, now.wall())));
    EXPECT_TRUE(found_by(ada, "walrus").empty());

    ASSERT_TRUE(fakes::run(history().restore({}, ada, turn.conversation, wall_time{})));
    EXPECT_FALSE(found_by(ada, "walrus").empty());
}

TEST_P(conversation_store_contract, given_another_title_when_indexed_again_then_only_that_is_found)
{
    auto asked = first_question("q");
    asked.title = "before";
    const auto turn = begun(ada, asked);
    index_all();

    ASSERT_TRUE(fakes::run(history().rename({}, ada, turn.conversation, "afterwards")));
    index_all();

    EXPECT_TRUE(found_by(ada, "before").empty());
    ASSERT_EQ(found_by(ada, "afterwards").size(), 1U);
    EXPECT_EQ(found_by(ada, "afterwards")[0].place, match_place::title);
}

TEST_P(conversation_store_contract, given_signs_of_query_languages_when_searched_then_only_words)
{
    const auto turn = answered(ada, "the NEAR and the AND", "x");
    index_all();

    for (const char* text : {"\"", "NEAR(", "AND", "near*", "terms:near", "-near", "a OR", "^near",
                             "{near}", "'; DROP TABLE turns"}) {
        for (const auto& match : found_by(ada, text)) {
            EXPECT_EQ(match.conversation, turn.conversation) << text;
        }
    }
    EXPECT_FALSE(found_by(ada, "NEAR(").empty());
}

TEST_P(conversation_store_contract, given_an_interrupted_turn_when_searched_then_its_text_is_found)
{
    auto asked = first_question("question");
    asked.owner = other;
    const auto turn = begun(ada, asked);
    ASSERT_TRUE(append(other, growth_of(ada, turn.id, 0, "half a marmot")));
    ASSERT_EQ(fakes::run(store().interrupt_left_running({}, self, now.wall())).value(), 1U);
    index_all();

    ASSERT_EQ(found_by(ada, "marmot").size(), 1U);
    EXPECT_EQ(found_by(ada, "marmot")[0].turn, turn.id);
}

TEST_P(conversation_store_contract, given_more_messages_than_asked_for_when_indexed_then_in_steps)
{
    for (int count = 0; count < 4; ++count) answered(ada, "word", "word");

    std::size_t total = 0;
    for (std::size_t steps = 0; steps < 20; ++steps) {
        const std::size_t done = fakes::run(history().index_messages({}, 5)).value();
        EXPECT_LE(done, 5U);
        total += done;
        if (done == 0) break;
    }

    EXPECT_EQ(total, 12U);  // title, question and answer of each
}

}  // namespace
}  // namespace parlance::contract
