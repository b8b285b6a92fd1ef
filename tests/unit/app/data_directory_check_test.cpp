#include <parlance/app/data_directory_check.hpp>

#include <gtest/gtest.h>

#include <fakes/temporary_directory.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace parlance::app {
namespace {

namespace fs = std::filesystem;

constexpr uid_t nobody = 65'534;

class data_directory : public testing::Test {
protected:
    static std::string mistake(const fs::path& folder)
    {
        return data_directory_mistake(folder).value_or("");
    }
    static bool says(const std::string& sentence, const std::string& part)
    {
        return sentence.find(part) != std::string::npos;
    }
    fs::path made(const std::string& name)
    {
        fs::create_directory(directory.path() / name);
        return directory.path() / name;
    }
    fakes::temporary_directory directory;
};

TEST_F(data_directory, given_a_folder_that_can_be_used_or_made_then_no_mistake)
{
    const fs::path there = made("there");

    EXPECT_EQ(mistake(there), "");
    EXPECT_EQ(mistake(there / "new"), "");
    EXPECT_EQ(mistake(there / "new" / "below"), "");
    EXPECT_EQ(mistake(there / "trailing" / ""), "");
    EXPECT_FALSE(fs::exists(there / "new"));
}

TEST_F(data_directory, given_what_is_no_folder_then_so_it_is_told)
{
    const fs::path file = directory.path() / "file";
    std::ofstream(file) << "mine";
    fs::create_symlink(file, directory.path() / "link");

    for (const fs::path& wrong : {fs::path("/dev/null"), fs::path("/dev/null/below"), file,
                                  file / "below" / "it", directory.path() / "link"}) {
        EXPECT_TRUE(says(mistake(wrong), "is not a folder")) << wrong;
    }
}

TEST_F(data_directory, given_a_link_to_a_folder_then_it_is_one)
{
    fs::create_directory_symlink(made("there"), directory.path() / "link");

    EXPECT_EQ(mistake(directory.path() / "link"), "");
}

TEST_F(data_directory, given_parts_of_it_that_are_not_what_they_must_be_then_so_it_is_told)
{
    const fs::path with_folder = made("with folder");
    fs::create_directory(with_folder / "parlance.db");
    const fs::path with_file = made("with file");
    std::ofstream(with_file / "blobs") << "a file";

    EXPECT_TRUE(says(mistake(with_folder), "parlance.db is not a file"));
    EXPECT_TRUE(says(mistake(with_file), "blobs is not a folder"));
}

TEST_F(data_directory, given_a_folder_of_another_user_then_so_it_is_told_unless_a_group_shares_it)
{
    if (::geteuid() != 0) {  // only root gives folders away; this one is its own
        EXPECT_TRUE(says(mistake("/"), "belongs to another user"));
        return;
    }
    const fs::path theirs = made("theirs");
    ASSERT_EQ(::chown(theirs.c_str(), nobody, nobody), 0);
    const fs::path shared = made("shared");
    ASSERT_EQ(::chown(shared.c_str(), nobody, ::getegid()), 0);
    ASSERT_EQ(::chmod(shared.c_str(), 02770), 0);
    const fs::path closed = made("closed to the group");
    ASSERT_EQ(::chown(closed.c_str(), nobody, ::getegid()), 0);
    ASSERT_EQ(::chmod(closed.c_str(), 0750), 0);

    EXPECT_TRUE(says(mistake(theirs), "belongs to another user"));
    EXPECT_TRUE(says(mistake(closed), "belongs to another user"));
    EXPECT_EQ(mistake(shared), "");
}

TEST_F(data_directory, given_a_folder_that_cannot_be_written_then_so_it_is_told)
{
    const fs::path closed = made("closed");
    const bool is_root = ::geteuid() == 0;  // who can write everywhere
    if (is_root) {
        ASSERT_EQ(::chown(directory.path().c_str(), nobody, nobody), 0);
        ASSERT_EQ(::chown(closed.c_str(), nobody, nobody), 0);
    }
    fs::permissions(closed, fs::perms::owner_read | fs::perms::owner_exec);
    if (is_root) {
        ASSERT_EQ(::seteuid(nobody), 0);
    }

    const std::string itself = mistake(closed);
    const std::string below = mistake(closed / "new");

    if (is_root) {
        ASSERT_EQ(::seteuid(0), 0);
    }
    EXPECT_TRUE(says(itself, "cannot be written")) << itself;
    EXPECT_TRUE(says(below, "cannot be made")) << below;
}

}  // namespace
}  // namespace parlance::app
