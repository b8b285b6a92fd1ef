#include <parlance/foundation/limits.hpp>

#include "conversation_contract.hpp"

#include <string>

namespace parlance::contract {
namespace {

using ids = std::vector<chat::turn_id>;

ids ids_of(const std::vector<chat::turn_record>& turns)
{
    ids all;
    for (const auto& turn : turns) all.push_back(turn.id);
    return all;
}

/// A conversation of which only a part is read at once.
class conversation_parts_contract : public conversation_store_contract {
protected:
    /// Adds an answered turn under a turn, or the first one.
    chat::turn_id add(std::optional<chat::turn_id> under_which, std::size_t answer_bytes = 4)
    {
        auto asked = where ? under(*where, under_which, "q") : first_question("q");
        const auto turn = begun(ada, std::move(asked));
        where = turn.conversation;
        EXPECT_TRUE(finish(ada, self, end_of(turn.id, std::string(answer_bytes, 'a'))));
        return turn.id;
    }
    /// A path of so many turns.
    ids add_path(std::size_t count, std::size_t answer_bytes = 4)
    {
        ids path;
        std::optional<chat::turn_id> last;
        while (path.size() < count) {
            last = add(last, answer_bytes);
            path.push_back(*last);
        }
        return path;
    }
    result<chat::opened_conversation> open(const chat::path_wanted& wanted)
    {
        return fakes::run(store().open({}, ada, *where, wanted));
    }
    static chat::path_wanted at_most(std::size_t turns, std::size_t bytes = 1'000'000)
    {
        chat::path_wanted wanted;
        wanted.most = {turns, bytes};
        return wanted;
    }
    result<std::vector<chat::turn_record>> read(ids wanted, chat::turn_bounds most)
    {
        return fakes::run(history().read_turns({}, ada, *where, {std::move(wanted), most}));
    }

