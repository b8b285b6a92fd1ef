#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/database_copy.hpp>
#include <parlance/sqlite/migrations.hpp>

#include <gtest/gtest.h>

#include <fakes/temporary_directory.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace parlance::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr auto add_rows =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) "
    "INSERT INTO passages (seq, id, document, ordinal, section, text) "
    "SELECT (SELECT coalesce(max(seq), 0) FROM passages) + i, randomblob(16), 1, i, '', "
    "hex(randomblob(1000)) FROM n";

bool always(connection::copied_pages)
{
    return true;
}

class database_copy : public testing::Test {
protected:
    void SetUp() override
    {
        on.execute("PRAGMA journal_mode = WAL");
        ASSERT_TRUE(migrate(on, known_migrations()));
        add_document("b", "second.txt");
        add_document("a", "first.txt");
        on.execute(add_rows);  // about 8 MB: several portions
    }
    void add_document(const std::string& letter, const std::string& name)
    {
        query(on,
              "INSERT INTO documents (principal, id, file_name, title, media_type, size_bytes, "
              "content_hash, state, created_at) VALUES (randomblob(16), randomblob(16), ?, '', "
              "'text/plain', 1000, ?, 'ready', 0)",
              name, std::string(64, letter.front()))
            .run();
    }
    static std::int64_t number(connection& of, std::string_view sql)
    {
        query asked(of, sql);
        return asked.next() ? asked.integer(0) : -1;
    }

    fakes::temporary_directory directory;
    fs::path copy = directory.path() / "copy.db";
    connection on{(directory.path() / "parlance.db").string(), access_mode::read_write};
};

TEST_F(database_copy, given_somebody_who_always_writes_when_copied_then_it_ends_as_of_one_moment)
{
    connection writer((directory.path() / "parlance.db").string(), access_mode::read_write);
    const std::int64_t rows = number(on, "SELECT count(*) FROM passages");
    int portions = 0;
    const auto write_more = [&](connection::copied_pages) {
        ++portions;
        writer.execute("DELETE FROM passages WHERE seq % 7 = 0");
        writer.execute("UPDATE passages SET section = 'changed'");
        writer.execute("PRAGMA wal_checkpoint(PASSIVE)");
        return portions < 100;
    };

    const auto copied = copy_database(directory.path(), copy, write_more);

    ASSERT_TRUE(copied) << copied.error().detail;
    EXPECT_GT(portions, 2);
    connection copied_to(copy.string(), access_mode::read_only);
    EXPECT_EQ(number(copied_to, "SELECT count(*) FROM passages"), rows);
    EXPECT_EQ(number(copied_to, "SELECT count(*) FROM passages WHERE section = 'changed'"), 0);
}

TEST_F(database_copy, given_rows_in_the_log_only_when_copied_then_they_are_in_one_file)
{
    ASSERT_GT(fs::file_size(directory.path() / "parlance.db-wal"), 1'000'000U);

    ASSERT_TRUE(copy_database(directory.path(), copy, always));

    EXPECT_FALSE(fs::exists(copy.string() + "-wal"));
    EXPECT_FALSE(fs::exists(copy.string() + "-journal"));
    EXPECT_EQ(fs::status(copy).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const auto facts = look_into_copy(copy);
    ASSERT_TRUE(facts) << facts.error().detail;
    EXPECT_EQ(facts->schema_steps, known_migrations().size());
    ASSERT_EQ(facts->originals.size(), 2U);
    EXPECT_EQ(facts->originals[0].file_name, "first.txt");
    EXPECT_EQ(facts->originals[1].content_hash, std::string(64, 'b'));
    EXPECT_FALSE(fs::exists(copy.string() + "-shm")) << "only looked at";
}

TEST_F(database_copy, given_somebody_who_ends_it_when_copied_then_nothing_is_left)
{
    const auto copied =
        copy_database(directory.path(), copy, [](connection::copied_pages) { return false; });

    ASSERT_FALSE(copied);
    EXPECT_EQ(copied.error().kind, fault::cancelled);
    EXPECT_FALSE(fs::exists(copy));
    EXPECT_FALSE(fs::exists(copy.string() + "-journal"));
}

TEST_F(database_copy, given_a_file_that_is_there_when_copied_then_it_is_left_alone)
{
    std::ofstream(copy) << "mine";

    EXPECT_FALSE(copy_database(directory.path(), copy, always));

    EXPECT_EQ(fs::file_size(copy), 4U);
}

TEST_F(database_copy, given_a_damaged_database_when_copied_then_it_is_said_and_nothing_is_left)
{
    on.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    std::fstream file(directory.path() / "parlance.db",
                      std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096L * 900);
    file << std::string(4096L * 4, '\x7f');
    file.close();

    const auto copied = copy_database(directory.path(), copy, always);

    ASSERT_FALSE(copied);
    EXPECT_NE(copied.error().detail.find("damaged"), std::string::npos) << copied.error().detail;
    EXPECT_FALSE(fs::exists(copy));
}

TEST_F(database_copy, given_a_newer_schema_when_looked_at_then_refused)
{
    on.execute("INSERT INTO schema_migrations VALUES (99, 'of_tomorrow', 'x', 0)");

    const auto bytes = bytes_to_copy(directory.path());
    ASSERT_TRUE(copy_database(directory.path(), copy, always));
    const auto facts = look_into_copy(copy);

    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().kind, fault::invalid_request);
    ASSERT_FALSE(facts);
    EXPECT_NE(facts.error().detail.find("newer parlance"), std::string::npos);
}

TEST_F(database_copy, given_documents_with_equal_bytes_when_measured_then_they_count_once)
{
    const auto before = bytes_to_copy(directory.path());
    add_document("a", "the same again.txt");
    const auto after = bytes_to_copy(directory.path());

    ASSERT_TRUE(before && after);
    const auto files = fs::file_size(directory.path() / "parlance.db") +
                       fs::file_size(directory.path() / "parlance.db-wal");
    EXPECT_EQ(*after, files + 2'000U);
}

}  // namespace
}  // namespace parlance::sqlite
