#include <gtest/gtest.h>
#include <fakes/places.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <set>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <thread>

namespace parlance::extract {
namespace {

struct probe_end {
    int status = -1;
    std::set<std::string> possible;
    std::string written;
};

/// Runs jail_probe, which is built without sanitizers: its jail is the whole one.
probe_end probe(const std::string& does, const std::string& before = {})
{
    const std::string command =
        before + "exec '" + fakes::program_folder() + "/parlance_jail_probe' '" + does + "' 2>&1";
    probe_end end;
    FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 4096> room{};
    while (const std::size_t got = fread(room.data(), 1, room.size(), pipe)) {
        end.written.append(room.data(), got);
    }
    end.status = pclose(pipe);
    std::istringstream lines(end.written);
    for (std::string line; std::getline(lines, line);) end.possible.insert(line);
    return end;
}

std::set<std::string> expected_of(std::set<std::string> more)
{
    std::set<std::string> all{"alive", "libraries", "still here"};
    all.merge(more);
    // Where the kernel has no Landlock, files can still be read, as every program's libraries must.
    if (WEXITSTATUS(probe("has landlock").status) != 0) {
        all.insert({"passwd", "home", "proc"});
    }
    return all;
}

TEST(jail, given_the_worker_when_it_tries_everything_then_only_libraries_can_be_read)
{
    const probe_end end = probe("worker");

    EXPECT_EQ(end.status, 0) << end.written;
    EXPECT_EQ(end.possible, expected_of({})) << end.written;
}

TEST(jail, given_the_program_it_starts_when_it_tries_everything_then_no_more_is_possible)
{
    const probe_end end = probe("program");

    EXPECT_EQ(end.status, 0) << end.written;
    EXPECT_EQ(end.possible, expected_of({"end 0"})) << end.written;
}

TEST(jail, given_a_limit_of_time_when_the_worker_spins_then_it_says_so_and_ends)
{
    const probe_end end = probe("spins", "ulimit -t 2; ");

    EXPECT_EQ(WEXITSTATUS(end.status), 2);
    EXPECT_EQ(end.written, "The file takes longer to read than is allowed.\n");
}

TEST(jail, given_a_limit_of_time_when_the_program_spins_then_the_worker_hears_of_it)
{
    const probe_end end = probe("program spins", "ulimit -t 4; ");

    EXPECT_EQ(end.written, "end 2\n");
}

TEST(jail, given_a_broken_promise_when_the_worker_aborts_then_it_ends_by_that_signal)
{
    const probe_end end = probe("aborts");

    ASSERT_TRUE(WIFSIGNALED(end.status)) << end.status;
    EXPECT_EQ(WTERMSIG(end.status), SIGABRT);
}

TEST(jail, given_a_broken_promise_when_the_program_aborts_then_the_worker_hears_of_it)
{
    EXPECT_EQ(probe("program aborts").written, "end 3\n");
}

TEST(jail, given_a_worker_that_ends_when_its_program_runs_then_it_is_killed)
{
    const probe_end end = probe("leave");
    const int program = std::stoi(end.written);
    ASSERT_GT(program, 1);

    const auto latest = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    bool is_there = true;
    while (is_there && std::chrono::steady_clock::now() < latest) {
        is_there = kill(program, 0) == 0;
        std::this_thread::yield();
    }

    EXPECT_FALSE(is_there);
}

}  // namespace
}  // namespace parlance::extract
