#include <parlance/local_folder/blob_folder.hpp>
#include <parlance/local_folder/content_hash.hpp>
#include <parlance/local_folder/folder_mark.hpp>
#include <parlance/local_folder/local_folder_blob_store.hpp>
#include <parlance/local_folder/verified_files.hpp>

#include <gtest/gtest.h>

#include <fakes/run.hpp>
#include <fakes/temporary_directory.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace parlance::local_folder {
namespace {

class blob_files : public testing::Test {
protected:
    std::string put(std::string bytes)
    {
        return fakes::run(store.put({}, std::move(bytes))).value();
    }
    std::filesystem::path file_of(const std::string& hash)
    {
        return directory.path() / "blobs" / hash.substr(0, 2) / hash;
    }
    std::filesystem::path in_bin(const std::string& hash)
    {
        return directory.path() / "blobs" / "bin" / hash;
    }
    void own()
    {
        fakes::run(store.work_for({}, us)).value();
        ASSERT_TRUE(fakes::run(store.claim({}, std::nullopt)));
    }
    result<std::string> part(const std::string& hash, std::uint64_t from, std::uint64_t count)
    {
        const knowledge::byte_range range{from, count};
        return fakes::run(store.get_part({}, hash, range));
    }
    /// Of the same size and from the same time, as a disk rots.
    void rot(const std::string& hash, const std::string& into)
    {
        const auto written = std::filesystem::last_write_time(file_of(hash));
        std::ofstream(file_of(hash)) << into;
        std::filesystem::last_write_time(file_of(hash), written);
    }
    static void make_older(const std::filesystem::path& file, std::chrono::hours by)
    {
        std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) - by);
    }
    static wall_time an_hour_ago()
    {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) -
               std::chrono::hours(1);
    }

    const knowledge::store_id us{uuid_bytes{1}};
    fakes::temporary_directory directory;
    runtime::blocking_pool pool{2, 8};
    local_folder_blob_store store{directory.path() / "blobs", pool};
};

TEST_F(blob_files, given_bytes_when_kept_then_the_file_is_named_after_them)
{
    const std::string hash = put("abc");

    EXPECT_EQ(hash, content_hash_of("abc"));
    EXPECT_TRUE(std::filesystem::exists(file_of(hash)));
}

TEST_F(blob_files, given_kept_bytes_when_kept_again_then_not_written_twice_but_new_again)
{
    own();
    const std::string hash = put("abc");
    const std::filesystem::path second_name = directory.path() / "link";
    std::filesystem::create_hard_link(file_of(hash), second_name);
    make_older(file_of(hash), std::chrono::hours(2));

    put("abc");

    EXPECT_TRUE(std::filesystem::equivalent(file_of(hash), second_name));
    EXPECT_FALSE(fakes::run(store.discard({}, hash, an_hour_ago())).value());
    make_older(file_of(hash), std::chrono::hours(2));
    EXPECT_TRUE(fakes::run(store.discard({}, hash, an_hour_ago())).value());
    EXPECT_FALSE(std::filesystem::exists(file_of(hash)));
    EXPECT_TRUE(std::filesystem::exists(in_bin(hash)));
}

TEST_F(blob_files, given_an_old_file_when_discarded_then_its_days_in_the_bin_begin_now)
{
    own();
    const std::string hash = put("abc");
    make_older(file_of(hash), std::chrono::hours(24 * 365));

    ASSERT_TRUE(fakes::run(store.discard({}, hash, an_hour_ago())).value());

    EXPECT_FALSE(fakes::run(store.erase({}, hash, an_hour_ago())).value());
    make_older(in_bin(hash), std::chrono::hours(2));
    EXPECT_TRUE(fakes::run(store.erase({}, hash, an_hour_ago())).value());
    EXPECT_FALSE(std::filesystem::exists(in_bin(hash)));
}

TEST_F(blob_files, given_files_that_a_dead_process_began_when_removed_then_only_the_old_ones_go)
{
    own();
    const std::string hash = put("abc");
    const std::filesystem::path drawer = file_of(hash).parent_path();
    std::ofstream(drawer / "new-aB3dE6") << "half";
    make_older(drawer / "new-aB3dE6", std::chrono::hours(2));
    std::ofstream(drawer / "new-writes") << "just now, by another server";
    std::ofstream(drawer / "new-other-thing") << "not ours";
    make_older(drawer / "new-other-thing", std::chrono::hours(2));
    std::ofstream(directory.path() / "blobs" / "readme.txt") << "not ours";

    const auto removed = fakes::run(store.remove_left_overs({}, an_hour_ago()));

    EXPECT_EQ(removed.value(), 1U);
    EXPECT_FALSE(std::filesystem::exists(drawer / "new-aB3dE6"));
    EXPECT_TRUE(std::filesystem::exists(drawer / "new-writes"));
    EXPECT_TRUE(std::filesystem::exists(drawer / "new-other-thing"));
    EXPECT_EQ(fakes::run(store.list({}, "", 10)).value(), std::vector<std::string>{hash});
    EXPECT_EQ(fakes::run(store.get({}, hash)).value(), "abc");
}

TEST_F(blob_files, given_a_file_that_was_cut_short_when_kept_again_then_it_is_whole)
{
    const std::string hash = put("abc");
    std::filesystem::resize_file(file_of(hash), 1);

    put("abc");

    EXPECT_EQ(fakes::run(store.get({}, hash)).value(), "abc");
}

