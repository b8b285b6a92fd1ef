#include <unit/chat/chat_bench.hpp>

#include <parlance/foundation/limits.hpp>

namespace parlance::chat {
namespace {

class turn_continue_test : public chat_bench {
protected:
    /// A turn that was stopped after its first words.
    followed_turn stopped(asked_question asked, std::string text)
    {
        std::vector<std::string> deltas;
        if (!text.empty()) deltas.push_back(std::move(text));
        const std::size_t said = deltas.size();
        deltas.emplace_back("never");
        model.play(saying_then_holding(std::move(deltas), said));
        followed_turn turn = started(std::move(asked));
        EXPECT_TRUE(model_holds());
        EXPECT_TRUE(stop(turn.id));
        EXPECT_EQ(read(turn).end->state, turn_state::stopped);
        EXPECT_TRUE(is_idle_soon());
        return turn;
    }
    static asked_question continuing(const followed_turn& turn)
    {
        asked_question asked;
        asked.continues = turn.id;
        return asked;
    }
    followed_turn ended(asked_question asked, std::string answer)
    {
        model.play(saying({std::move(answer)}));
        followed_turn turn = started(std::move(asked));
        read(turn);
        EXPECT_TRUE(is_idle_soon());
        return turn;
    }
    fault refused(asked_question asked) { return start(std::move(asked)).error().kind; }
};

TEST_F(turn_continue_test, given_a_stopped_turn_when_continued_then_a_child_with_the_same_question)
{
    const followed_turn first = stopped(asking("How long?"), "Two ");

    const followed_turn next = ended(continuing(first), "years.");

    const turn_record kept = stored(next.id);
    EXPECT_EQ(kept.question, "How long?");
    EXPECT_EQ(kept.answer, "years.");
    EXPECT_EQ(kept.parent, first.id);
    EXPECT_EQ(kept.continues, first.id);
    EXPECT_EQ(kept.conversation, first.conversation);
    EXPECT_EQ(stored(first.id).answer, "Two ");
    const language::prompt asked = model.asked().back();
    EXPECT_EQ(asked.question, "How long?");
    EXPECT_EQ(asked.begun_answer, "Two ");
    EXPECT_TRUE(asked.history.empty());
}

TEST_F(turn_continue_test, given_a_turn_that_was_continued_twice_when_asked_on_then_one_exchange)
{
    const followed_turn before = ended(asking("q0"), "a0");
    asked_question question = asking("q1");
    question.conversation = before.conversation;
    const followed_turn first = stopped(question, "one ");
    const followed_turn second = stopped(continuing(first), "two ");
    const followed_turn third = ended(continuing(second), "three");
    EXPECT_EQ(model.asked().back().begun_answer, "one two ");
    EXPECT_EQ(model.asked().back().history.size(), 1U);

    asked_question next = asking("q2");
    next.conversation = before.conversation;
    ended(next, "a2");

    const auto history = model.asked().back().history;
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[0].answer, "a0");
    EXPECT_EQ(history[1].question, "q1");
    EXPECT_EQ(history[1].answer, "one two three");
    EXPECT_FALSE(model.asked().back().begun_answer);
}

TEST_F(turn_continue_test, given_a_long_answer_when_continued_then_the_model_is_given_its_end)
{
    const std::string text = "é" + std::string(limits::history_bytes_max - 1, 'x');
    const followed_turn first = stopped(asking("q"), text);

    ended(continuing(first), "y");

    const std::string begun = model.asked().back().begun_answer.value();
    EXPECT_EQ(begun, text);  // the character that the limit cuts is kept whole
    EXPECT_EQ(begun.size(), limits::history_bytes_max + 1);
}

TEST_F(turn_continue_test, given_a_turn_that_cannot_be_continued_when_asked_then_conflict)
{
    const followed_turn whole = ended(asking("q"), "all of it");
    const followed_turn empty = stopped(asking("q"), "");
    model.play(saying_then_holding({"so ", "far"}, 1));
    const followed_turn running = started(asking("q"));
    ASSERT_TRUE(model_holds());

    EXPECT_EQ(refused(continuing(whole)), fault::conflict);
    EXPECT_EQ(refused(continuing(empty)), fault::conflict);
    EXPECT_EQ(refused(continuing(running)), fault::conflict);
    model.release();
}

TEST_F(turn_continue_test, given_no_such_turn_here_when_continued_then_not_found)
{
    const followed_turn first = stopped(asking("q"), "half");
    asked_question elsewhere = continuing(first);
    elsewhere.conversation = conversation_id::make(now, random);
    asked_question unknown;
    unknown.continues = new_id();

    EXPECT_EQ(refused(elsewhere), fault::not_found);
    EXPECT_EQ(refused(unknown), fault::not_found);
    EXPECT_EQ(start(continuing(first), person(2)).error().kind, fault::not_found);
}

TEST_F(turn_continue_test, given_the_same_request_again_when_continued_then_the_same_turn)
{
    const followed_turn first = stopped(asking("q"), "half");
    const followed_turn other = stopped(asking("q"), "half");
    asked_question asked = continuing(first);
    asked.id = new_id();
    const followed_turn turn = ended(asked, "rest");

    const followed_turn again = started(asked);
    asked.continues = other.id;

    EXPECT_EQ(again.id, turn.id);
    EXPECT_EQ(read(again).text, "rest");
    EXPECT_EQ(refused(asked), fault::conflict);
}

}  // namespace
}  // namespace parlance::chat
