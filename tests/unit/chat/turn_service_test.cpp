#include <unit/chat/chat_bench.hpp>

#include <atomic>
#include <thread>

namespace parlance::chat {
namespace {

using fakes::store_write;
using fakes::trouble;

class turn_service_test : public chat_bench {};

TEST_F(turn_service_test, given_a_question_when_started_then_its_events_come_in_order_and_are_kept)
{
    model.play(saying({"Two years ", "[1].", " Thirty days [2]."}));

    const followed_turn turn = started(asking("How long does the warranty last?"));
    const fakes::turn_reader reader = read(turn);

    EXPECT_EQ(reader.text, "Two years [1]. Thirty days [2].");
    EXPECT_EQ(reader.events,
              (std::vector<std::string>{"tool call_1 started", "tool call_1 finished", "citation 1",
                                        "citation 2", "usage 10 20"}));
    EXPECT_EQ(reader.starts, 1);
    EXPECT_EQ(reader.end->state, turn_state::completed);
    const turn_record record = stored(turn.id);
    EXPECT_EQ(record.state, turn_state::completed);
    EXPECT_EQ(record.answer, reader.text);
    EXPECT_EQ(fakes::brief(record.events), reader.events);
    EXPECT_EQ(record.model, "scripted");
    EXPECT_EQ(record.question, "How long does the warranty last?");
    EXPECT_TRUE(record.finished_at);
    EXPECT_TRUE(is_idle_soon());
}

TEST_F(turn_service_test, given_a_turn_when_it_is_started_then_the_question_is_already_committed)
{
    model.play(saying_then_holding({"x"}, 0));

    const followed_turn turn = started(asking("Is it kept?"));

    EXPECT_EQ(stored(turn.id).question, "Is it kept?");
    EXPECT_EQ(stored(turn.id).state, turn_state::running);
    ASSERT_TRUE(model_holds());
    model.release();
    EXPECT_EQ(read(turn).end->state, turn_state::completed);
}

TEST_F(turn_service_test, given_a_running_turn_when_it_grows_then_the_store_has_it_soon)
{
    model.play(saying_then_holding({"first part ", "second part"}, 1));
    const followed_turn turn = started(asking("Is it kept?"));

    EXPECT_TRUE(fakes::eventually([&] { return stored(turn.id).answer == "first part "; }));

    model.release();
    EXPECT_EQ(read(turn).text, "first part second part");
    EXPECT_EQ(stored(turn.id).answer, "first part second part");
}

TEST_F(turn_service_test, given_what_a_model_is_asked_then_question_sources_and_their_numbers)
{
    read(started(asking("How long does the warranty last?")));

    const language::prompt asked = model.asked().at(0);
    EXPECT_EQ(asked.question, "How long does the warranty last?");
    ASSERT_EQ(asked.sources.size(), 2U);
    EXPECT_EQ(asked.sources[0].number, 1U);
    EXPECT_EQ(asked.sources[0].title, "Warranty");
    EXPECT_EQ(asked.sources[1].number, 2U);
    EXPECT_TRUE(asked.history.empty());
}

TEST_F(turn_service_test, given_a_repeated_request_when_the_turn_runs_then_the_same_stream)
{
    model.play(saying_then_holding({"once"}, 0));
    const asked_question asked = asking_with_id("Once?");
    const followed_turn first = started(asked);
    ASSERT_TRUE(model_holds());

    const followed_turn second = started(asked);

    EXPECT_EQ(second.log, first.log);
    EXPECT_EQ(second.id, *asked.id);
    EXPECT_EQ(second.conversation, first.conversation);
    model.release();
    EXPECT_EQ(read(second).text, "once");
    EXPECT_EQ(model.asked().size(), 1U);
}

TEST_F(turn_service_test, given_a_repeated_request_when_the_turn_has_ended_then_the_stored_answer)
{
    model.play(saying({"once"}));
    const asked_question asked = asking_with_id("Once?");
    read(started(asked));
    ASSERT_TRUE(is_idle_soon());

    const followed_turn again = started(asked);

    EXPECT_EQ(read(again).text, "once");
    EXPECT_EQ(read(again).end->state, turn_state::completed);
    EXPECT_EQ(model.asked().size(), 1U);
    EXPECT_TRUE(is_idle_soon());
}

TEST_F(turn_service_test, given_one_request_sent_many_times_at_once_then_one_turn)
{
    const asked_question asked = asking_with_id("Once?");
    store.hold_begin();
    std::vector<std::thread> clients;
    std::vector<std::optional<result<followed_turn>>> answers(8);
    for (auto& answer : answers) {
        clients.emplace_back([&] { answer.emplace(start(asked)); });
    }
    ASSERT_TRUE(fakes::eventually([&] { return store.begins_held() > 0; }));
    store.let_begin_go();
    for (std::thread& client : clients) client.join();

    // A client that comes after the end is answered by the store, which knows the request: not one
    // call, but one turn.
    for (const auto& answer : answers) {
        ASSERT_TRUE(answer->has_value()) << answer->error().detail;
        EXPECT_EQ(read(answer->value()).text, "scripted");
        EXPECT_EQ(answer->value().id, answers.front()->value().id);
        EXPECT_EQ(answer->value().conversation, answers.front()->value().conversation);
    }
    EXPECT_EQ(model.asked().size(), 1U);
}

TEST_F(turn_service_test, given_an_id_in_use_when_sent_with_another_body_then_conflict)
{
    model.play(saying_then_holding({"x"}, 0));
    const asked_question asked = asking_with_id("Once?");
    const followed_turn turn = started(asked);
    asked_question other_text = asked;
    other_text.message_text = "Twice?";
    asked_question other_model = asked;
    other_model.model = "second";
    asked_question other_parent = asked;
    other_parent.parent = new_turn::parent_kind::none;
    asked_question other_conversation = asked;
    other_conversation.conversation = turn.conversation;

    const auto all_conflict = [&] {
        for (const asked_question& other :
             {other_text, other_model, other_parent, other_conversation}) {
            const auto answer = start(other);
            EXPECT_TRUE(!answer && answer.error().kind == fault::conflict);
        }
    };
    ASSERT_TRUE(model_holds());
    all_conflict();
    model.release();
    EXPECT_EQ(read(turn).end->state, turn_state::completed);
    ASSERT_TRUE(is_idle_soon());
    all_conflict();
    EXPECT_EQ(model.asked().size(), 1U);
}

TEST_F(turn_service_test, given_one_id_when_two_principals_use_it_then_two_turns)
{
    model.play(saying({"for one"}));
    const asked_question asked = asking_with_id("Mine?");
    const followed_turn one = started(asked, person(1));
    EXPECT_EQ(read(one).text, "for one");
    asked_question other = asked;
    other.message_text = "Another question?";

    const followed_turn two = started(other, person(2));

    EXPECT_EQ(read(two).text, "scripted");
    EXPECT_EQ(stored(*asked.id, person(1)).question, "Mine?");
    EXPECT_EQ(stored(*asked.id, person(2)).question, "Another question?");
}

TEST_F(turn_service_test, given_a_turn_of_another_when_followed_found_or_stopped_then_not_found)
{
    model.play(saying_then_holding({"x"}, 0));
    const followed_turn turn = started(asking("Mine?"), person(1));
    ASSERT_TRUE(model_holds());

    EXPECT_EQ(find(turn.id, person(2)).error().kind, fault::not_found);
    EXPECT_EQ(stop(turn.id, person(2)).error().kind, fault::not_found);
    EXPECT_EQ(fakes::run(service.follow(call_scope{}, person(2), turn.id)).error().kind,
              fault::not_found);
    asked_question into_it = asking("Let me in");
    into_it.conversation = turn.conversation;
    EXPECT_EQ(start(into_it, person(2)).error().kind, fault::not_found);

    model.release();
    EXPECT_EQ(read(turn).end->state, turn_state::completed);
}

TEST_F(turn_service_test, given_requests_that_name_what_is_not_there_then_refused_and_nothing_runs)
{
    asked_question no_conversation = asking("?");
    no_conversation.conversation = conversation_id::make(now, random);
    asked_question no_parent = asking("?");
    no_parent.conversation = read(started(asking("first"))).broken_rule.empty()
                                 ? std::optional(started(asking("second")).conversation)
                                 : std::nullopt;
    no_parent.parent = new_turn::parent_kind::named;
    no_parent.named_parent = new_id();
    asked_question no_model = asking("?");
    no_model.model = "unknown";
    asked_question no_version_7 = asking("?");
    no_version_7.id = turn_id::parse("0192f0c1-5a3b-4c4d-8e5f-0123456789ab");
    ASSERT_TRUE(is_idle_soon());
    const std::size_t asked_before = model.asked().size();

    EXPECT_EQ(start(no_conversation).error().kind, fault::not_found);
    EXPECT_EQ(start(no_parent).error().kind, fault::not_found);
    EXPECT_EQ(start(no_model).error().kind, fault::invalid_request);
    EXPECT_EQ(start(no_version_7).error().kind, fault::invalid_request);
    EXPECT_TRUE(is_idle_soon());
    EXPECT_EQ(model.asked().size(), asked_before);
    EXPECT_EQ(find(new_id()).error().kind, fault::not_found);
    EXPECT_EQ(stop(new_id()).error().kind, fault::not_found);
}

TEST_F(turn_service_test, given_a_store_that_fails_when_begun_then_nothing_runs_and_one_may_retry)
{
    store.plan([](store_write what) {
        return what == store_write::begin ? trouble::before_commit : trouble::none;
    });
    const asked_question asked = asking_with_id("Again?");

    EXPECT_EQ(start(asked).error().kind, fault::overloaded);

    EXPECT_TRUE(is_idle_soon());
    EXPECT_TRUE(model.asked().empty());
    store.plan(nullptr);
    EXPECT_EQ(read(started(asked)).end->state, turn_state::completed);
}

TEST_F(turn_service_test, given_a_store_that_throws_when_begun_then_the_client_hears_of_it)
{
    store.plan([](store_write what) {
        return what == store_write::begin ? trouble::exception : trouble::none;
    });

    EXPECT_EQ(start(asking("?")).error().kind, fault::internal);

    EXPECT_TRUE(is_idle_soon());
    store.plan(nullptr);
}

TEST_F(turn_service_test, given_shutdown_when_started_then_the_client_is_not_left_waiting)
{
    tasks.cancel_all();

    EXPECT_FALSE(start(asking("?")));
    EXPECT_EQ(service.running(), 0U);
}

task<> start_and_drop(turn_service& service, access::principal who, asked_question asked,
                      std::atomic<bool>& is_answered)
{
    const call_scope scope;
    auto answer = co_await service.start(scope, std::move(who), std::move(asked));
    is_answered = answer.has_value();
}

TEST_F(turn_service_test,
       given_a_client_that_leaves_before_the_question_is_kept_then_nothing_is_lost)
{
    runtime::supervisor clients(threads, log);
    const asked_question asked = asking_with_id("Still there?");
    std::atomic<bool> is_answered = false;
    store.hold_begin();
    clients.start("client", start_and_drop(service, person(1), asked, is_answered));
    ASSERT_TRUE(fakes::eventually([&] { return store.begins_held() > 0; }));
    clients.cancel_all();
    ASSERT_TRUE(clients.wait_until_idle(fakes::patience));

    store.let_begin_go();

    ASSERT_TRUE(is_idle_soon());
    EXPECT_FALSE(is_answered);
    EXPECT_EQ(stored(*asked.id).state, turn_state::completed);
    EXPECT_EQ(read(started(asked)).text, "scripted");
}

TEST_F(turn_service_test,
       given_a_turn_that_is_being_begun_when_followed_or_stopped_then_it_is_known)
{
    model.play(saying_then_holding({"x"}, 0));
    const asked_question asked = asking_with_id("Soon?");
    store.hold_begin();
    std::optional<result<followed_turn>> followed;
    std::optional<result<turn_state>> stopped;
    std::thread client([&] { static_cast<void>(start(asked)); });
    ASSERT_TRUE(fakes::eventually([&] { return store.begins_held() > 0; }));
    std::thread follower(
        [&] { followed.emplace(fakes::run(service.follow(call_scope{}, person(1), *asked.id))); });
    std::thread stopper([&] { stopped.emplace(stop(*asked.id)); });

    store.let_begin_go();
    client.join();
    follower.join();
    stopper.join();

    ASSERT_TRUE(followed->has_value());
    EXPECT_TRUE(stopped->has_value());
    EXPECT_EQ(read(followed->value()).end->state, turn_state::stopped);
}

TEST_F(turn_service_test,
       given_a_turn_left_running_elsewhere_when_its_owner_is_dead_then_not_hanging)
{
    const turn_owner elsewhere = another_replica();
    new_turn left{.id = new_id(),
                  .conversation = std::nullopt,
                  .new_conversation = conversation_id::make(now, random),
                  .title = "t",
                  .parent = new_turn::parent_kind::newest,
                  .named_parent = std::nullopt,
                  .question = "Left?",
                  .model = "scripted",
                  .request_fingerprint = "f",
                  .owner = elsewhere,
                  .created_at = now.wall()};
    const turn_id which = left.id;
    ASSERT_TRUE(fakes::run(memory.begin_turn(call_scope{}, person(1), std::move(left))));

    const auto followed = fakes::run(service.follow(call_scope{}, person(1), which));
    ASSERT_TRUE(fakes::run(memory.leave(call_scope{}, elsewhere, now.wall())));

    ASSERT_TRUE(followed);
    EXPECT_EQ(read(*followed).end->state, turn_state::interrupted);
}

}  // namespace
}  // namespace parlance::chat
