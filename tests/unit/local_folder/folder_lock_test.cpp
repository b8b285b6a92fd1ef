#include <parlance/local_folder/folder_lock.hpp>

#include <fakes/temporary_directory.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace parlance::local_folder {
namespace {

TEST(folder_lock, given_many_threads_when_they_take_it_then_one_at_a_time)
{
    const fakes::temporary_directory directory;
    std::atomic<int> inside{0};
    std::atomic<bool> is_alone{true};
    const auto work = [&] {
        for (int count = 0; count < 100; ++count) {
            const auto held = folder_lock::take(directory.path());
            if (!held || ++inside != 1) is_alone = false;
            --inside;
        }
    };

    std::thread first(work);
    std::thread second(work);
    first.join();
    second.join();

    EXPECT_TRUE(is_alone);
}

TEST(folder_lock, given_another_process_that_dies_with_it_when_taken_then_it_is_had)
{
    const fakes::temporary_directory directory;
    const pid_t child = ::fork();
    if (child == 0) {
        const auto held = folder_lock::take(directory.path());
        ::_exit(held ? 7 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);

    const auto held = folder_lock::take(directory.path());

    EXPECT_EQ(WEXITSTATUS(status), 7);
    EXPECT_TRUE(held);
}

TEST(folder_lock, given_a_file_where_the_folder_should_be_when_taken_then_overloaded)
{
    const auto refused = folder_lock::take("/proc/self/status/folder");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
}

}  // namespace
}  // namespace parlance::local_folder
