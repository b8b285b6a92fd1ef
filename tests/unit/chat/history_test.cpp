#include <unit/chat/chat_bench.hpp>

#include <atomic>
#include <future>

namespace parlance::chat {
namespace {

class history_test : public chat_bench {
protected:
    followed_turn answered(asked_question asked, std::string answer)
    {
        model.play(saying({std::move(answer)}));
        followed_turn turn = started(std::move(asked));
        read(turn);
        EXPECT_TRUE(is_idle_soon());
        return turn;
    }
    /// A turn that waits in the middle of its answer.
    followed_turn held(std::string question)
    {
        model.play(saying_then_holding({"so ", "far"}, 1));
        followed_turn turn = started(asking(std::move(question)));
        EXPECT_TRUE(model_holds());
        return turn;
    }
    result<conversation_summary> rename(conversation_id which, std::string title)
    {
        return fakes::run(conversations.rename({}, person(1), which, std::move(title)));
    }
    result<deletion> remove(conversation_id which)
    {
        return fakes::run(conversations.remove({}, person(1), which));
    }
    result<conversation_summary> restore(conversation_id which)
    {
        return fakes::run(conversations.restore({}, person(1), which));
    }
    result<followed_turn> follow(turn_id which)
    {
        return fakes::run(service.follow({}, person(1), which));
    }
};

std::string letters(std::size_t count)
{
    std::string text;
    while (count-- > 0) text += "ö";
    return text;
}

TEST_F(history_test, given_a_title_when_renamed_then_without_the_spaces_around_it)
{
    const followed_turn turn = answered(asking("q"), "a");

    EXPECT_EQ(rename(turn.conversation, "  Two words ")->title, "Two words");
    EXPECT_EQ(rename(turn.conversation, letters(limits::title_characters_max))->title,
              letters(limits::title_characters_max));
}

TEST_F(history_test, given_what_is_no_title_when_renamed_then_invalid_request)
{
    const followed_turn turn = answered(asking("q"), "a");

    for (const std::string& title :
         {std::string(), std::string("   "), std::string("\u00a0"), std::string("two\nlines"),
          std::string("a\tb"), std::string("a\0b", 3), std::string("\xff"),
          std::string("two\u2028lines"), letters(limits::title_characters_max + 1)}) {
        const auto refused = rename(turn.conversation, title);

        ASSERT_FALSE(refused) << title;
        EXPECT_EQ(refused.error().kind, fault::invalid_request) << title;
    }
}

TEST_F(history_test, given_a_running_turn_when_its_conversation_is_deleted_then_it_stops_unseen)
{
    const followed_turn turn = held("q");

    const auto deleted = remove(turn.conversation);
    const auto followed = follow(turn.id);

    ASSERT_TRUE(deleted);
    EXPECT_EQ(deleted->restorable_until - deleted->deleted_at, limits::restorable_for);
    ASSERT_FALSE(followed);
    EXPECT_EQ(followed.error().kind, fault::not_found);
    EXPECT_EQ(stop(turn.id).error().kind, fault::not_found);
    ASSERT_TRUE(is_idle_soon());
    EXPECT_EQ(read(turn).end->state, turn_state::stopped);
    ASSERT_TRUE(restore(turn.conversation));
    EXPECT_EQ(stored(turn.id).state, turn_state::stopped);
    EXPECT_EQ(stored(turn.id).answer, "so ");
}

TEST_F(history_test, given_turns_elsewhere_when_a_conversation_is_deleted_then_they_go_on)
{
    const followed_turn gone = answered(asking("gone"), "a");
    const followed_turn other = held("other");

    ASSERT_TRUE(remove(gone.conversation));

    EXPECT_TRUE(follow(other.id));
    EXPECT_EQ(service.running(), 1U);
    model.release();
    EXPECT_EQ(read(other).end->state, turn_state::completed);
}

TEST_F(history_test, given_a_turn_that_begins_when_its_conversation_is_deleted_then_it_is_stopped)
{
    const followed_turn first = answered(asking("q"), "a");
    store.hold_begin();
    asked_question next = asking_with_id("next");
    next.conversation = first.conversation;
    const turn_id which = *next.id;
    auto outcome = std::async(std::launch::async, [&] { return start(next); });
    ASSERT_TRUE(fakes::eventually([this] { return store.begins_held() > 0; }));

    ASSERT_TRUE(remove(first.conversation));
    store.let_begin_go();

    const auto begun = outcome.get();
    ASSERT_FALSE(begun);
    EXPECT_EQ(begun.error().kind, fault::not_found);
    EXPECT_FALSE(find(which));
}

TEST_F(history_test, given_a_reader_when_renamed_deleted_and_restored_then_it_is_told_each_time)
{
    const followed_turn turn = answered(asking("q"), "a");
    conversation_feed::subscription news(feed, person(1).id, turn.conversation);

    ASSERT_TRUE(rename(turn.conversation, "t"));
    EXPECT_EQ(news.take().size(), 1U);
    ASSERT_TRUE(remove(turn.conversation));
    EXPECT_EQ(news.take().size(), 1U);
    ASSERT_TRUE(restore(turn.conversation));
    EXPECT_EQ(news.take().size(), 1U);
    ASSERT_FALSE(rename(turn.conversation, ""));
    EXPECT_TRUE(news.take().empty());
}

TEST_F(history_test, given_a_message_past_the_limit_when_rated_then_invalid_request)
{
    const followed_turn turn = answered(asking("q"), "a");
    const auto rate = [&](std::string message) {
        return fakes::run(
            conversations.rate({}, person(1), turn.id, feedback{verdict::up, std::move(message)}));
    };

    EXPECT_TRUE(rate(letters(limits::feedback_characters_max)));
    EXPECT_EQ(rate(letters(limits::feedback_characters_max + 1)).error().kind,
              fault::invalid_request);
    EXPECT_EQ(rate("\xff").error().kind, fault::invalid_request);
    EXPECT_EQ(stored(turn.id).rated->message, letters(limits::feedback_characters_max));
}

class history_keeper_test : public chat_bench {};

TEST_F(history_keeper_test, given_new_messages_when_it_runs_then_they_are_found)
{
    tasks.start("history", keeper.run());
    model.play(saying({"about marmots"}));

    const followed_turn turn = started(asking("about ferries"));
    read(turn);

    const auto is_found = [&](const std::string& text) {
        return fakes::eventually([&] {
            return !fakes::run(conversations.search({}, person(1), text, 5)).value().empty();
        });
    };
    EXPECT_TRUE(is_found("ferries"));
    EXPECT_TRUE(is_found("marmots"));
    ASSERT_TRUE(fakes::run(conversations.rename({}, person(1), turn.conversation, "Zebras")));
    EXPECT_TRUE(is_found("zebras"));
}

TEST_F(history_keeper_test, given_old_deletions_when_it_starts_then_they_are_erased)
{
    const followed_turn turn = started(asking("q"));
    read(turn);
    ASSERT_TRUE(is_idle_soon());
    const wall_time long_ago = now.wall() - limits::restorable_for - std::chrono::seconds(1);
    ASSERT_TRUE(fakes::run(memory.remove({}, person(1), turn.conversation, long_ago)));

    tasks.start("history", keeper.run());

    EXPECT_TRUE(fakes::eventually(
        [&] { return !fakes::run(memory.look_at({}, person(1), turn.conversation)); }));
}

task<> run_to_its_end(history_keeper& looking, std::atomic<bool>& has_ended)
{
    co_await looking.run();
    has_ended = true;
}

TEST_F(history_keeper_test, given_a_command_when_it_runs_then_it_indexes_and_erases_nothing)
{
    const followed_turn old = started(asking("q"));
    read(old);
    ASSERT_TRUE(is_idle_soon());
    const wall_time long_ago = now.wall() - limits::restorable_for - std::chrono::seconds(1);
    ASSERT_TRUE(fakes::run(memory.remove({}, person(1), old.conversation, long_ago)));
    const followed_turn turn = started(asking("about ferries"));
    read(turn);

    history_keeper of_command(memory, now, log);
    of_command.keep_what_was_deleted();
    std::atomic<bool> has_ended{false};
    tasks.start("history", run_to_its_end(of_command, has_ended));

    // It erases at its start, after it has indexed what there is, or never.
    EXPECT_TRUE(fakes::eventually([&] {
        return !fakes::run(conversations.search({}, person(1), "ferries", 5)).value().empty();
    }));
    of_command.stop();
    ASSERT_TRUE(fakes::eventually([&] { return has_ended.load(); }));
    EXPECT_TRUE(fakes::run(memory.look_at({}, person(1), old.conversation)));
}

TEST_F(history_keeper_test, given_a_shared_store_when_nobody_wakes_it_then_it_looks_all_the_same)
{
    history_keeper looking(memory, now, log, std::chrono::milliseconds(1));
    std::atomic<bool> has_ended{false};
    tasks.start("history", run_to_its_end(looking, has_ended));
    const followed_turn turn = started(asking("about ferries"));
    read(turn);

    const bool is_found = fakes::eventually([&] {
        return !fakes::run(conversations.search({}, person(1), "ferries", 5)).value().empty();
    });

    looking.stop();
    EXPECT_TRUE(fakes::eventually([&] { return has_ended.load(); }));
    EXPECT_TRUE(is_found);
}

TEST_F(history_keeper_test, given_trouble_when_it_indexes_then_it_tries_again)
{
    memory.fail_next(fakes::conversation_operation::index_messages,
                     fail(fault::overloaded, "busy"));
    const auto refused = fakes::run(keeper.index_all());
    ASSERT_FALSE(refused);
    const followed_turn turn = started(asking("walrus"));
    read(turn);

    EXPECT_TRUE(fakes::run(keeper.index_all()));
    EXPECT_EQ(fakes::run(conversations.search({}, person(1), "walrus", 5)).value().size(), 2U);
}

}  // namespace
}  // namespace parlance::chat
