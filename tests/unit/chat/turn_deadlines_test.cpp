#include <unit/chat/chat_bench.hpp>

#include <parlance/foundation/limits.hpp>

#include <fakes/clock_behind.hpp>

#include <atomic>

namespace parlance::chat {
namespace {

/// Finds, and then lets the clock fall behind: what is timed afterwards is over at once.
class last_search_in_time : public knowledge::passage_index {
public:
    last_search_in_time(knowledge::passage_index& inner, fakes::clock_behind& now)
        : inner_(inner), now_(now)
    {
    }
    task<result<knowledge::index_hits>> search(call_scope scope, access::principal who,
                                               std::vector<std::string> terms,
                                               std::size_t limit) override
    {
        now_.fall_behind(limits::model_time_max);
        co_return co_await inner_.search(std::move(scope), std::move(who), std::move(terms), limit);
    }
    task<result<std::vector<knowledge::found_passage>>> read(
        call_scope scope, access::principal who, std::vector<knowledge::passage_id> which) override
    {
        co_return co_await inner_.read(std::move(scope), std::move(who), std::move(which));
    }

private:
    knowledge::passage_index& inner_;
    fakes::clock_behind& now_;
};

class turn_deadlines_test : public chat_bench {
protected:
    /// One turn of a service with this index and the late clock, read to its end.
    fakes::turn_reader taken(knowledge::passage_index& searched)
    {
        const knowledge::retriever finds(searched, words, aside);
        turn_service timed{turn_service::parts{store, finds, models, progress, feed, keeper, tasks,
                                               late, random, log, lease, messenger}};
        const auto turn = fakes::run(timed.start(call_scope{}, person(1), asking("?"))).value();
        fakes::turn_reader reader = read(turn);
        EXPECT_TRUE(fakes::eventually([&] { return timed.running() == 0; }));
        return reader;
    }
    fakes::clock_behind late;
};

TEST_F(turn_deadlines_test,
       given_a_search_past_retrieval_time_max_then_failed_and_the_step_shows_it)
{
    late.fall_behind(limits::retrieval_time_max);
    index.hold();

    const fakes::turn_reader reader = taken(index);

    EXPECT_EQ(reader.end->state, turn_state::failed);
    EXPECT_EQ(reader.end->failed_with, fault::deadline_exceeded);
    EXPECT_EQ(reader.events.back(), "tool call_1 failed");
    EXPECT_TRUE(model.asked().empty());
}

TEST_F(turn_deadlines_test, given_an_answer_past_model_time_max_then_cut_and_never_completed)
{
    model.play(saying_then_holding({"half", " never"}, 1));
    last_search_in_time searched(index, late);

    const fakes::turn_reader reader = taken(searched);

    EXPECT_NE(reader.end->state, turn_state::completed);
    EXPECT_EQ(reader.end->failed_with, fault::deadline_exceeded);
    EXPECT_EQ(model.running(), 0);
}

}  // namespace
}  // namespace parlance::chat
