#include <unit/chat/chat_bench.hpp>

#include <atomic>
#include <utility>
#include <vector>

namespace parlance::chat {
namespace {

using fakes::store_write;
using fakes::trouble;

/// Questions whose commit failed, or was not heard of.
class turn_begin_test : public chat_bench {};

TEST_F(turn_begin_test, given_a_begin_whose_answer_was_lost_then_it_is_found_and_taken)
{
    const asked_question asked = asking_with_id("Kept?");
    std::atomic<bool> is_first = true;
    store.plan([&](store_write what) {
        const bool is_lost = what == store_write::begin && is_first.exchange(false);
        return is_lost ? trouble::after_commit : trouble::none;
    });

    const followed_turn turn = started(asked);

    EXPECT_EQ(read(turn).text, "scripted");
    EXPECT_EQ(stored(*asked.id).state, turn_state::completed);
    EXPECT_EQ(read(started(asked)).text, "scripted");
    EXPECT_EQ(model.asked().size(), 1U);
}

TEST_F(turn_begin_test, given_a_store_that_goes_away_while_it_begins_then_taken_when_it_is_back)
{
    const asked_question asked = asking_with_id("Kept?");
    store.plan([](store_write what) {
        return what == store_write::begin ? trouble::after_commit : trouble::none;
    });

    const auto refused = start(asked);
    const auto again = start(asked);
    store.plan(nullptr);

    for (const auto* one : {&refused, &again}) {
        ASSERT_FALSE(*one);
        EXPECT_EQ(one->error().kind, fault::overloaded);
        EXPECT_TRUE(one->error().retry_after);
    }
    ASSERT_TRUE(
        fakes::eventually([&] { return stored(*asked.id).state == turn_state::completed; }));
    EXPECT_EQ(read(started(asked)).text, "scripted");
    EXPECT_EQ(model.asked().size(), 1U);
}

TEST_F(turn_begin_test, given_a_store_that_is_away_when_asked_then_nothing_is_begun_later)
{
    const asked_question asked = asking_with_id("Refused?");
    store.plan([](store_write what) {
        return what == store_write::begin ? trouble::before_commit : trouble::none;
    });

    const auto refused = start(asked);
    store.plan(nullptr);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_TRUE(refused.error().retry_after);
    ASSERT_TRUE(is_idle_soon());
    EXPECT_FALSE(memory.peek(turn_key{person(1).id, *asked.id}));
}

TEST_F(turn_begin_test, given_a_half_written_turn_of_nobody_when_sent_again_then_interrupted)
{
    const asked_question asked = asking_with_id("Left?");
    new_turn left{.id = *asked.id,
                  .conversation = std::nullopt,
                  .new_conversation = conversation_id::make(now, random),
                  .title = "t",
                  .parent = new_turn::parent_kind::newest,
                  .named_parent = std::nullopt,
                  .question = asked.message_text,
                  .model = "scripted",
                  .request_fingerprint = fingerprint_of(asked),
                  .owner = self,
                  .created_at = now.wall()};
    ASSERT_TRUE(fakes::run(memory.begin_turn(call_scope{}, person(1), std::move(left))));
    std::vector<turn_progress> growth;
    growth.push_back(turn_progress{person(1).id, *asked.id, 0, "half", 0, {}});
    ASSERT_TRUE(fakes::run(memory.append_progress(call_scope{}, self, std::move(growth))));

    const followed_turn again = started(asked);

    // Nobody waits here for an end that never comes.
    const fakes::turn_reader reader = read(again);
    EXPECT_EQ(reader.end->state, turn_state::interrupted);
    EXPECT_EQ(reader.text, "half");
    EXPECT_TRUE(model.asked().empty());
}

}  // namespace
}  // namespace parlance::chat