    std::optional<chat::conversation_id> where;
};

TEST_P(conversation_parts_contract, given_a_long_path_when_opened_then_its_end_and_what_leads_to_it)
{
    const ids path = add_path(5);

    const auto whole = open(at_most(5)).value();
    const auto end = open(at_most(2)).value();
    chat::path_wanted before = at_most(2);
    before.before = end.turns.front().id;
    const auto middle = open(before).value();
    before.before = middle.turns.front().id;
    const auto start = open(before).value();
    before.before = start.turns.front().id;
    const auto nothing = open(before).value();

    EXPECT_EQ(ids_of(whole.turns), path);
    EXPECT_FALSE(whole.has_earlier);
    EXPECT_EQ(ids_of(end.turns), (ids{path[3], path[4]}));
    EXPECT_TRUE(end.has_earlier);
    EXPECT_EQ(ids_of(middle.turns), (ids{path[1], path[2]}));
    EXPECT_TRUE(middle.has_earlier);
    EXPECT_EQ(ids_of(start.turns), ids{path[0]});
    EXPECT_FALSE(start.has_earlier);
    EXPECT_EQ(ids_of(nothing.turns), ids{});
    EXPECT_FALSE(nothing.has_earlier);
    EXPECT_EQ(end.turns.back().answer, "aaaa");
    EXPECT_EQ(nothing.summary.id, *where);
}

TEST_P(conversation_parts_contract, given_bytes_when_opened_then_one_byte_more_does_not_fit)
{
    const ids path = add_path(3, 99);  // and a question of one byte

    EXPECT_EQ(open(at_most(9, 300))->turns.size(), 3U);
    const auto two = open(at_most(9, 299)).value();
    EXPECT_EQ(ids_of(two.turns), (ids{path[1], path[2]}));
    EXPECT_TRUE(two.has_earlier);
    EXPECT_EQ(open(at_most(9, 199))->turns.size(), 1U);
    EXPECT_EQ(open(at_most(9, 0))->turns.size(), 1U);
}

TEST_P(conversation_parts_contract, given_a_turn_too_long_alone_when_opened_then_it_is_there_alone)
{
    const ids path = add_path(1);
    const auto longest = add(path[0], limits::answer_bytes_max);
    const auto last = add(longest);

    const auto end = open(at_most(9, 1'000)).value();
    chat::path_wanted before = at_most(9, 1'000);
    before.before = last;
    const auto middle = open(before).value();

    EXPECT_EQ(ids_of(end.turns), ids{last});
    EXPECT_EQ(ids_of(middle.turns), ids{longest});
    EXPECT_EQ(middle.turns[0].answer.size(), limits::answer_bytes_max);
    EXPECT_TRUE(middle.has_earlier);
}

TEST_P(conversation_parts_contract, given_events_and_a_running_turn_when_opened_then_they_count)
{
    const ids path = add_path(1);
    const auto running = begun(ada, under(*where, path[0], "q"));
    auto growth = growth_of(ada, running.id, 0, std::string(99, 'a'));
    growth.events.push_back({0, chat::tool_step{"1", "search", chat::tool_phase::started, ""}});
    ASSERT_TRUE(append(self, std::move(growth)));
    const std::size_t both = 5 + 100 + chat::event_bytes_counted;

    EXPECT_EQ(open(at_most(9, both))->turns.size(), 2U);
    EXPECT_EQ(open(at_most(9, both - 1))->turns.size(), 1U);
    EXPECT_EQ(open(at_most(9, both - 1))->turns[0].answer.size(), 99U);
}

TEST_P(conversation_parts_contract, given_versions_when_a_part_is_opened_then_it_is_of_that_path)
{
    const auto root = add(std::nullopt);
    const auto left = add(root);
    const auto left_leaf = add(left);
    const auto right = add(root);
    const auto beside = add(std::nullopt);

    chat::path_wanted wanted = at_most(2);
    wanted.through = left;
    const auto through_left = open(wanted).value();
    wanted.through = root;
    const auto through_root = open(wanted).value();
    wanted.through.reset();
    wanted.before = left_leaf;
    const auto before_leaf = open(wanted).value();

    EXPECT_EQ(ids_of(through_left.turns), (ids{left, left_leaf}));
    EXPECT_TRUE(through_left.has_earlier);
    EXPECT_EQ(through_left.turns[0].siblings, (ids{left, right}));
    EXPECT_EQ(through_left.turns[1].siblings, ids{left_leaf});
    EXPECT_EQ(ids_of(through_root.turns), (ids{root, right}));
    EXPECT_FALSE(through_root.has_earlier);
    EXPECT_EQ(through_root.turns[0].siblings, (ids{root, beside}));
    EXPECT_EQ(ids_of(before_leaf.turns), (ids{root, left}));
    EXPECT_EQ(before_leaf.turns[1].siblings, (ids{left, right}));
}

TEST_P(conversation_parts_contract, given_a_turn_of_elsewhere_when_opened_before_it_then_not_found)
{
    add_path(2);
    const auto elsewhere = begun(ada, first_question("elsewhere"));
    const auto of_ben = begun(ben, first_question("ben's"));

    for (const auto& wrong : {elsewhere.id, of_ben.id, fresh<chat::turn_id>()}) {
        chat::path_wanted wanted;
        wanted.before = wrong;
        const auto refused = open(wanted);
        const auto unread = read({wrong}, {});

        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, fault::not_found);
        ASSERT_FALSE(unread);
        EXPECT_EQ(unread.error().kind, fault::not_found);
    }
}

TEST_P(conversation_parts_contract, given_named_turns_when_read_then_the_first_that_fit_in_order)
{
    const auto root = add(std::nullopt, 99);
    const auto left = add(root, 99);
    const auto right = add(root, 99);

    const ids wanted{right, root, left};

    EXPECT_EQ(ids_of(read(wanted, {3, 300}).value()), wanted);
    EXPECT_EQ(ids_of(read(wanted, {2, 300}).value()), (ids{right, root}));
    EXPECT_EQ(ids_of(read(wanted, {9, 299}).value()), (ids{right, root}));
    EXPECT_EQ(ids_of(read(wanted, {9, 0}).value()), ids{right});
    EXPECT_EQ(ids_of(read({}, {9, 300}).value()), ids{});
    const auto all = read(wanted, {9, 300}).value();
    EXPECT_EQ(all[0].siblings, (ids{left, right}));
    EXPECT_EQ(all[1].siblings, ids{root});
    EXPECT_EQ(all[2].answer.size(), 99U);
}

INSTANTIATE_TEST_SUITE_P(every_store, conversation_parts_contract, testing::ValuesIn(every_kind()),
                         kind_name);

}  // namespace
}  // namespace parlance::contract
