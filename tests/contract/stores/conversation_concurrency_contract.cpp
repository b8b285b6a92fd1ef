#include "conversation_contract.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <parlance/foundation/finish_by.hpp>

#include <optional>
#include <set>
#include <stop_token>

namespace parlance::contract {
namespace {

/// One turn from question to end, in steps that others come between.
task<> whole_turn(chat::conversation_store& store, access::principal who, chat::new_turn asked,
                  int& done)
{
    const call_scope scope;
    const chat::turn_id which = asked.id;
    const chat::turn_owner owner = asked.owner;
    const wall_time when = asked.created_at;
    const auto begun = co_await store.begin_turn(scope, who, asked);
    if (!begun) co_return;
    for (std::int64_t from = 0; from < 5; ++from) {
        chat::turn_progress grown{who.id, which, from, "x", 0, {}};
        std::vector<chat::turn_progress> growth;
        growth.push_back(grown);
        const auto fenced = co_await store.append_progress(scope, owner, growth);
        if (!fenced || !fenced->empty()) co_return;
        const auto seen = co_await store.find_turn(scope, who, which);
        if (!seen || seen->answer.size() != static_cast<std::size_t>(from + 1)) co_return;
    }
    chat::turn_end end{which, chat::turn_state::completed, "xxxxx", {}, std::nullopt, when};
    const auto ended = co_await store.finish_turn(scope, who, owner, end);
    if (ended) ++done;
}

TEST_P(conversation_store_contract, given_many_writers_at_once_then_every_turn_is_whole)
{
    constexpr int writers = 40;
    boost::asio::io_context loop(1);
    int done = 0;
    std::vector<chat::conversation_id> conversations;
    for (int count = 0; count < writers; ++count) {
        const access::principal& who = count % 2 == 0 ? ada : ben;
        chat::new_turn asked = first_question("q");
        conversations.push_back(asked.new_conversation);
        boost::asio::co_spawn(loop, whole_turn(store(), who, asked, done), boost::asio::detached);
    }

    loop.run();

    EXPECT_EQ(done, writers);
    EXPECT_EQ(listed(ada)->items.size(), 20U);
    EXPECT_EQ(listed(ben)->items.size(), 20U);
}

task<> begin_and_note(chat::conversation_store& store, access::principal who, chat::new_turn asked,
                      std::vector<bool>& is_new)
{
    const call_scope scope;
    const auto begun = co_await store.begin_turn(scope, who, asked);
    if (begun) is_new.push_back(begun->is_new);
}

TEST_P(conversation_store_contract, given_the_same_question_twice_at_once_then_one_turn)
{
    boost::asio::io_context loop(1);
    const chat::new_turn asked = first_question("q");
    std::vector<bool> is_new;
    for (int count = 0; count < 2; ++count) {
        boost::asio::co_spawn(loop, begin_and_note(store(), ada, asked, is_new),
                              boost::asio::detached);
    }

    loop.run();

    ASSERT_EQ(is_new.size(), 2U);
    EXPECT_NE(is_new[0], is_new[1]);
    EXPECT_EQ(opened(ada, asked.new_conversation)->turns.size(), 1U);
}

/// What became of calls that were made at once, in the order of the calls.
template <class T>
using outcomes = std::vector<std::optional<result<T>>>;

task<> begin_into(chat::conversation_store& store, access::principal who, chat::new_turn asked,
                  std::optional<result<chat::begun_turn>>& outcome)
{
    const call_scope scope;
    outcome.emplace(co_await store.begin_turn(scope, who, asked));
}

task<> finish_into(chat::conversation_store& store, access::principal who, chat::turn_owner owner,
                   chat::turn_end end, std::optional<result<>>& outcome)
{
    const call_scope scope;
    outcome.emplace(co_await store.finish_turn(scope, who, owner, end));
}

TEST_P(conversation_store_contract, given_all_kinds_of_questions_at_once_then_each_as_if_alone)
{
    const auto busy = answered(ada, "1", "one");
    const auto quiet = answered(ada, "2", "two");
    const auto bens = answered(ben, "3", "three");
    const auto second = begun(ada, next_question(busy.conversation, "4"));
    chat::new_turn continued = under(quiet.conversation, quiet.id, "2");
    continued.continues = quiet.id;
    chat::new_turn stranger = first_question("of nobody");
    stranger.owner.epoch += 1'000;
    chat::new_turn repeated = first_question("1");
    repeated.id = busy.id;
    chat::new_turn other_text = repeated;
    other_text.id = second.id;
    other_text.request_fingerprint = "b";
    std::vector<std::pair<access::principal, chat::new_turn>> asked{
        {ada, first_question("first")},
        {ada, under(busy.conversation, busy.id, "beside the second")},
        {ada, continued},
        {ben, next_question(bens.conversation, "newest")},
        {ben, next_question(busy.conversation, "not his")},
        {ada, under(busy.conversation, quiet.id, "not there")},
        {ada, stranger},
        {ada, repeated},
        {ada, other_text}};
    boost::asio::io_context loop(1);
    outcomes<chat::begun_turn> all(asked.size());
    for (std::size_t at = 0; at < asked.size(); ++at) {
        boost::asio::co_spawn(loop, begin_into(store(), asked[at].first, asked[at].second, all[at]),
                              boost::asio::detached);
    }

    loop.run();

    for (std::size_t at = 0; at < 4; ++at) {
        ASSERT_TRUE(*all[at]) << at;
        EXPECT_TRUE((*all[at])->is_new);
        const auto stored = found(asked[at].first, asked[at].second.id).value();
        EXPECT_EQ(stored.parent, (*all[at])->record.parent);
        EXPECT_EQ(stored.continues, (*all[at])->record.continues);
        EXPECT_EQ(stored.conversation, (*all[at])->record.conversation);
        EXPECT_EQ(stored.question, asked[at].second.question);
        EXPECT_EQ(stored.owner, self);
    }
    EXPECT_EQ((*all[0])->record.parent, std::nullopt);
    EXPECT_EQ((*all[1])->record.parent, busy.id);
    EXPECT_EQ((*all[2])->record.continues, quiet.id);
    EXPECT_EQ((*all[3])->record.parent, bens.id);
    EXPECT_EQ(all[4]->error().kind, fault::not_found);
    EXPECT_EQ(all[5]->error().kind, fault::not_found);
    EXPECT_EQ(all[6]->error().kind, fault::overloaded);
    ASSERT_TRUE(*all[7]);
    EXPECT_FALSE((*all[7])->is_new);
    EXPECT_EQ((*all[7])->record.answer, "one");
    EXPECT_EQ(all[8]->error().kind, fault::conflict);
    EXPECT_EQ(listed(ada)->items.size(), 3U);
}

TEST_P(conversation_store_contract, given_questions_at_once_in_one_conversation_then_a_chain)
{
    constexpr std::size_t count = 6;
    const auto first = answered(ada, "1", "one");
    boost::asio::io_context loop(1);
    outcomes<chat::begun_turn> all(count);
    for (auto& outcome : all) {
        boost::asio::co_spawn(
            loop, begin_into(store(), ada, next_question(first.conversation, "next"), outcome),
            boost::asio::detached);
    }

    loop.run();

    std::set<std::optional<chat::turn_id>> parents;
    for (const auto& outcome : all) {
        ASSERT_TRUE(*outcome);
        parents.insert((*outcome)->record.parent);
    }
    EXPECT_EQ(parents.size(), count);
    EXPECT_EQ(opened(ada, first.conversation)->turns.size(), count + 1);
}

TEST_P(conversation_store_contract, given_ends_at_once_then_only_the_fenced_one_is_a_conflict)
{
    const chat::placed_event step{0, chat::tool_step{"call_1", "search", {}, "Searching"}};
    const auto kept = begun(ada, first_question("1"));
    const auto of_other = begun(ben, first_question("2"));
    const auto failed = begun(ada, next_question(kept.conversation, "3"));
    ASSERT_TRUE(append(self, growth_of(ada, kept.id, 0, "some")));
    std::vector<chat::turn_end> ends{end_of(kept.id, "some more"), end_of(of_other.id, "late"),
                                     end_of(failed.id, ""), end_of(fresh<chat::turn_id>(), "?")};
    ends[0].events = {step};
    ends[2].state = chat::turn_state::failed;
    ends[2].failed_with = fault::upstream_unavailable;
    boost::asio::io_context loop(1);
    outcomes<void> all(ends.size());
    for (std::size_t at = 0; at < ends.size(); ++at) {
        boost::asio::co_spawn(
            loop,
            finish_into(store(), at == 1 ? ben : ada, at == 1 ? other : self, ends[at], all[at]),
            boost::asio::detached);
    }

    loop.run();

    EXPECT_TRUE(*all[0]);
    EXPECT_EQ(all[1]->error().kind, fault::conflict);
    EXPECT_TRUE(*all[2]);
    EXPECT_EQ(all[3]->error().kind, fault::not_found);
    const auto completed = found(ada, kept.id).value();
    EXPECT_EQ(completed.state, chat::turn_state::completed);
    EXPECT_EQ(completed.answer, "some more");
    EXPECT_EQ(completed.events.size(), 1U);
    EXPECT_EQ(completed.failed_with, std::nullopt);
    EXPECT_EQ(found(ada, failed.id)->failed_with, fault::upstream_unavailable);
    EXPECT_EQ(found(ben, of_other.id)->state, chat::turn_state::running);
    EXPECT_TRUE(finish(ada, self, ends[0]));  // the same end again
}

task<> cancelled_begin(chat::conversation_store& store, access::principal who, chat::new_turn asked,
                       fault& outcome)
{
    std::stop_source stopping;
    call_scope scope;
    scope.stop = stopping.get_token();
    stopping.request_stop();  // heard by the loop once the call is under way
    auto beginning = store.begin_turn(scope, who, asked);
    const auto begun = co_await finish_by<chat::begun_turn>(scope, std::move(beginning));
    if (!begun) outcome = begun.error().kind;
}

TEST_P(conversation_store_contract, given_a_cancelled_call_then_the_store_stays_usable)
{
    boost::asio::io_context loop(1);  // outlives the work whose caller has left
    const chat::new_turn asked = first_question("q");
    fault outcome = fault::internal;
    boost::asio::co_spawn(loop, cancelled_begin(store(), ada, asked, outcome),
                          boost::asio::detached);
    loop.run();

    const auto again = begin(ada, asked);
    const auto another = begin(ada, first_question("another"));

    // The fake is never waiting, so it is never cut short.
    EXPECT_TRUE(outcome == fault::cancelled || std::string(GetParam().name) == "in_memory");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->record.id, asked.id);
    ASSERT_TRUE(another);
    EXPECT_EQ(listed(ada)->items.size(), 2U);
    with->settle();
}

}  // namespace
}  // namespace parlance::contract
