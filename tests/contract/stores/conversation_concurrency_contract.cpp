#include "conversation_contract.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <parlance/foundation/finish_by.hpp>

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
