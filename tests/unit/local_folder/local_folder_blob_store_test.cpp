#include <parlance/local_folder/content_hash.hpp>
#include <parlance/local_folder/local_folder_blob_store.hpp>

#include <gtest/gtest.h>

#include <fakes/run.hpp>
#include <fakes/temporary_directory.hpp>

#include <chrono>
#include <fstream>
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
    const std::string hash = put("abc");
    const std::filesystem::path second_name = directory.path() / "link";
    std::filesystem::create_hard_link(file_of(hash), second_name);
    const auto old = std::filesystem::last_write_time(file_of(hash)) - std::chrono::hours(2);
    std::filesystem::last_write_time(file_of(hash), old);
    const auto an_hour_ago = std::chrono::floor<std::chrono::milliseconds>(
        std::chrono::system_clock::now() - std::chrono::hours(1));

    put("abc");

    EXPECT_TRUE(std::filesystem::equivalent(file_of(hash), second_name));
    EXPECT_FALSE(fakes::run(store.remove({}, hash, an_hour_ago)).value());
    std::filesystem::last_write_time(file_of(hash), old);
    EXPECT_TRUE(fakes::run(store.remove({}, hash, an_hour_ago)).value());
    EXPECT_FALSE(std::filesystem::exists(file_of(hash)));
}

TEST_F(blob_files, given_files_that_a_dead_process_began_when_started_then_only_they_go)
{
    const std::string hash = put("abc");
    const std::filesystem::path drawer = file_of(hash).parent_path();
    std::ofstream(drawer / "new-aB3dE6") << "half";
    std::ofstream(drawer / "new-other-thing") << "not ours";
    std::ofstream(directory.path() / "blobs" / "readme.txt") << "not ours";

    const auto removed = fakes::run(store.remove_left_overs({}));

    EXPECT_EQ(removed.value(), 1U);
    EXPECT_FALSE(std::filesystem::exists(drawer / "new-aB3dE6"));
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

TEST_F(blob_files, given_a_file_that_was_changed_when_read_then_internal)
{
    const std::string hash = put("abc");
    std::ofstream(file_of(hash)) << "abd";

    const auto refused = fakes::run(store.get({}, hash));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::internal);
}

}  // namespace
}  // namespace parlance::local_folder
