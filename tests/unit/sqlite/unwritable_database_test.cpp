#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/data_directory_lock.hpp>
#include <parlance/sqlite/migrations.hpp>
#include <parlance/sqlite/sqlite_database.hpp>

#include <gtest/gtest.h>

#include <fakes/eventually.hpp>
#include <fakes/run.hpp>
#include <fakes/temporary_directory.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

namespace parlance::sqlite {
namespace {

namespace fs = std::filesystem;

std::int64_t number(connection& on, std::string_view sql)
{
    query asked(on, sql);
    return asked.next() ? asked.integer(0) : -1;
}

/// A folder in the place of the log: SQLite cannot write, whoever runs the test.
class unwritable : public testing::Test {
protected:
    unwritable()
    {
        const auto opened = sqlite_database::open(directory.path(), pool).value();
        const std::function<result<>(connection&)> work = [](connection& on) -> result<> {
            on.execute("CREATE TABLE t (a); INSERT INTO t VALUES (7)");
            return {};
        };
        fakes::run(opened->write<void>(durability::crash, work)).value();
    }
    void take_the_log_away() { fs::create_directory(log_file); }
    void give_the_log_back() { fs::remove(log_file); }
    result<std::unique_ptr<sqlite_database>> open()
    {
        return sqlite_database::open_or_read(directory.path(), pool, [this] { ++refused; });
    }
    static result<std::int64_t> read_from(sqlite_database& from)
    {
        const std::function<result<std::int64_t>(connection&)> work = [](connection& on) {
            return number(on, "SELECT a FROM t");
        };
        return fakes::run(from.read<std::int64_t>(work));
    }
    static result<> write_to(sqlite_database& to)
    {
        const std::function<result<>(connection&)> work = [](connection& on) -> result<> {
            on.execute("UPDATE t SET a = a + 1");
            return {};
        };
        return fakes::run(to.write<void>(durability::crash, work));
    }

    fakes::temporary_directory directory;
    fs::path log_file = directory.path() / "parlance.db-wal";
    runtime::blocking_pool pool{4, 64};
    std::atomic<int> refused = 0;
};

TEST_F(unwritable, given_a_disk_that_takes_nothing_then_it_is_read_and_writes_say_why)
{
    take_the_log_away();

    const auto opened = open().value();

    ASSERT_TRUE(opened->why_only_read());
    EXPECT_EQ(read_from(*opened).value(), 7);
    const auto written = write_to(*opened);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, fault::overloaded);
    EXPECT_NE(written.error().detail.find("cannot be written"), std::string::npos);
    EXPECT_EQ(refused, 0) << "that is known already";
    EXPECT_FALSE(opened->open_for_writing());
    EXPECT_EQ(read_from(*opened).value(), 7);
}

TEST_F(unwritable, given_a_disk_that_can_be_written_again_then_it_is_without_being_opened_anew)
{
    take_the_log_away();
    const auto opened = open().value();
    EXPECT_EQ(read_from(*opened).value(), 7);

    give_the_log_back();

    EXPECT_TRUE(opened->open_for_writing());
    EXPECT_FALSE(opened->why_only_read());
    EXPECT_TRUE(write_to(*opened));
    EXPECT_EQ(read_from(*opened).value(), 8);
    EXPECT_TRUE(opened->open_for_writing()) << "it is";
}

TEST_F(unwritable, given_readers_all_the_time_when_opened_for_writing_then_none_reads_beside_it)
{
    take_the_log_away();
    const auto opened = open().value();
    std::atomic<bool> is_over = false;
    std::atomic<int> wrong = 0;
    constexpr std::size_t readers_count = 3;
    std::vector<std::thread> readers;
    readers.reserve(readers_count);
    for (std::size_t count = 0; count < readers_count; ++count) {
        readers.emplace_back([&] {
            while (!is_over) {
                const auto read = read_from(*opened);
                if (!read || *read < 7) ++wrong;
            }
        });
    }
    give_the_log_back();

    EXPECT_TRUE(opened->open_for_writing());
    for (int count = 0; count < 50; ++count) EXPECT_TRUE(write_to(*opened));

    is_over = true;
    for (std::thread& one : readers) one.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(read_from(*opened).value(), 57);
}

TEST_F(unwritable, given_what_was_committed_is_still_in_the_log_then_it_is_read_too)
{
    const fs::path copy = directory.path() / "copy";
    fs::create_directory(copy);
    {
        const auto opened = open().value();
        ASSERT_TRUE(write_to(*opened));
        // As kill -9 leaves it, without the shared memory.
        fs::copy_file(directory.path() / "parlance.db", copy / "parlance.db");
        fs::copy_file(log_file, copy / "parlance.db-wal");
    }

    {
        connection first((copy / "parlance.db").string(), access_mode::undisturbed);
        connection second((copy / "parlance.db").string(), access_mode::undisturbed);
        EXPECT_EQ(number(first, "SELECT a FROM t"), 8);
        EXPECT_EQ(number(second, "SELECT a FROM t"), 8);
        EXPECT_THROW(first.execute("UPDATE t SET a = 9"), refusal);
    }

    EXPECT_TRUE(fs::exists(copy / "parlance.db-wal")) << "it was moved into the file";
    EXPECT_FALSE(fs::exists(copy / "parlance.db-shm"));
}

TEST_F(unwritable, given_an_older_schema_then_reading_says_that_it_is_brought_up_to_date_first)
{
    {
        connection old((directory.path() / "parlance.db").string(), access_mode::read_write);
        old.execute(
            "DELETE FROM schema_migrations WHERE version = "
            "(SELECT max(version) FROM schema_migrations)");
    }
    take_the_log_away();

    const auto opened = open().value();

    const auto read = read_from(*opened);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, fault::overloaded);
    EXPECT_NE(read.error().detail.find("older version"), std::string::npos);
}