TEST_F(blob_files, given_a_file_that_rotted_when_read_then_internal_also_by_parts)
{
    const std::string hash = put("0123456789");
    ASSERT_EQ(part(hash, 0, 3).value(), "012");
    rot(hash, "012345678X");

    for (const auto& refused :
         {fakes::run(store.get({}, hash)), part(hash, 0, 3), part(hash, 0, 0)}) {
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, fault::internal);
        EXPECT_EQ(refused.error().detail, knowledge::bytes_are_damaged);
    }
}

TEST_F(blob_files, given_a_file_that_rotted_when_put_again_then_it_is_healed)
{
    const std::string hash = put("0123456789");
    ASSERT_EQ(part(hash, 0, 3).value(), "012");
    rot(hash, "0123456X89");

    EXPECT_EQ(put("0123456789"), hash);

    EXPECT_EQ(fakes::run(store.get({}, hash)).value(), "0123456789");
    EXPECT_EQ(part(hash, 7, 1).value(), "7");
}

TEST_F(blob_files, given_a_file_that_rotted_in_the_bin_when_put_again_then_it_is_healed)
{
    own();
    const std::string hash = put("0123456789");
    rot(hash, "01X3456789");
    make_older(file_of(hash), std::chrono::hours(2));
    ASSERT_TRUE(fakes::run(store.discard({}, hash, an_hour_ago())).value());

    EXPECT_EQ(put("0123456789"), hash);

    EXPECT_EQ(part(hash, 2, 1).value(), "2");
    EXPECT_FALSE(std::filesystem::exists(in_bin(hash)));
}

TEST_F(blob_files, given_a_mark_that_nobody_understands_then_nothing_is_taken_away)
{
    own();
    const std::string hash = put("abc");
    for (const std::string text : {"owner \n", "owner me\n", "?", "owner 1\nowner 2\n"}) {
        std::ofstream(directory.path() / "blobs" / "belongs-to") << text;

        EXPECT_EQ(fakes::run(store.work_for({}, us)).error().kind, fault::internal) << text;
        EXPECT_EQ(fakes::run(store.discard({}, hash, wall_time::max())).error().kind,
                  fault::internal);
        EXPECT_EQ(fakes::run(store.get({}, hash)).value(), "abc");
    }
}

TEST_F(blob_files, given_more_who_disown_it_than_are_remembered_then_the_newest_are)
{
    const std::filesystem::path folder = directory.path() / "blobs";
    folder_mark mark;
    constexpr std::uint8_t many = 65;
    for (std::uint8_t count = 1; count <= many; ++count) {
        mark.disowned.emplace_back(uuid_bytes{count});
    }

    ASSERT_TRUE(write_mark(folder, mark));
    const auto read = read_mark(folder);

    EXPECT_EQ(read->disowned.size(), many - 1U);
    EXPECT_FALSE(read->is_disowned_by(knowledge::store_id(uuid_bytes{1})));
    EXPECT_TRUE(read->is_disowned_by(knowledge::store_id(uuid_bytes{many})));
}

TEST_F(blob_files, given_contents_when_looked_at_then_they_are_counted_and_nothing_is_made)
{
    const blob_folder nowhere(directory.path() / "nowhere");
    EXPECT_EQ(nowhere.look()->files, 0U);
    EXPECT_FALSE(std::filesystem::exists(directory.path() / "nowhere"));
    own();
    put("four");
    const std::string hash = put("sixsix");
    make_older(file_of(hash), std::chrono::hours(2));
    ASSERT_TRUE(fakes::run(store.discard({}, hash, an_hour_ago())).value());

    const auto seen = blob_folder(directory.path() / "blobs").look().value();

    EXPECT_EQ(seen.files, 1U);
    EXPECT_EQ(seen.bytes, 4U);
    EXPECT_EQ(seen.files_in_bin, 1U);
    EXPECT_EQ(seen.bytes_in_bin, 6U);
}

TEST(verified_files, given_a_file_when_changed_or_after_a_while_then_it_is_not_known)
{
    verified_files known;
    const steady_time start{};
    const file_identity which{1, 2, 3, 4, 5};
    known.note("hash", which, start);

    EXPECT_TRUE(known.knows("hash", which, start + verified_for - std::chrono::seconds(1)));
    EXPECT_FALSE(known.knows("hash", which, start + verified_for));
    EXPECT_FALSE(known.knows("other", which, start));
    for (const file_identity& changed :
         {file_identity{9, 2, 3, 4, 5}, file_identity{1, 9, 3, 4, 5}, file_identity{1, 2, 9, 4, 5},
          file_identity{1, 2, 3, 9, 5}, file_identity{1, 2, 3, 4, 9}}) {
        EXPECT_FALSE(known.knows("hash", changed, start));
    }
}

TEST(verified_files, given_one_more_than_are_remembered_then_the_others_are_forgotten)
{
    verified_files known;
    const file_identity which;
    for (std::size_t count = 0; count < verified_files_max; ++count) {
        known.note(std::to_string(count), which, {});
    }
    EXPECT_TRUE(known.knows("0", which, {}));

    known.note("one more", which, {});

    EXPECT_FALSE(known.knows("0", which, {}));
    EXPECT_TRUE(known.knows("one more", which, {}));
}

}  // namespace
}  // namespace parlance::local_folder
