#include <parlance/app/commands/files_to_add.hpp>

#include <parlance/foundation/limits.hpp>

#include <fakes/temporary_directory.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace parlance::app {
namespace fs = std::filesystem;
namespace {

/// A folder to add, beside what nobody asked to add.
class files_to_add_test : public testing::Test {
protected:
    files_to_add_test()
    {
        write(folder / "a.md", "first");
        write(folder / "deep" / "b.md", "second");
        write(outside / "secret.md", "secret");
    }

    static void write(const fs::path& file, const std::string& text)
    {
        fs::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }

    static std::vector<std::string> shown(const files_found& found)
    {
        std::vector<std::string> names;
        for (const file_to_add& file : found.files) names.push_back(file.below.string());
        return names;
    }

    [[nodiscard]] files_found find_in_folder() const { return find_files({folder.string()}); }

    fakes::temporary_directory place;
    fs::path folder = place.path() / "folder";
    fs::path outside = place.path() / "outside";
};

using names = std::vector<std::string>;

TEST_F(files_to_add_test, given_files_and_folders_when_found_then_by_name_and_without_hidden_ones)
{
    write(folder / ".hidden.md", "x");
    write(folder / ".git" / "config", "x");

    const auto found = find_in_folder();

    EXPECT_EQ(shown(found), (names{"a.md", "deep/b.md"}));
    EXPECT_TRUE(found.mistakes.empty());
    EXPECT_EQ(left_out(found), "");
    EXPECT_EQ(read_file(found.files[1]).value(), "second");
    EXPECT_EQ(found.files[1].shown(), folder / "deep/b.md");
}

TEST_F(files_to_add_test, given_links_out_of_the_folder_when_found_then_left_out_and_counted)
{
    fs::create_symlink(outside / "secret.md", folder / "absolute.md");
    fs::create_symlink("../outside/secret.md", folder / "relative.md");
    fs::create_directory_symlink(outside, folder / "deep" / "all");
    fs::create_symlink("/etc/passwd", folder / "passwd.txt");
    // A folder beside it whose name begins alike is not in it.
    write(place.path() / "folder-beside" / "c.md", "x");
    fs::create_symlink("../folder-beside/c.md", folder / "beside.md");

    const auto found = find_in_folder();

    EXPECT_EQ(shown(found), (names{"a.md", "deep/b.md"}));
    EXPECT_EQ(found.links_outside, 5U);
    EXPECT_EQ(left_out(found), "left out: 5 links that lead out of the folder\n");
}

TEST_F(files_to_add_test, given_links_inside_when_found_then_each_file_once)
{
    fs::create_symlink("a.md", folder / "again.md");
    fs::create_symlink(folder / "deep" / "b.md", folder / "absolute.md");
    fs::create_directory_symlink("deep", folder / "linked");
    // As volumes of Kubernetes have it: what is shown stands in a hidden folder.
    write(folder / "..data_1" / "c.md", "third");
    fs::create_directory_symlink("..data_1", folder / "..data");
    fs::create_symlink("..data/c.md", folder / "c.md");

    const auto found = find_in_folder();

    EXPECT_EQ(shown(found), (names{"..data_1/c.md", "a.md", "deep/b.md"}));
    EXPECT_EQ(read_file(found.files[0]).value(), "third");
    EXPECT_EQ(left_out(found), "");
}

TEST_F(files_to_add_test, given_links_in_circles_when_found_then_it_ends)
{
    fs::create_directory_symlink("..", folder / "deep" / "up");
    fs::create_directory_symlink(".", folder / "here");
    fs::create_symlink("loop", folder / "loop");
    fs::create_symlink("nothing", folder / "broken");

    const auto found = find_in_folder();

    EXPECT_EQ(shown(found), (names{"a.md", "deep/b.md"}));
    EXPECT_EQ(found.links_to_nothing, 2U);
    EXPECT_EQ(left_out(found), "left out: 2 links that lead nowhere\n");
}

TEST_F(files_to_add_test, given_a_link_that_was_named_when_found_then_it_is_followed)
{
    const fs::path to_file = place.path() / "to-file.md";
    const fs::path to_folder = place.path() / "to-folder";
    fs::create_symlink(outside / "secret.md", to_file);
    fs::create_directory_symlink(folder, to_folder);

    const auto found = find_files({to_file.string(), to_folder.string()});

    ASSERT_EQ(found.files.size(), 3U);
    EXPECT_EQ(read_file(found.files[0]).value(), "secret");
    EXPECT_EQ(read_file(found.files[1]).value(), "first");
    EXPECT_EQ(found.files[2].shown(), to_folder / "deep/b.md");
}

TEST_F(files_to_add_test, given_pipes_sockets_and_devices_when_found_then_left_out_and_counted)
{
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    fs::create_symlink("pipe", folder / "to-pipe");
    const int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = (folder / "socket").string();
    ASSERT_LT(name.size(), sizeof address.sun_path);
    name.copy(address.sun_path, name.size());
    const auto* bare = reinterpret_cast<const sockaddr*>(&address);  // NOLINT(*-reinterpret-cast)
    ASSERT_EQ(bind(listening, bare, sizeof address), 0);

    const auto found = find_in_folder();
    const auto named = find_files({(folder / "pipe").string(), "/dev/null"});

    close(listening);
    EXPECT_EQ(shown(found), (names{"a.md", "deep/b.md"}));
    EXPECT_EQ(left_out(found), "left out: 3 devices, pipes or sockets\n");
    EXPECT_TRUE(named.files.empty());
    ASSERT_EQ(named.mistakes.size(), 2U);
    EXPECT_NE(named.mistakes[0].find("neither a file nor a folder"), std::string::npos);
}

TEST_F(files_to_add_test, given_a_file_swapped_for_a_link_when_read_then_it_is_not_followed)
{
    const auto found = find_in_folder();
    ASSERT_EQ(found.files.size(), 2U);
    fs::remove(folder / "a.md");
    fs::create_symlink(outside / "secret.md", folder / "a.md");
    fs::rename(folder / "deep", folder / "was-deep");
    write(outside / "b.md", "secret");
    fs::create_directory_symlink(outside, folder / "deep");

    for (const file_to_add& file : found.files) {
        const auto read = read_file(file);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().detail,
                  "is not the file any more that it was when it was found; left out");
    }
}

