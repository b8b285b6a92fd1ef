#include <parlance/local_folder/content_hash.hpp>
#include <parlance/local_folder/verified_copy.hpp>

#include <gtest/gtest.h>

#include <fakes/temporary_directory.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>

namespace parlance::local_folder {
namespace {

namespace fs = std::filesystem;

bool always()
{
    return true;
}

class verified_copy : public testing::Test {
protected:
    void write(const std::string& bytes) const { std::ofstream(from, std::ios::binary) << bytes; }

    fakes::temporary_directory directory;
    fs::path from = directory.path() / "from";
    fs::path to = directory.path() / "to";
};

TEST_F(verified_copy,
       given_files_around_the_size_of_a_piece_when_copied_then_bytes_and_hash_are_right)
{
    constexpr std::size_t piece = 1024UL * 1024UL;
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, piece - 1, piece, piece + 1}) {
        std::string bytes(size, 'x');
        if (size > 0) bytes.back() = '\0';
        write(bytes);
        fs::remove(to);

        const auto copied = copy_verified(from, to, always);

        ASSERT_TRUE(copied) << copied.error().detail;
        EXPECT_EQ(copied->size_bytes, size);
        EXPECT_EQ(copied->hash, content_hash_of(bytes));
        std::ifstream in(to, std::ios::binary);
        EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), bytes);
        EXPECT_EQ(fs::status(to).permissions(), fs::perms::owner_read | fs::perms::owner_write);
        EXPECT_EQ(read_facts(from, always)->hash, copied->hash);
    }
}

TEST_F(verified_copy, given_no_file_or_none_that_can_be_read_when_copied_then_nothing_is_left)
{
    const auto missing = copy_verified(from, to, always);
    fs::create_directory(from);
    const auto folder = copy_verified(from, to, always);
    fs::remove(from);
    ASSERT_EQ(::mkfifo(from.c_str(), 0600), 0);
    const auto pipe = copy_verified(from, to, always);

    EXPECT_EQ(missing.error().kind, fault::not_found);
    EXPECT_EQ(folder.error().kind, fault::not_found);
    EXPECT_EQ(pipe.error().kind, fault::not_found);
    EXPECT_FALSE(fs::exists(to));
}

TEST_F(verified_copy, given_a_copy_that_cannot_be_written_when_copied_then_overloaded)
{
    write("bytes");

    const auto copied = copy_verified(from, directory.path() / "missing" / "to", always);
    const auto full = copy_verified(from, "/dev/full", always);

    ASSERT_FALSE(copied);
    EXPECT_EQ(copied.error().kind, fault::overloaded);
    EXPECT_FALSE(full) << "a file that is there is not overwritten";
}

TEST_F(verified_copy, given_somebody_who_ends_it_when_copied_then_nothing_is_left)
{
    write("bytes");

    const auto copied = copy_verified(from, to, [] { return false; });

    ASSERT_FALSE(copied);
    EXPECT_EQ(copied.error().kind, fault::cancelled);
    EXPECT_FALSE(fs::exists(to));
}

TEST_F(verified_copy, given_bytes_in_pieces_when_hashed_then_as_in_one)
{
    const std::string bytes = "some bytes, in pieces of every size";
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        content_digest digest;
        digest.add(std::string_view(bytes).substr(0, cut));
        digest.add(std::string_view(bytes).substr(cut));

        EXPECT_EQ(digest.finish(), content_hash_of(bytes));
    }
}

}  // namespace
}  // namespace parlance::local_folder
