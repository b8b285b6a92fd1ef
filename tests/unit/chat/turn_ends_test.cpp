#include <unit/chat/chat_bench.hpp>

#include <atomic>

namespace parlance::chat {
namespace {

using fakes::store_write;
using fakes::trouble;

class turn_ends_test : public chat_bench {
protected:
    static fakes::model_script failing(std::vector<std::string> deltas, fault kind)
    {
        fakes::model_script script = saying(std::move(deltas));
        script.ends_with = fail(kind, "as told");
        return script;
    }
};

TEST_F(turn_ends_test, given_a_model_that_fails_before_a_word_then_failed_with_its_fault)
{
    for (const fault kind : {fault::upstream_unavailable, fault::upstream_rejected,
                             fault::overloaded, fault::deadline_exceeded}) {
        model.play(failing({}, kind));

        const followed_turn turn = started(asking("?"));

        const fakes::turn_reader reader = read(turn);
        EXPECT_EQ(reader.end->state, turn_state::failed);
        EXPECT_EQ(reader.end->failed_with, kind);
        EXPECT_EQ(stored(turn.id).state, turn_state::failed);
        EXPECT_EQ(stored(turn.id).failed_with, kind);
    }
}

TEST_F(turn_ends_test, given_an_upstream_that_is_lost_after_text_then_interrupted_and_text_kept)
{
    for (const fault kind : {fault::upstream_unavailable, fault::deadline_exceeded}) {
        model.play(failing({"half an ", "answer [1]"}, kind));

        const followed_turn turn = started(asking("?"));

        const fakes::turn_reader reader = read(turn);
        EXPECT_EQ(reader.end->state, turn_state::interrupted);
        EXPECT_EQ(reader.end->failed_with, kind);
        EXPECT_EQ(reader.text, "half an answer [1]");
        EXPECT_EQ(stored(turn.id).answer, "half an answer [1]");
        EXPECT_EQ(fakes::brief(stored(turn.id).events).back(), "citation 1");
    }
}

TEST_F(turn_ends_test, given_a_provider_that_refuses_after_text_then_failed_and_text_kept)
{
    model.play(failing({"half"}, fault::upstream_rejected));

    const followed_turn turn = started(asking("?"));

    EXPECT_EQ(read(turn).end->state, turn_state::failed);
    EXPECT_EQ(stored(turn.id).answer, "half");
}

TEST_F(turn_ends_test, given_documents_that_cannot_be_searched_then_failed_and_the_step_shows_it)
{
    index.fail_with(fail(fault::internal, "broken"));

    const followed_turn turn = started(asking("?"));

    const fakes::turn_reader reader = read(turn);
    EXPECT_EQ(reader.end->state, turn_state::failed);
    EXPECT_EQ(reader.end->failed_with, fault::internal);
    EXPECT_EQ(reader.events.back(), "tool call_1 failed");
}

TEST_F(turn_ends_test, given_a_store_that_stays_away_for_too_long_then_failed)
{
    turn_service hasty{turn_service::parts{store, retriever, models, progress, feed, keeper, tasks,
                                           now, random, log, lease, messenger,
                                           std::chrono::milliseconds(250)}};
    index.fail_with(fail(fault::overloaded, "away"));

    const auto turn = fakes::run(hasty.start(call_scope{}, person(1), asking("?"))).value();

    const fakes::turn_reader reader = read(turn);
    EXPECT_EQ(reader.end->state, turn_state::failed);
    EXPECT_EQ(reader.end->failed_with, fault::overloaded);
    EXPECT_TRUE(fakes::eventually([&] { return hasty.running() == 0; }));
}

TEST_F(turn_ends_test, given_a_store_that_comes_back_then_searched_and_completed)
{
    index.fail_with(fail(fault::overloaded, "away"));
    const followed_turn turn = started(asking("?"));
    ASSERT_TRUE(fakes::eventually([this] { return index.searches() > 1; }));

    index.fail_with(std::nullopt);

    EXPECT_EQ(read(turn).end->state, turn_state::completed);
}

TEST_F(turn_ends_test, given_a_store_that_is_away_when_stopped_then_at_once)
{
    index.fail_with(fail(fault::overloaded, "away"));
    const followed_turn turn = started(asking("?"));
    ASSERT_TRUE(fakes::eventually([this] { return index.searches() > 1; }));

    ASSERT_TRUE(stop(turn.id));

    EXPECT_EQ(read(turn).end->state, turn_state::stopped);
}

/// A model with a bug.
class broken_model : public language::language_model {
public:
    task<result<language::usage>> complete(call_scope, language::prompt,
                                           language::delta_sink& out) override
    {
        std::string delta = "half";
        auto taken = co_await out.push(std::move(delta));
        if (taken) throw std::runtime_error("a bug in the model");
        co_return taken.error();
    }
};

TEST_F(turn_ends_test, given_a_model_that_throws_then_failed_as_internal_and_text_kept)
{
    broken_model broken;
    language::model_catalogue only;
    only.add({"broken", "Broken", "offline", "this machine"}, broken);
    turn_service other{turn_service::parts{store, retriever, only, progress, feed, keeper, tasks,
                                           now, random, log, lease, messenger}};

    const auto turn = fakes::run(other.start(call_scope{}, person(1), asking("?"))).value();

    EXPECT_EQ(read(turn).end->state, turn_state::failed);
    EXPECT_EQ(stored(turn.id).failed_with, fault::internal);
    EXPECT_EQ(stored(turn.id).answer, "half");
    EXPECT_TRUE(fakes::eventually([&] { return other.running() == 0; }));
}

/// A model that does not care whether it is heard.
class deaf_model : public language::language_model {
public:
    task<result<language::usage>> complete(call_scope, language::prompt,
                                           language::delta_sink& out) override
    {
        for (int piece = 0; piece < 3; ++piece) {
            std::string delta(limits::answer_bytes_max / 2, 'a');
            static_cast<void>(co_await out.push(std::move(delta)));
        }
        std::string last = "b";
        static_cast<void>(co_await out.push(std::move(last)));
        co_return language::usage{};
    }
};

TEST_F(turn_ends_test, given_an_answer_over_its_limit_then_failed_never_completed_and_cut_once)
{
    deaf_model deaf;
    language::model_catalogue only;
    only.add({"deaf", "Deaf", "offline", "this machine"}, deaf);
    turn_service other{turn_service::parts{store, retriever, only, progress, feed, keeper, tasks,
                                           now, random, log, lease, messenger}};

    const auto turn = fakes::run(other.start(call_scope{}, person(1), asking("?"))).value();

    const fakes::turn_reader reader = read(turn);
    EXPECT_EQ(reader.end->state, turn_state::failed);
    EXPECT_EQ(reader.end->failed_with, fault::overloaded);
    EXPECT_EQ(stored(turn.id).answer.size(), limits::answer_bytes_max);
    EXPECT_EQ(stored(turn.id).answer.back(), 'a');
    EXPECT_TRUE(fakes::eventually([&] { return other.running() == 0; }));
}

TEST_F(turn_ends_test, given_a_store_that_fails_at_the_end_then_repeated_and_shown_after_commit)
{
    std::atomic<int> failures_left = 3;
    store.plan([&](store_write what) {
        const bool fails = what == store_write::finish && failures_left-- > 0;
        return fails ? trouble::before_commit : trouble::none;
    });
    const followed_turn turn = started(asking("?"));
    ASSERT_TRUE(fakes::eventually([&] { return store.count(store_write::finish) > 0; }));
    // Not kept yet, so not shown as ended either.
    const turn_record shown = turn.log->snapshot();
    const bool is_kept = is_final(stored(turn.id).state);
    EXPECT_TRUE(is_kept || !is_final(shown.state));

    EXPECT_EQ(read(turn).end->state, turn_state::completed);

    EXPECT_EQ(stored(turn.id).state, turn_state::completed);
    EXPECT_EQ(store.count(store_write::finish), 4);
    EXPECT_EQ(log.count("end_not_recorded"), 1U) << "said for each try";
}

TEST_F(turn_ends_test, given_an_end_whose_commit_was_not_heard_of_then_readers_resume_to_it)
{
    std::atomic<bool> is_first = true;
    store.plan([&](store_write what) {
        const bool fails = what == store_write::finish && is_first.exchange(false);
        return fails ? trouble::after_commit : trouble::none;
    });
    model.play(saying({"kept"}));
    const followed_turn turn = started(asking("?"));
    fakes::turn_reader reader;
    fakes::run(fakes::follow(turn.log, reader, 4'096));
    ASSERT_TRUE(is_idle_soon());

    if (reader.ends == 0) {
        const auto again = fakes::run(service.follow(call_scope{}, person(1), turn.id)).value();
        fakes::run(fakes::follow(again.log, reader, 4'096));
    }

    EXPECT_EQ(reader.ends, 1);
    EXPECT_EQ(reader.end->state, turn_state::completed);
    EXPECT_EQ(reader.text, "kept");
    EXPECT_EQ(reader.broken_rule, "");
}

TEST_F(turn_ends_test, given_a_turn_taken_over_by_another_then_closed_without_an_end)
{
    model.play(saying_then_holding({"half", " never"}, 1));
    const followed_turn turn = started(asking("?"));
    ASSERT_TRUE(model_holds());

    ASSERT_TRUE(fakes::run(memory.interrupt_left_running(
        call_scope{}, turn_owner{replica_id::make(now, random), 1}, now.wall())));

    // The next tick of the progress writer finds out only when something has grown.
    const fakes::turn_reader reader = [&] {
        model.release();
        return read(turn);
    }();
    EXPECT_EQ(reader.ends, 0);
    EXPECT_TRUE(is_idle_soon());
    EXPECT_EQ(find(turn.id)->state, turn_state::interrupted);
    const auto again = fakes::run(service.follow(call_scope{}, person(1), turn.id)).value();
    fakes::turn_reader back = reader;
    fakes::run(fakes::follow(again.log, back, 4'096));
    EXPECT_EQ(back.ends, 1);
    EXPECT_EQ(back.end->state, turn_state::interrupted);
    EXPECT_EQ(back.text, stored(turn.id).answer);
}

TEST_F(turn_ends_test, given_numbers_that_resolve_to_nothing_then_the_drop_is_logged)
{
    model.play(saying({"a [7] b [8]"}));

    EXPECT_EQ(read(started(asking("?"))).text, "a  b ");

    EXPECT_EQ(log.count("citations_dropped"), 1U);
}

TEST_F(turn_ends_test, given_any_end_then_one_line_is_logged_without_question_or_answer)
{
    model.play(saying({"a private answer"}));
    read(started(asking("a private question")));
    ASSERT_TRUE(is_idle_soon());

    EXPECT_EQ(log.count("turn_ended"), 1U);
    for (const auto& line : log.lines()) {
        for (const auto& field : line.fields) {
            const auto* text = std::get_if<std::string>(&field.value);
            EXPECT_TRUE(text == nullptr || text->find("private") == std::string::npos);
        }
    }
}

TEST_F(turn_ends_test, given_no_room_while_the_store_is_away_then_interrupted_with_its_fault)
{
    progress_writer small{{store, messenger, now, log, 10}};
    turn_service crowded{turn_service::parts{store, retriever, models, small, feed, keeper, tasks,
                                             now, random, log, lease, messenger}};
    model.play(saying_then_holding({"more than ten bytes", " and more"}, 1));
    const auto turn = fakes::run(crowded.start(call_scope{}, person(1), asking("?"))).value();
    ASSERT_TRUE(model_holds());
    store.plan([](store_write what) {
        return what == store_write::progress ? trouble::before_commit : trouble::none;
    });

    EXPECT_FALSE(fakes::run(small.write_now()));

    EXPECT_EQ(read(turn).end->state, turn_state::interrupted);
    EXPECT_EQ(stored(turn.id).failed_with, fault::overloaded);
    EXPECT_EQ(stored(turn.id).answer, "more than ten bytes");
    EXPECT_TRUE(fakes::eventually([&] { return crowded.running() == 0; }));
}

TEST_F(turn_ends_test, given_a_store_that_is_away_for_a_while_then_the_answer_goes_on_and_is_kept)
{
    std::atomic<bool> is_away = false;
    store.plan([&](store_write what) {
        return is_away && what != store_write::begin ? trouble::before_commit : trouble::none;
    });
    model.play(saying_then_holding({"before", " and after"}, 1));
    const followed_turn turn = started(asking("?"));
    ASSERT_TRUE(model_holds());
    is_away = true;
    model.release();
    ASSERT_TRUE(fakes::eventually([&] { return store.count(store_write::finish) > 0; }));
    EXPECT_EQ(turn.log->snapshot().answer, "before and after");
    EXPECT_FALSE(is_final(turn.log->state()));

    is_away = false;

    EXPECT_EQ(read(turn).end->state, turn_state::completed);
    EXPECT_EQ(stored(turn.id).answer, "before and after");
}

}  // namespace
}  // namespace parlance::chat
