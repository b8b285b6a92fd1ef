#include <parlance/app/storage_watch.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>

#include <gtest/gtest.h>

#include <fakes/clock_behind.hpp>
#include <fakes/eventually.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/run.hpp>
#include <fakes/temporary_directory.hpp>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace parlance::app {
namespace {

/// Files of this process may have so many bytes.
class file_size_limit {
public:
    explicit file_size_limit(std::uint64_t bytes) : heard_(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~file_size_limit()
    {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, heard_);
    }
    file_size_limit(const file_size_limit&) = delete;
    file_size_limit& operator=(const file_size_limit&) = delete;

private:
    using listener = void (*)(int);
    listener heard_;
    rlimit before_{};
};

class storage_watch_test : public testing::Test {
protected:
    storage_watch_test()
    {
        watch.say_with([this](const std::string& words) {
            const std::lock_guard lock(guard_);
            said_.push_back(words);
        });
    }
    void TearDown() override
    {
        watch.stop();
        EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
        threads.finish();
    }
    task<result<>> write_a_little()
    {
        ++writes;
        if (store_fails) co_return fail(fault::overloaded, "storage full: no room");
        co_return result<>();
    }
    void start()
    {
        tasks.start("storage", watch.run([this] { return write_a_little(); }));
        threads.start();
    }
    std::vector<std::string> said()
    {
        const std::lock_guard lock(guard_);
        return said_;
    }
    bool is_in_trouble() { return health.trouble().has_value(); }

    fakes::temporary_directory directory;
    fakes::recorded_log log;
    fakes::clock_behind now{storage_looked_at_every};  // a second is over at once
    storage_health health;
    notice_board notices;
    runtime::blocking_pool pool{1, 8};
    runtime::io_threads threads{1};
    runtime::supervisor tasks{threads, log};
    std::atomic<bool> store_fails = false;
    std::atomic<int> writes = 0;
    storage_watch watch{{health, notices, log, now, pool, directory.path(), "It means this.", {}}};

private:
    std::mutex guard_;
    std::vector<std::string> said_;
};

TEST_F(storage_watch_test, given_a_doubt_when_all_is_well_then_one_look_and_nothing_is_said)
{
    start();

    health.doubt();

    EXPECT_TRUE(fakes::eventually([&] { return writes == 1; }));
    EXPECT_FALSE(is_in_trouble());
    EXPECT_TRUE(notices.current().empty());
    EXPECT_TRUE(said().empty());
}

TEST_F(storage_watch_test, given_a_store_that_takes_nothing_then_it_is_said_once_and_taken_back)
{
    store_fails = true;
    start();
    health.doubt();

    EXPECT_TRUE(fakes::eventually([&] { return writes > 20; }));

    EXPECT_EQ(health.trouble(), "storage full: no room");
    ASSERT_EQ(notices.current().size(), 1U);
    EXPECT_EQ(notices.current()[0].kind, notice_kind::storage_full);
    EXPECT_EQ(notices.current()[0].message, "Storage full: no room. It means this.");
    EXPECT_EQ(log.count("storage_not_writable"), 1U);
    store_fails = false;
    EXPECT_TRUE(fakes::eventually([&] { return said().size() == 2; }));
    EXPECT_FALSE(is_in_trouble());
    EXPECT_TRUE(notices.current().empty());
    EXPECT_EQ(log.count("storage_writable_again"), 1U);
    EXPECT_EQ(said()[0], "parlance cannot keep anything new: storage full: no room");
    EXPECT_EQ(said()[1], "parlance can keep new things again");
}

TEST_F(storage_watch_test, given_one_byte_less_room_than_room_bytes_min_then_it_is_none)
{
    const storage_watch::probe probe = [this] { return write_a_little(); };
    threads.start();
    {
        const file_size_limit less(room_bytes_min - 1);
        EXPECT_FALSE(fakes::run(watch.look(probe)));
        EXPECT_EQ(writes, 0);
    }
    const file_size_limit enough(room_bytes_min);
    EXPECT_TRUE(fakes::run(watch.look(probe)));

    EXPECT_EQ(writes, 1);
    EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

TEST_F(storage_watch_test, given_a_pool_that_is_busy_then_that_is_not_full)
{
    pool.finish();  // takes nothing any more

    EXPECT_TRUE(fakes::run(watch.look([this] { return write_a_little(); })));

    EXPECT_EQ(writes, 1);
    threads.start();
}

}  // namespace
}  // namespace parlance::app