TEST_F(unwritable, given_nothing_to_read_then_it_is_no_database)
{
    fs::remove(directory.path() / "parlance.db");
    take_the_log_away();
    EXPECT_FALSE(open());

    // As a first start on a full disk leaves it.
    std::ofstream(directory.path() / "parlance.db").flush();
    EXPECT_FALSE(open());
}

TEST_F(unwritable, given_another_program_that_holds_it_then_it_is_not_read_behind_its_back)
{
    connection stubborn((directory.path() / "parlance.db").string(), access_mode::read_write);
    stubborn.execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");

    const auto opened = open();

    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find("busy"), std::string::npos) << opened.error().detail;
}

TEST_F(unwritable, given_a_write_that_the_disk_refuses_then_somebody_is_told)
{
    const auto opened = open().value();
    const std::function<result<>(connection&)> full = [](connection& on) -> result<> {
        query(on, "PRAGMA max_page_count = 1").run();
        on.execute("CREATE TABLE large (a); INSERT INTO large VALUES (zeroblob(1000000))");
        return {};
    };

    EXPECT_FALSE(fakes::run(opened->write<void>(durability::crash, full)));

    EXPECT_EQ(refused, 1);
}

TEST(shared_directory, given_no_right_to_make_the_lock_then_it_is_shared_until_it_can_be_held)
{
    const fakes::temporary_directory directory;
    const auto file = directory.path() / "lock";
    fs::create_directory(file);  // nothing can be locked

    EXPECT_FALSE(data_directory_lock::take_or_share(directory.path()));

    fs::remove(file);
    auto held = data_directory_lock::take_or_share(directory.path());
    ASSERT_TRUE(held);
    EXPECT_TRUE(held->is_exclusive());
    EXPECT_TRUE(held->hold());
    EXPECT_EQ(data_directory_lock::take_or_share(directory.path()).error().kind, fault::conflict);
}

TEST(shared_directory, given_an_address_when_another_is_written_then_nothing_is_left_of_it)
{
    const fakes::temporary_directory directory;
    {
        const auto first = data_directory_lock::take(directory.path());
        ASSERT_TRUE(first->write_address("http://127.0.0.1:65535"));
    }
    const auto size = fs::file_size(directory.path() / "lock");

    const auto second = data_directory_lock::take(directory.path());
    ASSERT_TRUE(second->write_address("http://127.0.0.1:80"));

    EXPECT_EQ(data_directory_lock::held_by(directory.path()), "http://127.0.0.1:80");
    EXPECT_EQ(fs::file_size(directory.path() / "lock"), size) << "a full disk has no room for more";
}

}  // namespace
}  // namespace parlance::sqlite
