#include <parlance/chat/turn.hpp>

#include <gtest/gtest.h>

#include <array>

namespace parlance::chat {
namespace {

constexpr std::array<turn_state, 6> every_state{turn_state::queued,      turn_state::running,
                                                turn_state::completed,   turn_state::stopped,
                                                turn_state::interrupted, turn_state::failed};

turn_record record_in(turn_state state)
{
    const uuid_bytes bytes{};
    turn_record record{.id = turn_id(bytes),
                       .conversation = conversation_id(bytes),
                       .parent = std::nullopt,
                       .state = state,
                       .question = "?",
                       .model = "offline",
                       .answer = "é",
                       .events = {},
                       .failed_with = std::nullopt,
                       .created_at = wall_time(),
                       .finished_at = std::nullopt};
    record.events.push_back(placed_event{0, language::usage{}});
    return record;
}

TEST(turn_test, given_every_state_when_named_and_read_then_it_is_the_same)
{
    for (const turn_state state : every_state) {
        EXPECT_EQ(turn_state_named(name_of(state)), state);
    }
    EXPECT_FALSE(turn_state_named("done"));
    EXPECT_FALSE(turn_state_named(""));
}

TEST(turn_test, given_every_tool_phase_when_named_and_read_then_it_is_the_same)
{
    for (const tool_phase phase : {tool_phase::started, tool_phase::finished, tool_phase::failed}) {
        EXPECT_EQ(tool_phase_named(name_of(phase)), phase);
    }
    EXPECT_FALSE(tool_phase_named("ended"));
}

TEST(turn_test, given_every_state_when_asked_whether_it_is_final_then_all_but_the_first_two)
{
    for (const turn_state state : every_state) {
        const bool is_open = state == turn_state::queued || state == turn_state::running;
        EXPECT_EQ(is_final(state), !is_open);
    }
}

TEST(turn_test, given_a_record_when_its_end_is_asked_for_then_start_events_and_end_are_counted)
{
    EXPECT_EQ(end_of(record_in(turn_state::running)), (position{2, 2}));
    EXPECT_EQ(end_of(record_in(turn_state::stopped)), (position{3, 2}));
}

}  // namespace
}  // namespace parlance::chat
