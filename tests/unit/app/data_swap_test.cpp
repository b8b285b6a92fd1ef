#include <parlance/app/backup/data_swap.hpp>

#include <gtest/gtest.h>

#include <fakes/temporary_directory.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace parlance::app {
namespace {

namespace fs = std::filesystem;
using tree = std::map<std::string, std::string>;

void write(const fs::path& file, const std::string& text)
{
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

std::string content_of(const fs::path& file)
{
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

tree look_at(const fs::path& folder)
{
    tree all;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string name = fs::relative(entry.path(), folder).string();
        all[name] = entry.is_regular_file() ? content_of(entry.path()) : "folder";
    }
    return all;
}

/// Old data with a log and without a marker, and staged data the other way round.
class data_swap : public testing::Test {
protected:
    void SetUp() override
    {
        write(data / "parlance.db", "old");
        write(data / "parlance.db-wal", "old log");
        write(data / "blobs/ab/abc", "old original");
        write(data / "mine.txt", "of a person");
        before = look_at(data);
        write(data / staging_name / "parlance.db", "new");
        write(data / staging_name / "blobs/cd/cde", "new original");
        write(data / staging_name / samples_marker, "new marker");
    }

    fakes::temporary_directory directory;
    fs::path data = directory.path();
    tree before;
    swap_order order{data,
                     {"parlance.db", "parlance.db-wal", "blobs"},
                     {"parlance.db", "blobs", samples_marker},
                     "before-restore-1"};
};

TEST_F(data_swap, given_staged_items_when_swapped_then_they_are_there_and_the_old_ones_aside)
{
    ASSERT_TRUE(swap_in(order));
    EXPECT_FALSE(check_no_restore_is_unfinished(data));
    ASSERT_TRUE(finish_swap(data));

    EXPECT_TRUE(check_no_restore_is_unfinished(data));
    EXPECT_EQ(content_of(data / "parlance.db"), "new");
    EXPECT_FALSE(fs::exists(data / "parlance.db-wal")) << "a log of another database";
    EXPECT_EQ(content_of(data / "blobs/cd/cde"), "new original");
    EXPECT_FALSE(fs::exists(data / "blobs/ab"));
    EXPECT_EQ(content_of(data / samples_marker), "new marker");
    EXPECT_EQ(content_of(data / "mine.txt"), "of a person");
    EXPECT_EQ(content_of(data / "before-restore-1/parlance.db-wal"), "old log");
    EXPECT_EQ(content_of(data / "before-restore-1/blobs/ab/abc"), "old original");
    EXPECT_FALSE(fs::exists(data / staging_name));
}

TEST_F(data_swap, given_a_death_after_any_number_of_moves_when_undone_then_all_is_as_before)
{
    ASSERT_TRUE(swap_in(order));
    const std::string mark = content_of(data / "restore-unfinished");
    const std::size_t moves = order.leave.size() + order.arrive.size();
    for (std::size_t made = 0; made <= moves; ++made) {
        fs::remove_all(data);
        SetUp();
        write(data / "restore-unfinished", mark);
        fs::create_directory(data / order.aside);
        for (std::size_t at = 0; at < made; ++at) {
            const bool leaves = at < order.leave.size();
            const std::string& item =
                leaves ? order.leave[at] : order.arrive[at - order.leave.size()];
            if (leaves) fs::rename(data / item, data / order.aside / item);
            else fs::rename(data / staging_name / item, data / item);
        }

        EXPECT_FALSE(check_no_restore_is_unfinished(data));
        ASSERT_TRUE(undo_swap(data)) << made;

        EXPECT_EQ(look_at(data), before) << "after " << made << " moves";
        EXPECT_TRUE(check_no_restore_is_unfinished(data));
    }
}

TEST_F(data_swap, given_an_undoing_that_died_when_undone_again_then_all_is_as_before)
{
    ASSERT_TRUE(swap_in(order));
    fs::remove(data / "parlance.db");
    fs::rename(data / order.aside / "parlance.db", data / "parlance.db");
    fs::rename(data / order.aside / "parlance.db-wal", data / "parlance.db-wal");

    ASSERT_TRUE(undo_swap(data));

    EXPECT_EQ(look_at(data), before);
}

TEST_F(data_swap, given_an_item_that_cannot_come_when_swapped_then_all_is_as_before)
{
    order.arrive.emplace_back("parlance.db-shm");  // nobody staged it

    const auto swapped = swap_in(order);

    ASSERT_FALSE(swapped);
    EXPECT_EQ(swapped.error().kind, fault::overloaded);
    EXPECT_EQ(look_at(data), before);
}

TEST_F(data_swap, given_an_empty_data_directory_when_swapped_then_nothing_is_put_aside)
{
    for (const std::string& item : order.leave) fs::remove_all(data / item);
    order.leave.clear();

    ASSERT_TRUE(swap_in(order));
    ASSERT_TRUE(finish_swap(data));

    EXPECT_EQ(content_of(data / "parlance.db"), "new");
    EXPECT_FALSE(fs::exists(data / order.aside));
}

TEST_F(data_swap, given_a_mark_that_we_did_not_write_when_undone_then_nothing_moves)
{
    for (const char* const mark :
         {"", "aside ../elsewhere\n", "aside before-restore-1/../..\nleave parlance.db\n",
          "aside before-restore-1\nleave mine.txt\n", "aside before-restore-1\narrive lock\n",
          "leave parlance.db\n", "aside before-restore-1\nremove parlance.db\n"}) {
        write(data / "restore-unfinished", mark);
        const tree marked = look_at(data);

        EXPECT_FALSE(undo_swap(data)) << mark;

        EXPECT_EQ(look_at(data), marked) << mark;
    }
}

TEST_F(data_swap, given_no_mark_when_undone_then_nothing_happens)
{
    fs::remove_all(data / staging_name);

    ASSERT_TRUE(undo_swap(data));

    EXPECT_EQ(look_at(data), before);
}

}  // namespace
}  // namespace parlance::app
