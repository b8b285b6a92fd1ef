#include <parlance/foundation/notice_board.hpp>

#include <gtest/gtest.h>

namespace parlance {
namespace {

TEST(notice_board, given_two_kinds_when_read_then_they_stand_in_the_order_of_their_kinds)
{
    notice_board board;

    board.put_up(notice_kind::storage_full, "The disk is full.");
    board.put_up(notice_kind::originals_without_documents, "Which is wrong?");

    const auto current = board.current();
    ASSERT_EQ(current.size(), 2U);
    EXPECT_EQ(current[0].kind, notice_kind::originals_without_documents);
    EXPECT_EQ(current[1].message, "The disk is full.");
}

TEST(notice_board, given_one_of_its_kind_when_put_up_again_then_the_newer_one_stands_alone)
{
    notice_board board;
    board.put_up(notice_kind::storage_full, "The disk is full.");

    board.put_up(notice_kind::storage_full, "The disk is still full.");

    const auto current = board.current();
    ASSERT_EQ(current.size(), 1U);
    EXPECT_EQ(current[0].message, "The disk is still full.");
}

TEST(notice_board, given_a_notice_when_taken_down_then_it_is_gone)
{
    notice_board board;
    board.put_up(notice_kind::storage_full, "The disk is full.");

    board.take_down(notice_kind::storage_full);
    board.take_down(notice_kind::open_to_anyone);

    EXPECT_TRUE(board.current().empty());
}

TEST(notice_board, given_every_kind_when_named_then_each_has_a_name)
{
    EXPECT_EQ(name_of(notice_kind::originals_of_another_database), "originals_of_another_database");
    EXPECT_EQ(name_of(notice_kind::originals_without_documents), "originals_without_documents");
    EXPECT_EQ(name_of(notice_kind::open_to_anyone), "open_to_anyone");
    EXPECT_EQ(name_of(notice_kind::storage_full), "storage_full");
}

}  // namespace
}  // namespace parlance
