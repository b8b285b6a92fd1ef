#include <unit/chat/chat_bench.hpp>

#include <chrono>

namespace parlance::chat {
namespace {

/// Turns that are stored as running although nobody runs them, and what names a turn in the log.
class turn_settle_test : public chat_bench {
protected:
    /// Puts a turn into the store behind the service's back.
    turn_record left(turn_owner owner, wall_time created_at)
    {
        new_turn asked{.id = new_id(),
                       .conversation = std::nullopt,
                       .new_conversation = conversation_id::make(now, random),
                       .title = "t",
                       .parent = new_turn::parent_kind::newest,
                       .named_parent = std::nullopt,
                       .question = "q",
                       .model = "scripted",
                       .request_fingerprint = "f",
                       .owner = owner,
                       .created_at = created_at};
        return fakes::run(memory.begin_turn({}, person(1), asked)).value().record;
    }
    void grow(const turn_record& turn, turn_owner owner)
    {
        std::vector<turn_progress> growth;
        growth.push_back({person(1).id, turn.id, 0, "half", 0, {}});
        ASSERT_TRUE(fakes::run(memory.append_progress({}, owner, std::move(growth))));
    }
};

TEST_F(turn_settle_test, given_a_half_written_turn_of_nobody_when_followed_then_it_is_interrupted)
{
    const turn_record turn = left(self, now.wall());
    grow(turn, self);

    const auto found = find(turn.id);

    ASSERT_TRUE(found);
    EXPECT_EQ(found->state, turn_state::interrupted);
    EXPECT_EQ(found->answer, "half");
    EXPECT_EQ(stored(turn.id).state, turn_state::interrupted);
    const auto followed = fakes::run(service.follow({}, person(1), turn.id)).value();
    EXPECT_EQ(read(followed).end->state, turn_state::interrupted);
}

TEST_F(turn_settle_test, given_a_half_written_turn_of_another_when_followed_then_it_is_left_alone)
{
    const turn_owner other = another_replica();
    const turn_record turn = left(other, now.wall());
    grow(turn, other);

    EXPECT_EQ(find(turn.id)->state, turn_state::running);
    EXPECT_EQ(stored(turn.id).state, turn_state::running);
}

TEST_F(turn_settle_test,
       given_a_turn_that_was_only_begun_when_followed_then_its_client_may_repeat_it)
{
    const turn_record young = left(self, now.wall());
    const turn_record old = left(self, now.wall() - std::chrono::minutes(2));

    EXPECT_EQ(find(young.id)->state, turn_state::running);
    EXPECT_EQ(find(old.id)->state, turn_state::interrupted);
}

TEST_F(turn_settle_test, given_a_failed_turn_when_read_then_its_end_and_record_name_the_trace)
{
    fakes::model_script broken = saying({"half"});
    broken.ends_with = fail(fault::upstream_rejected, "no");
    model.play(broken);
    call_scope scope;
    scope.trace_id = "00112233445566778899aabbccddeeff";

    const auto turn = fakes::run(service.start(scope, person(1), asking("q"))).value();

    const fakes::turn_reader reader = read(turn);
    EXPECT_EQ(reader.end->state, turn_state::failed);
    EXPECT_EQ(reader.end->trace_id, scope.trace_id);
    EXPECT_EQ(stored(turn.id).trace_id, scope.trace_id);
}

TEST_F(turn_settle_test, given_a_whole_answer_when_read_then_its_end_names_no_trace)
{
    call_scope scope;
    scope.trace_id = "00112233445566778899aabbccddeeff";

    const auto turn = fakes::run(service.start(scope, person(1), asking("q"))).value();

    EXPECT_EQ(read(turn).end->trace_id, "");
}

}  // namespace
}  // namespace parlance::chat
