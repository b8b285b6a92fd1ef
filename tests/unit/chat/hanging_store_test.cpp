#include <unit/chat/chat_bench.hpp>

#include <string>
#include <vector>

namespace parlance::chat {
namespace {

using fakes::store_write;
using fakes::trouble;

using hanging_store_test = chat_bench;

TEST_F(hanging_store_test, given_commits_that_hang_then_words_go_on_and_only_the_end_waits)
{
    const std::vector<std::string> deltas(2'000, "word ");
    model.play(saying_then_holding(deltas, 1));
    const followed_turn turn = started(asking("?"));
    ASSERT_TRUE(model_holds());
    store.hold_growth();
    const int begun = store.count(store_write::progress);
    ASSERT_TRUE(turn.log->append_text("before "));
    ASSERT_TRUE(fakes::eventually([&] { return store.count(store_write::progress) > begun; }));

    model.release();

    constexpr std::int64_t all_bytes = 7 + 2'000 * 5;
    EXPECT_TRUE(fakes::eventually([&] { return turn.log->size().bytes >= all_bytes - 1; }));
    EXPECT_TRUE(fakes::eventually([&] { return store.count(store_write::finish) > 0; }));
    EXPECT_FALSE(is_final(turn.log->state())) << "an end was shown that is not kept";
    EXPECT_LT(stored(turn.id).answer.size(), 100U);
    store.let_growth_go();
    const fakes::turn_reader reader = read(turn);
    EXPECT_EQ(reader.end->state, turn_state::completed);
    EXPECT_EQ(stored(turn.id).answer, reader.text);
}

TEST_F(hanging_store_test, given_an_end_that_cannot_be_kept_when_abandoned_then_its_task_ends)
{
    store.plan([](store_write what) {
        return what == store_write::finish ? trouble::before_commit : trouble::none;
    });
    const followed_turn turn = started(asking("?"));
    ASSERT_TRUE(fakes::eventually([&] { return store.count(store_write::finish) > 3; }));

    service.drain();
    service.abandon();

    EXPECT_TRUE(is_idle_soon());
    EXPECT_FALSE(read(turn).end) << "an end was shown that is not kept";
    EXPECT_EQ(stored(turn.id).state, turn_state::running);
    EXPECT_EQ(log.count("end_not_recorded"), 1U) << "said for each try";
}

}  // namespace
}  // namespace parlance::chat
