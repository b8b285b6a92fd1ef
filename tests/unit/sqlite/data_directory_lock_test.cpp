#include <parlance/sqlite/data_directory_lock.hpp>

#include <gtest/gtest.h>

#include <fakes/temporary_directory.hpp>

#include <csignal>
#include <fstream>
#include <optional>
#include <sys/wait.h>
#include <unistd.h>

namespace parlance::sqlite {
namespace {

class directory_lock : public testing::Test {
protected:
    fakes::temporary_directory above;
    std::filesystem::path directory = above.path() / "new" / "data";
};

TEST_F(directory_lock, given_no_directory_when_taken_then_it_is_made_for_its_owner_only)
{
    const auto lock = data_directory_lock::take(directory);

    ASSERT_TRUE(lock);
    const auto allowed = std::filesystem::status(directory).permissions();
    EXPECT_EQ(allowed, std::filesystem::perms::owner_all);
}

TEST_F(directory_lock, given_a_holder_when_taken_again_then_conflict_and_its_address_is_known)
{
    const auto lock = data_directory_lock::take(directory);
    ASSERT_TRUE(lock);
    ASSERT_TRUE(lock->write_address("http://127.0.0.1:8080"));

    const auto second = data_directory_lock::take(directory);

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, fault::conflict);
    EXPECT_EQ(data_directory_lock::held_by(directory), "http://127.0.0.1:8080");
}

TEST_F(directory_lock, given_a_holder_that_still_starts_then_its_address_is_empty)
{
    {
        const auto before = data_directory_lock::take(directory);
        ASSERT_TRUE(before->write_address("http://127.0.0.1:1"));
    }

    const auto lock = data_directory_lock::take(directory);

    ASSERT_TRUE(lock);
    EXPECT_EQ(data_directory_lock::held_by(directory), "");
}

TEST_F(directory_lock, given_no_holder_then_nobody_has_it_and_looking_takes_nothing)
{
    EXPECT_EQ(data_directory_lock::held_by(directory), std::nullopt);
    {
        const auto lock = data_directory_lock::take(directory);
        ASSERT_TRUE(lock->write_address("http://127.0.0.1:8080"));
    }

    EXPECT_EQ(data_directory_lock::held_by(directory), std::nullopt);
    EXPECT_TRUE(data_directory_lock::take(directory));
}

TEST_F(directory_lock, given_a_file_in_its_place_when_taken_then_the_reason_is_given)
{
    std::ofstream(above.path() / "new") << "a file";

    const auto refused = data_directory_lock::take(directory);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::invalid_request);
    EXPECT_NE(refused.error().detail.find(directory.string()), std::string::npos);
}

TEST_F(directory_lock, given_a_holder_that_is_killed_then_it_can_be_taken_again)
{
    int told[2];
    ASSERT_EQ(::pipe(told), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = data_directory_lock::take(directory);
        const char letter = lock ? 'y' : 'n';
        if (::write(told[1], &letter, 1) == 1) ::pause();
        ::_exit(1);
    }
    char letter = 0;
    ASSERT_EQ(::read(told[0], &letter, 1), 1);
    ASSERT_EQ(letter, 'y');
    EXPECT_FALSE(data_directory_lock::take(directory));

    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);

    EXPECT_TRUE(data_directory_lock::take(directory));
    ::close(told[0]);
    ::close(told[1]);
}

}  // namespace
}  // namespace parlance::sqlite
