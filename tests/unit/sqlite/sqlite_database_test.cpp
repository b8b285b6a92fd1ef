#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/sqlite_database.hpp>

#include <gtest/gtest.h>

#include <fakes/run.hpp>
#include <fakes/temporary_directory.hpp>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace parlance::sqlite {
namespace {

class database : public testing::Test {
protected:
    result<std::unique_ptr<sqlite_database>> open()
    {
        return sqlite_database::open(directory.path(), pool);
    }
    fakes::temporary_directory directory;
    runtime::blocking_pool pool{3, 64};
};

std::int64_t number(connection& on, std::string_view sql)
{
    query asked(on, sql);
    return asked.next() ? asked.integer(0) : -1;
}

TEST_F(database, given_an_opened_one_then_it_logs_ahead_and_checks_references)
{
    const auto opened = open().value();
    const std::function<result<std::string>(connection&)> work = [](connection& on) {
        query mode(on, "PRAGMA journal_mode");
        mode.next();
        return mode.text(0) + " " + std::to_string(number(on, "PRAGMA foreign_keys"));
    };

    EXPECT_EQ(fakes::run(opened->read<std::string>(work)).value(), "wal 1");
}

TEST_F(database, given_each_durability_when_writing_then_the_commit_has_it)
{
    const auto opened = open().value();
    const std::function<result<std::int64_t>(connection&)> level = [](connection& on) {
        return number(on, "PRAGMA synchronous");
    };

    EXPECT_EQ(fakes::run(opened->write<std::int64_t>(durability::power_loss, level)).value(), 2);
    EXPECT_EQ(fakes::run(opened->write<std::int64_t>(durability::crash, level)).value(), 1);
    EXPECT_EQ(fakes::run(opened->write<std::int64_t>(durability::power_loss, level)).value(), 2);
}

TEST_F(database, given_values_that_are_refused_then_the_error_does_not_repeat_them)
{
    const auto opened = open().value();
    const std::function<result<std::int64_t>(connection&)> unreadable = [](connection& on) {
        on.execute("CREATE VIRTUAL TABLE words USING fts5(text)");
        query search(on, "SELECT count(*) FROM words WHERE words MATCH ?",
                     std::string_view("planted: x"));
        return result<std::int64_t>(search.next() ? search.integer(0) : -1);
    };
    const std::function<result<std::int64_t>(connection&)> twice = [](connection& on) {
        on.execute("CREATE TABLE names (name TEXT PRIMARY KEY) STRICT");
        for (int time = 0; time < 2; ++time) {
            query(on, "INSERT INTO names VALUES (?)", std::string_view("planted")).run();
        }
        return result<std::int64_t>(2);
    };

    const auto searched = fakes::run(opened->write<std::int64_t>(durability::crash, unreadable));
    const auto added = fakes::run(opened->write<std::int64_t>(durability::crash, twice));

    ASSERT_FALSE(searched);
    ASSERT_FALSE(added);
    EXPECT_EQ(searched.error().detail.find("planted"), std::string::npos)
        << searched.error().detail;
    EXPECT_EQ(added.error().detail, "sqlite: UNIQUE constraint failed: names.name");
}

TEST_F(database, given_work_that_fails_or_throws_then_nothing_of_it_is_kept)
{
    const auto opened = open().value();
    const auto insert = [](connection& on) {
        on.execute("CREATE TABLE IF NOT EXISTS t (a); INSERT INTO t VALUES (1)");
    };
    const std::function<result<>(connection&)> failing = [&](connection& on) -> result<> {
        insert(on);
        return fail(fault::conflict, "changed its mind");
    };
    const std::function<result<>(connection&)> throwing = [&](connection& on) -> result<> {
        insert(on);
        throw std::runtime_error("a bug");
    };
    const std::function<result<>(connection&)> wrong = [&](connection& on) -> result<> {
        insert(on);
        on.execute("NO SQL");
        return {};
    };
    const std::function<result<std::int64_t>(connection&)> count = [](connection& on) {
        return number(on, "SELECT count(*) FROM sqlite_schema WHERE name = 't'");
    };

    const auto failed = fakes::run(opened->write<void>(durability::crash, failing));
    const auto thrown = fakes::run(opened->write<void>(durability::crash, throwing));
    const auto refused = fakes::run(opened->write<void>(durability::crash, wrong));

    EXPECT_EQ(failed.error().kind, fault::conflict);
    EXPECT_EQ(thrown.error().kind, fault::internal);
    EXPECT_EQ(refused.error().kind, fault::internal);
    EXPECT_EQ(fakes::run(opened->read<std::int64_t>(count)).value(), 0);
}

TEST_F(database, given_readers_then_they_cannot_write)
{
    const auto opened = open().value();
    const std::function<result<>(connection&)> work = [](connection& on) -> result<> {
        on.execute("CREATE TABLE t (a)");
        return {};
    };

    EXPECT_FALSE(fakes::run(opened->read<void>(work)));
}

TEST_F(database, given_a_file_that_is_no_database_then_refused_with_the_directory)
{
    std::ofstream(directory.path() / "parlance.db") << std::string(4096, 'x');

    const auto refused = open();

    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find(directory.path().string()), std::string::npos);
}

TEST_F(database, given_a_database_of_another_program_then_refused_and_left_alone)
{
    const std::string file = (directory.path() / "parlance.db").string();
    {
        connection theirs(file, access_mode::read_write);
        theirs.execute("CREATE TABLE theirs (a)");
    }

    const auto refused = open();

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::invalid_request);
    connection theirs(file, access_mode::read_write);
    query mode(theirs, "PRAGMA journal_mode");
    ASSERT_TRUE(mode.next());
    EXPECT_EQ(mode.text(0), "delete");
}

TEST_F(database, given_no_directory_then_refused_with_its_name)
{
    const auto missing = directory.path() / "missing";

    const auto refused = sqlite_database::open(missing, pool);

    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find(missing.string()), std::string::npos);
    EXPECT_NE(refused.error().detail.find("cannot be written"), std::string::npos);
}

TEST_F(database, given_a_closed_database_then_its_log_is_in_the_file)
{
    {
        const auto opened = open();
        ASSERT_TRUE(opened);
        EXPECT_TRUE(std::filesystem::exists(directory.path() / "parlance.db-wal"));
    }

    EXPECT_FALSE(std::filesystem::exists(directory.path() / "parlance.db-wal"));
}

TEST_F(database, given_an_existing_database_when_opened_then_well_under_50_ms)
{
    ASSERT_TRUE(open());
    auto fastest = std::chrono::milliseconds::max();
    for (int round = 0; round < 5; ++round) {
        const auto before = std::chrono::steady_clock::now();
        ASSERT_TRUE(open());
        const auto took = std::chrono::steady_clock::now() - before;
        fastest = std::min(fastest, std::chrono::duration_cast<std::chrono::milliseconds>(took));
    }

    EXPECT_LT(fastest, std::chrono::milliseconds(50));
}

}  // namespace
}  // namespace parlance::sqlite
