#include <parlance/local_folder/durable_file.hpp>

#include <gtest/gtest.h>

#include <fakes/temporary_directory.hpp>

#include <algorithm>
#include <csignal>
#include <iterator>
#include <sys/resource.h>

namespace parlance::local_folder {
namespace {

std::ptrdiff_t names_in(const std::filesystem::path& folder)
{
    return std::distance(std::filesystem::directory_iterator(folder),
                         std::filesystem::directory_iterator());
}

TEST(durable_file, given_bytes_when_written_then_only_the_file_is_there)
{
    const fakes::temporary_directory directory;
    const auto file = directory.path() / "a" / "b";

    ASSERT_TRUE(write_durably(file, "bytes"));

    EXPECT_EQ(read_whole(file).value(), "bytes");
    EXPECT_EQ(names_in(file.parent_path()), 1);
}

TEST(durable_file, given_a_write_that_fails_then_nothing_is_left)
{
    const fakes::temporary_directory directory;
    const auto file = directory.path() / "a" / "b";
    const rlimit before = [] {
        rlimit now{};
        ::getrlimit(RLIMIT_FSIZE, &now);
        return now;
    }();
    const auto heard = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{4096, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);

    const auto refused = write_durably(file, std::string(100'000, 'x'));
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, heard);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_EQ(names_in(file.parent_path()), 0);
}

TEST(durable_file, given_room_or_none_when_checked_then_it_is_said_and_nothing_is_left)
{
    const fakes::temporary_directory directory;
    const auto missing = directory.path() / "missing";
    const std::uint64_t more_than_any_disk = std::uint64_t{1} << 60U;

    EXPECT_TRUE(check_room(directory.path(), 4096));
    const auto refused = check_room(directory.path(), more_than_any_disk);
    const auto nowhere = check_room(missing, 1);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().kind, fault::overloaded);
    EXPECT_EQ(names_in(directory.path()), 0);
}

TEST(durable_file, given_a_file_where_a_folder_should_be_then_overloaded_with_the_reason)
{
    const fakes::temporary_directory directory;
    ASSERT_TRUE(write_durably(directory.path() / "a", "x"));

    const auto refused = write_durably(directory.path() / "a" / "b" / "c", "y");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_NE(refused.error().detail.find("cannot be written"), std::string::npos);
}

TEST(durable_file, given_no_file_when_read_then_not_found)
{
    const fakes::temporary_directory directory;

    const auto missing = read_whole(directory.path() / "none");

    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, fault::not_found);
}

}  // namespace
}  // namespace parlance::local_folder
