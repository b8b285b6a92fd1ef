#include <unit/chat/chat_bench.hpp>

#include <parlance/foundation/limits.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace parlance::chat {
namespace {

std::string repeated(std::string_view part, std::size_t times)
{
    std::string all;
    for (std::size_t time = 0; time < times; ++time) all += part;
    return all;
}

class turn_limits_test : public chat_bench {};

TEST_F(turn_limits_test, given_messages_at_the_limit_when_asked_then_they_are_taken)
{
    for (const std::string_view character : {"a", "é", "保", "😀"}) {
        const auto turn = start(asking(repeated(character, limits::message_characters_max)));

        ASSERT_TRUE(turn) << character;
        EXPECT_EQ(read(*turn).end->state, turn_state::completed);
    }
}

TEST_F(turn_limits_test, given_one_character_more_when_asked_then_refused_with_both_numbers)
{
    for (const std::string_view character : {"a", "é", "保", "😀"}) {
        const auto turn = start(asking(repeated(character, limits::message_characters_max + 1)));

        ASSERT_FALSE(turn);
        EXPECT_EQ(turn.error().kind, fault::invalid_request);
        EXPECT_NE(turn.error().detail.find("32001"), std::string::npos) << turn.error().detail;
        EXPECT_NE(turn.error().detail.find("32000"), std::string::npos);
    }
}

TEST_F(turn_limits_test, given_messages_that_say_nothing_or_are_no_text_when_asked_then_refused)
{
    for (const std::string& wrong :
         {std::string(), std::string(" \n\t"), std::string("\u00A0\u3000"), std::string("a\0b", 3),
          std::string("\xFF"), std::string("caf\xC3")}) {
        const auto turn = start(asking(wrong));

        EXPECT_TRUE(!turn && turn.error().kind == fault::invalid_request);
    }
    EXPECT_EQ(store.count(fakes::store_write::begin), 0);
}

constexpr std::chrono::minutes a_minute{
    1};  // thousands of tasks, with sanitizers, on a busy machine

/// Keeps tasks instead of running them.
class parked_tasks : public background {
public:
    void start(std::string, task<> work) override
    {
        const std::lock_guard lock(guard_);
        parked_.push_back(std::move(work));
        changed_.notify_all();
    }
    void keep_running(std::string, std::function<task<>()>) override {}
    bool wait_for(std::size_t count)
    {
        std::unique_lock lock(guard_);
        return changed_.wait_for(lock, a_minute, [&] { return parked_.size() == count; });
    }
    void drop_all()
    {
        std::vector<task<>> dropped;
        const std::lock_guard lock(guard_);
        dropped.swap(parked_);
    }

private:
    std::mutex guard_;
    std::condition_variable changed_;
    std::vector<task<>> parked_;
};

task<> ask_and_count(turn_service& service, asked_question asked, std::atomic<std::size_t>& refused)
{
    const call_scope scope;
    auto answer = co_await service.start(scope, person(1), std::move(asked));
    if (!answer) ++refused;
}

TEST_F(turn_limits_test, given_as_many_turns_as_may_run_when_one_more_is_asked_then_overloaded)
{
    parked_tasks parked;
    turn_service crowded{turn_service::parts{store, retriever, models, progress, feed, keeper,
                                             parked, now, random, log, lease, messenger}};
    runtime::supervisor clients(threads, log);
    std::atomic<std::size_t> refused = 0;
    for (std::size_t one = 0; one < limits::turns_running_max; ++one) {
        clients.start("client", ask_and_count(crowded, asking("?"), refused));
    }
    EXPECT_TRUE(parked.wait_for(limits::turns_running_max));
    EXPECT_EQ(crowded.running(), limits::turns_running_max);

    const auto one_more = fakes::run(crowded.start(call_scope{}, person(2), asking("?")));

    EXPECT_TRUE(!one_more && one_more.error().kind == fault::overloaded);
    EXPECT_TRUE(!one_more && one_more.error().retry_after);

    // Tasks that are dropped unrun leave their places and answer their clients.
    parked.drop_all();
    EXPECT_TRUE(clients.wait_until_idle(a_minute));
    EXPECT_EQ(refused, limits::turns_running_max);
    EXPECT_EQ(crowded.running(), 0U);
}

}  // namespace
}  // namespace parlance::chat
