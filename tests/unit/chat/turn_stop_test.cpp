#include <unit/chat/chat_bench.hpp>

#include <optional>
#include <thread>

namespace parlance::chat {
namespace {

using fakes::store_write;

class turn_stop_test : public chat_bench {};

TEST_F(turn_stop_test, given_a_search_that_hangs_when_stopped_then_stopped_without_a_word)
{
    index.hold();
    const followed_turn turn = started(asking("Stop?"));
    ASSERT_TRUE(fakes::eventually([&] { return index.is_held(); }));

    EXPECT_TRUE(stop(turn.id));

    const fakes::turn_reader reader = read(turn);
    EXPECT_EQ(reader.end->state, turn_state::stopped);
    EXPECT_FALSE(reader.end->failed_with);
    EXPECT_EQ(reader.text, "");
    EXPECT_EQ(stored(turn.id).state, turn_state::stopped);
    EXPECT_TRUE(model.asked().empty());
}

TEST_F(turn_stop_test, given_a_model_before_its_first_word_when_stopped_then_stopped)
{
    model.play(saying_then_holding({"never"}, 0));
    const followed_turn turn = started(asking("Stop?"));
    ASSERT_TRUE(model_holds());

    EXPECT_EQ(stop(turn.id).value(), turn_state::running);

    EXPECT_EQ(read(turn).end->state, turn_state::stopped);
    EXPECT_EQ(stored(turn.id).answer, "");
    EXPECT_EQ(model.running(), 0);
}

TEST_F(turn_stop_test, given_a_half_written_answer_when_stopped_then_the_half_is_kept)
{
    model.play(saying_then_holding({"half [1", " never"}, 1));
    const followed_turn turn = started(asking("Stop?"));
    ASSERT_TRUE(model_holds());

    EXPECT_TRUE(stop(turn.id));

    const fakes::turn_reader reader = read(turn);
    EXPECT_EQ(reader.end->state, turn_state::stopped);
    EXPECT_EQ(reader.text, "half [1");
    EXPECT_EQ(stored(turn.id).answer, "half [1");
    EXPECT_TRUE(is_idle_soon());
}

TEST_F(turn_stop_test, given_a_stop_when_repeated_then_it_changes_nothing)
{
    model.play(saying_then_holding({"half", " never"}, 1));
    const followed_turn turn = started(asking("Stop?"));
    ASSERT_TRUE(model_holds());
    EXPECT_TRUE(stop(turn.id));
    EXPECT_TRUE(stop(turn.id));
    EXPECT_EQ(read(turn).end->state, turn_state::stopped);
    ASSERT_TRUE(is_idle_soon());

    EXPECT_EQ(stop(turn.id).value(), turn_state::stopped);
    EXPECT_EQ(stored(turn.id).state, turn_state::stopped);
}

TEST_F(turn_stop_test, given_a_finished_turn_when_stopped_then_it_stays_completed)
{
    const followed_turn turn = started(asking("Done?"));
    read(turn);
    ASSERT_TRUE(is_idle_soon());

    EXPECT_EQ(stop(turn.id).value(), turn_state::completed);
    EXPECT_EQ(find(turn.id)->state, turn_state::completed);
}

TEST_F(turn_stop_test, given_two_turns_when_one_is_stopped_then_the_other_goes_on)
{
    model.play(saying({"first"}));
    index.hold();
    const followed_turn held = started(asking("Held?"));
    ASSERT_TRUE(fakes::eventually([&] { return index.is_held(); }));
    const followed_turn other = started(asking("Other?"));

    EXPECT_TRUE(stop(held.id));

    EXPECT_EQ(read(held).end->state, turn_state::stopped);
    EXPECT_EQ(read(other).end->state, turn_state::completed);
}

TEST_F(turn_stop_test, given_shutdown_when_turns_run_then_interrupted_with_what_was_written)
{
    model.play(saying_then_holding({"half", " never"}, 1));
    const asked_question asked = asking_with_id("Drain?");
    const followed_turn turn = started(asked);
    ASSERT_TRUE(model_holds());

    service.drain();

    const fakes::turn_reader reader = read(turn);
    EXPECT_EQ(reader.end->state, turn_state::interrupted);
    EXPECT_EQ(reader.text, "half");
    EXPECT_EQ(stored(turn.id).state, turn_state::interrupted);
    ASSERT_TRUE(is_idle_soon());
    const auto refused = start(asking("Late?"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_TRUE(refused.error().retry_after);
    EXPECT_EQ(find(turn.id)->state, turn_state::interrupted);
}

TEST_F(turn_stop_test, given_a_turn_that_is_being_begun_when_shut_down_then_interrupted_and_kept)
{
    const asked_question asked = asking_with_id("Drain?");
    store.hold_begin();
    std::optional<result<followed_turn>> answer;
    std::thread client([&] { answer.emplace(start(asked)); });
    ASSERT_TRUE(fakes::eventually([&] { return store.begins_held() > 0; }));

    service.drain();
    store.let_begin_go();
    client.join();

    ASSERT_TRUE(answer->has_value());
    EXPECT_EQ(read(answer->value()).end->state, turn_state::interrupted);
    EXPECT_EQ(stored(*asked.id).state, turn_state::interrupted);
}

}  // namespace
}  // namespace parlance::chat
