#include <parlance/local_folder/closed_folder.hpp>

#include <fakes/temporary_directory.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace parlance::local_folder {
namespace fs = std::filesystem;
namespace {

class closed_folder_test : public testing::Test {
protected:
    closed_folder_test()
    {
        fs::create_directory(folder);
        fs::permissions(place.path(), fs::perms(0755));
    }

    static unsigned mode_of(const fs::path& what)
    {
        return static_cast<unsigned>(fs::status(what).permissions());
    }

    fs::path make(const std::string& name, unsigned mode) const
    {
        std::ofstream(folder / name) << "x";
        fs::permissions(folder / name, fs::perms(mode));
        return folder / name;
    }

    void open_as(unsigned mode) const { fs::permissions(folder, fs::perms(mode)); }
    [[nodiscard]] result<folder_access> close() const { return close_folder(folder, entries); }

    fakes::temporary_directory place;
    fs::path folder = place.path() / "data";
    std::vector<std::string_view> entries{"parlance.db", "parlance.db-wal", "lock", "blobs"};
};

TEST_F(closed_folder_test, given_a_used_folder_that_is_open_when_closed_then_it_and_its_files_are)
{
    const fs::path database = make("parlance.db", 0644);
    const fs::path log = make("parlance.db-wal", 0666);
    const fs::path other = make("notes.txt", 0644);
    fs::create_directory(folder / "blobs");
    fs::permissions(folder / "blobs", fs::perms(0755));
    open_as(0755);

    const auto access = close();

    ASSERT_TRUE(access);
    EXPECT_EQ(access->was_open_as, "0755");
    EXPECT_FALSE(access->is_open_to_group);
    EXPECT_EQ(mode_of(folder), 0700U);
    EXPECT_EQ(mode_of(database), 0600U);
    EXPECT_EQ(mode_of(log), 0600U);
    EXPECT_EQ(mode_of(folder / "blobs"), 0700U);
    EXPECT_EQ(mode_of(other), 0644U);  // not ours to change
}

TEST_F(closed_folder_test, given_a_closed_folder_when_closed_then_nothing_is_told_but_files_are)
{
    const fs::path database = make("parlance.db", 0644);
    open_as(0700);

    const auto access = close();

    ASSERT_TRUE(access);
    EXPECT_EQ(access->was_open_as, "");
    EXPECT_EQ(mode_of(database), 0600U);
}

TEST_F(closed_folder_test, given_a_folder_without_things_of_others_when_closed_then_it_is)
{
    fs::create_directory(folder / "lost+found");
    make("filler", 0644);
    open_as(01777);  // as a file system in memory is made

    const auto access = close();

    ASSERT_TRUE(access);
    EXPECT_EQ(access->was_open_as, "1777");
    EXPECT_EQ(mode_of(folder), 0700U);
}

TEST_F(closed_folder_test, given_a_folder_that_others_use_when_closed_then_refused_and_left)
{
    const auto tmp_was = mode_of("/tmp");
    std::vector<result<folder_access>> refused{close_folder("/tmp", entries)};
    EXPECT_EQ(mode_of("/tmp"), tmp_was);
    if (geteuid() == 0) {
        ASSERT_EQ(chown(make("homework.txt", 0644).c_str(), 12345, 12345), 0);
        make("lock", 0600);
        open_as(0755);
        refused.push_back(close());
        EXPECT_EQ(mode_of(folder), 0755U);
        EXPECT_NE(refused.back().error().detail.find("/data/parlance"), std::string::npos);
    }

    for (const auto& one : refused) {
        ASSERT_FALSE(one);
        EXPECT_EQ(one.error().kind, fault::invalid_request);
        EXPECT_NE(one.error().detail.find("every account of this machine"), std::string::npos);
    }
}

TEST_F(closed_folder_test, given_a_link_among_its_files_when_closed_then_what_it_shows_is_left)
{
    const fs::path outside = place.path() / "outside";
    std::ofstream(outside) << "x";
    fs::permissions(outside, fs::perms(0644));
    fs::create_symlink(outside, folder / "parlance.db");
    open_as(0755);

    EXPECT_TRUE(close());
    EXPECT_EQ(mode_of(outside), 0644U);
}

TEST_F(closed_folder_test, given_no_folder_when_closed_then_nothing)
{
    EXPECT_TRUE(close_folder(place.path() / "missing", entries));
    EXPECT_TRUE(close_folder("/dev/null", entries));
}

/// As a program in a cluster: a user of its own, in the group that its volume was given to. Only
/// root can become another user; elsewhere the folder of another user is one of the system's.
TEST_F(closed_folder_test, given_somebody_elses_folder_when_closed_then_only_its_group_may_use_it)
{
    if (geteuid() != 0) {
        EXPECT_FALSE(close_folder("/usr", entries));
        return;
    }
    constexpr gid_t group = 23456;
    ASSERT_EQ(chown(folder.c_str(), 0, group), 0);
    const auto outcome_as_other = [&](unsigned mode) {
        open_as(mode);
        const pid_t child = fork();
        if (child == 0) {
            const bool is_other = setgid(group) == 0 && setuid(12345) == 0;
            const auto access = close();
            int outcome = 1;
            if (is_other && access && access->is_open_to_group) outcome = 2;
            if (is_other && !access) outcome = 3;
            _exit(outcome);
        }
        int status = 0;
        waitpid(child, &status, 0);
        return WEXITSTATUS(status);
    };

    EXPECT_EQ(outcome_as_other(02770), 2);
    EXPECT_EQ(outcome_as_other(02777), 3);
    EXPECT_EQ(outcome_as_other(0755), 3);
    EXPECT_EQ(mode_of(folder), 0755U);
}

}  // namespace
}  // namespace parlance::local_folder
