#include <unit/chat/chat_bench.hpp>

#include <parlance/foundation/limits.hpp>

namespace parlance::chat {
namespace {

class turn_history_test : public chat_bench {
protected:
    /// Asks, waits for the end, and says which turn it was.
    followed_turn answered(asked_question asked, std::string answer)
    {
        model.play(saying({std::move(answer)}));
        followed_turn turn = started(std::move(asked));
        read(turn);
        EXPECT_TRUE(is_idle_soon());
        return turn;
    }
    static asked_question after(const followed_turn& parent, std::string text)
    {
        asked_question asked = asking(std::move(text));
        asked.conversation = parent.conversation;
        asked.parent = new_turn::parent_kind::named;
        asked.named_parent = parent.id;
        return asked;
    }
    static asked_question next_in(const followed_turn& turn, std::string text)
    {
        asked_question asked = asking(std::move(text));
        asked.conversation = turn.conversation;
        return asked;
    }
    /// "question=answer" of what the model was given last.
    std::vector<std::string> last_history()
    {
        std::vector<std::string> all;
        const language::prompt last = model.asked().back();
        for (const auto& one : last.history) {
            all.push_back(one.question + "=" + one.answer);
        }
        return all;
    }
};

using lines = std::vector<std::string>;

TEST_F(turn_history_test, given_a_conversation_when_asked_on_then_the_earlier_turns_oldest_first)
{
    const followed_turn first = answered(asking("q1"), "a1");
    answered(next_in(first, "q2"), "a2");

    answered(next_in(first, "q3"), "a3");

    EXPECT_EQ(last_history(), (lines{"q1=a1", "q2=a2"}));
}

TEST_F(turn_history_test, given_branches_when_one_is_continued_then_only_its_own_path)
{
    const followed_turn first = answered(asking("q1"), "a1");
    const followed_turn left = answered(after(first, "left"), "al");
    const followed_turn right = answered(after(first, "right"), "ar");

    answered(after(right, "q3"), "a3");
    EXPECT_EQ(last_history(), (lines{"q1=a1", "right=ar"}));

    answered(after(left, "q4"), "a4");
    EXPECT_EQ(last_history(), (lines{"q1=a1", "left=al"}));
}

TEST_F(turn_history_test, given_no_parent_in_a_conversation_when_asked_then_no_history)
{
    const followed_turn first = answered(asking("q1"), "a1");
    asked_question anew = next_in(first, "q1, but better");
    anew.parent = new_turn::parent_kind::none;

    const followed_turn second = answered(anew, "a2");

    EXPECT_EQ(last_history(), lines{});
    EXPECT_EQ(second.conversation, first.conversation);
    EXPECT_FALSE(stored(second.id).parent);
}

TEST_F(turn_history_test, given_a_turn_without_an_answer_when_asked_on_then_it_is_left_out)
{
    const followed_turn first = answered(asking("q1"), "a1");
    fakes::model_script failing = saying({});
    failing.ends_with = fail(fault::upstream_unavailable, "gone");
    model.play(failing);
    read(started(next_in(first, "unanswered")));
    ASSERT_TRUE(is_idle_soon());

    answered(next_in(first, "q3"), "a3");

    EXPECT_EQ(last_history(), lines{"q1=a1"});
}

TEST_F(turn_history_test, given_more_turns_than_a_model_is_given_then_the_newest_of_them)
{
    const followed_turn first = answered(asking("q0"), "a0");
    for (std::size_t number = 1; number <= limits::history_turns_max; ++number) {
        answered(next_in(first, "q" + std::to_string(number)), "a" + std::to_string(number));
    }

    answered(next_in(first, "last"), "a");

    const lines history = last_history();
    ASSERT_EQ(history.size(), limits::history_turns_max);
    EXPECT_EQ(history.front(), "q1=a1");
    EXPECT_EQ(history.back(), "q20=a20");
}

TEST_F(turn_history_test, given_more_bytes_than_a_model_is_given_then_the_newest_that_fit)
{
    const std::string half(limits::history_bytes_max / 2 - 2, 'a');
    const followed_turn first = answered(asking("q1"), half);
    answered(next_in(first, "q2"), half);

    answered(next_in(first, "q3"), "a3");
    EXPECT_EQ(model.asked().back().history.size(), 2U);

    // Four more bytes are over it by one question and answer.
    answered(next_in(first, "q4"), "a4");
    ASSERT_EQ(model.asked().back().history.size(), 2U);
    EXPECT_EQ(model.asked().back().history.front().question, "q2");
}

}  // namespace
}  // namespace parlance::chat
