#include <parlance/local_folder/content_hash.hpp>
#include <parlance/local_folder/local_folder_blob_store.hpp>

#include <gtest/gtest.h>

#include <fakes/run.hpp>
#include <fakes/temporary_directory.hpp>

#include <fstream>

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

TEST_F(blob_files, given_kept_bytes_when_kept_again_then_the_file_is_not_written_twice)
{
    const std::string hash = put("abc");
    const auto written = std::filesystem::last_write_time(file_of(hash));
    std::filesystem::last_write_time(file_of(hash), written - std::chrono::hours(1));

    put("abc");

    EXPECT_EQ(std::filesystem::last_write_time(file_of(hash)), written - std::chrono::hours(1));
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