TEST_F(files_to_add_test, given_a_file_swapped_for_a_pipe_when_read_then_nobody_waits)
{
    const auto found = find_in_folder();
    fs::remove(folder / "a.md");
    ASSERT_EQ(mkfifo((folder / "a.md").c_str(), 0600), 0);

    EXPECT_FALSE(read_file(found.files[0]));
}

TEST_F(files_to_add_test, given_a_folder_that_cannot_be_read_when_found_then_it_is_told)
{
    // Also for root: the name is too long to be looked at.
    fs::path deep = folder;
    fs::current_path(folder);
    const std::string step(200, 'd');
    for (int depth = 0; depth < 25; ++depth) {
        fs::create_directory(step);
        fs::current_path(step);
    }
    std::ofstream("unreachable.md") << "x";
    fs::current_path("/");

    const auto found = find_in_folder();

    EXPECT_EQ(shown(found), (names{"a.md", "deep/b.md"}));
    ASSERT_EQ(found.mistakes.size(), 1U);
    EXPECT_NE(found.mistakes[0].find("cannot be"), std::string::npos) << found.mistakes[0];
}

TEST_F(files_to_add_test, given_a_path_of_nothing_when_found_then_a_sentence)
{
    const auto found = find_files({(folder / "missing.md").string()});

    ASSERT_EQ(found.mistakes.size(), 1U);
    EXPECT_EQ(found.mistakes[0],
              (folder / "missing.md").string() + ": there is no such file or folder");
}

TEST_F(files_to_add_test, given_a_file_one_byte_past_the_limit_when_read_then_refused)
{
    const fs::path large = folder / "large.txt";
    write(large, "x");
    fs::resize_file(large, limits::upload_bytes_max + 1);
    const auto refused = read_file({large, {}});
    fs::resize_file(large, limits::upload_bytes_max);
    const auto taken = read_file({large, {}});

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().detail, "larger than 32 MiB, which is the most that can be added");
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->size(), limits::upload_bytes_max);
}

}  // namespace
}  // namespace parlance::app
