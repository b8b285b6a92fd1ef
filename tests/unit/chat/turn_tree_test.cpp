#include <parlance/chat/turn_tree.hpp>

#include <gtest/gtest.h>

namespace parlance::chat {
namespace {

turn_id turn(std::uint8_t number)
{
    uuid_bytes bytes{};
    bytes[0] = number;
    return turn_id(bytes);
}
using ids = std::vector<turn_id>;

TEST(turn_tree, given_no_turns_when_asked_then_no_path)
{
    const turn_tree tree;

    EXPECT_TRUE(tree.is_empty());
    EXPECT_TRUE(tree.newest_path().empty());
    EXPECT_FALSE(tree.holds(turn(1)));
}

TEST(turn_tree, given_branches_when_asked_for_a_path_then_through_the_turn_to_the_newest_below)
{
    turn_tree tree;
    tree.add(turn(1), std::nullopt);
    tree.add(turn(2), turn(1));
    tree.add(turn(3), turn(1));
    tree.add(turn(4), turn(2));
    tree.add(turn(5), turn(2));

    EXPECT_EQ(tree.newest_path(), (ids{turn(1), turn(2), turn(5)}));
    EXPECT_EQ(tree.path_through(turn(1)), (ids{turn(1), turn(2), turn(5)}));
    EXPECT_EQ(tree.path_through(turn(3)), (ids{turn(1), turn(3)}));
    EXPECT_EQ(tree.path_through(turn(4)), (ids{turn(1), turn(2), turn(4)}));
}

TEST(turn_tree, given_branches_when_asked_for_siblings_then_those_of_the_same_parent)
{
    turn_tree tree;
    tree.add(turn(9), std::nullopt);
    tree.add(turn(2), turn(9));
    tree.add(turn(8), std::nullopt);
    tree.add(turn(1), turn(9));

    EXPECT_EQ(tree.siblings_of(turn(9)), (ids{turn(9), turn(8)}));
    EXPECT_EQ(tree.siblings_of(turn(1)), (ids{turn(2), turn(1)}));
}

}  // namespace
}  // namespace parlance::chat
