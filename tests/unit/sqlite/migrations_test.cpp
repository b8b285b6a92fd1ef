#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/migrations.hpp>

#include <gtest/gtest.h>

#include <fakes/temporary_directory.hpp>

#include <fstream>
#include <vector>

namespace parlance::sqlite {
namespace {

const migration first{1, "first", "checksum 1", "CREATE TABLE first (a INTEGER) STRICT;"};
const migration second{2, "second", "checksum 2",
                       "CREATE TABLE second (a INTEGER); INSERT INTO second VALUES (7);"};

class migrations : public testing::Test {
protected:
    std::int64_t number(std::string_view sql)
    {
        query asked(on, sql);
        return asked.next() ? asked.integer(0) : -1;
    }
    fakes::temporary_directory directory;
    std::string file = (directory.path() / "parlance.db").string();
    connection on{file, access_mode::read_write};
};

TEST_F(migrations, given_a_new_file_when_migrated_then_every_step_is_recorded)
{
    const std::vector<migration> known{first, second};

    ASSERT_TRUE(migrate(on, known));

    EXPECT_EQ(number("SELECT a FROM second"), 7);
    EXPECT_EQ(number("SELECT count(*) FROM schema_migrations"), 2);
    EXPECT_EQ(number("SELECT applied_at > 1700000000000 FROM schema_migrations"), 1);
    EXPECT_TRUE(check_ours(on));
}

TEST_F(migrations, given_an_older_schema_when_migrated_then_only_what_is_missing)
{
    ASSERT_TRUE(migrate(on, std::vector<migration>{first}));

    ASSERT_TRUE(migrate(on, std::vector<migration>{first, second}));
    ASSERT_TRUE(migrate(on, std::vector<migration>{first, second}));

    EXPECT_EQ(number("SELECT count(*) FROM second"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM schema_migrations"), 2);
}

TEST_F(migrations, given_a_newer_schema_when_migrated_then_refused_by_name)
{
    ASSERT_TRUE(migrate(on, std::vector<migration>{first, second}));

    const auto refused = migrate(on, std::vector<migration>{first});

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::invalid_request);
    EXPECT_NE(refused.error().detail.find("newer parlance"), std::string::npos);
    EXPECT_NE(refused.error().detail.find("2 (second)"), std::string::npos);
}

TEST_F(migrations, given_a_changed_step_when_migrated_then_refused_and_nothing_is_applied)
{
    ASSERT_TRUE(migrate(on, std::vector<migration>{first}));
    migration edited = first;
    edited.checksum = "another";

    const auto refused = migrate(on, std::vector<migration>{edited, second});

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::invalid_request);
    EXPECT_NE(refused.error().detail.find("1 (first)"), std::string::npos);
    EXPECT_EQ(number("SELECT count(*) FROM sqlite_schema WHERE name = 'second'"), 0);
}

TEST_F(migrations, given_a_broken_step_when_migrated_then_nothing_of_it_is_left)
{
    const migration broken{2, "broken", "checksum", "CREATE TABLE half (a); CREATE TABLE half (a)"};

    EXPECT_THROW(static_cast<void>(migrate(on, std::vector<migration>{first, broken})), refusal);

    EXPECT_EQ(number("SELECT count(*) FROM sqlite_schema"), 0);
}

TEST_F(migrations, given_a_database_of_another_program_then_it_is_not_ours)
{
    on.execute("CREATE TABLE theirs (a INTEGER)");

    const auto refused = check_ours(on);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::invalid_request);
}

TEST_F(migrations, given_the_steps_of_this_program_then_they_are_numbered_from_one)
{
    std::int64_t expected = 1;
    for (const migration& step : known_migrations()) {
        EXPECT_EQ(step.version, expected++);
        EXPECT_EQ(step.checksum.size(), 64U);
    }
    EXPECT_GT(expected, 1);
    EXPECT_TRUE(migrate(on, known_migrations()));
}

}  // namespace
}  // namespace parlance::sqlite
