#include "postgresql_bench.hpp"

#include <parlance/postgresql/migrations.hpp>

#include <array>

namespace parlance::postgresql {
namespace {

constexpr std::array<migration, 2> two_steps{{
    {1, "first", "aa", "CREATE TABLE one (n bigint); SELECT pg_sleep(0.2);"},
    {2, "second", "bb", "CREATE TABLE two (n bigint); INSERT INTO two VALUES (1);"},
}};
constexpr std::span<const migration> first_step = std::span(two_steps).first(1);

class postgresql_migrations : public postgresql_bench {
protected:
    result<std::size_t> made(std::span<const migration> known)
    {
        return run(migrate(here(), with(), known));
    }
    result<> checked(std::span<const migration> known)
    {
        return run(check_schema(here(), with(), known));
    }
};

TEST_F(postgresql_migrations, given_the_known_ones_when_made_twice_then_once)
{
    const auto first = made(known_migrations());
    const auto second = made(known_migrations());

    ASSERT_TRUE(first) << first.error().detail;
    EXPECT_EQ(*first, known_migrations().size());
    ASSERT_TRUE(second) << second.error().detail;
    EXPECT_EQ(*second, 0U);
    EXPECT_TRUE(checked(known_migrations()));
}

TEST_F(postgresql_migrations, given_two_at_once_when_made_then_each_step_once)
{
    std::promise<std::size_t> other;
    auto beside = [](config where, collaborators of, std::promise<std::size_t>& to) -> task<> {
        const auto done = co_await migrate(std::move(where), std::move(of), two_steps);
        to.set_value(done ? *done : std::size_t{99});
    };
    tasks.start("other", beside(here(), with(), other));

    const auto here_made = made(two_steps);

    ASSERT_TRUE(here_made) << here_made.error().detail;
    EXPECT_EQ(*here_made + other.get_future().get(), 2U);
    EXPECT_EQ(number("SELECT count(*) FROM two"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM schema_migrations"), 2);
}

TEST_F(postgresql_migrations, given_another_checksum_then_refused_and_nothing_is_changed)
{
    ASSERT_TRUE(made(first_step));
    std::array<migration, 2> other = two_steps;
    other[0].checksum = "cc";

    const auto refused = made(other);
    const auto looked = checked(other);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::invalid_request);
    EXPECT_NE(refused.error().detail.find("1 (first)"), std::string::npos);
    ASSERT_FALSE(looked);
    EXPECT_EQ(looked.error().kind, fault::invalid_request);
    EXPECT_EQ(number("SELECT count(*) FROM schema_migrations"), 1);
}

TEST_F(postgresql_migrations, given_a_newer_schema_then_refused)
{
    ASSERT_TRUE(made(two_steps));

    const auto refused = made(first_step);
    const auto looked = checked(first_step);

    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("newer parlance"), std::string::npos);
    ASSERT_FALSE(looked);
    EXPECT_EQ(looked.error().kind, fault::invalid_request);
}

TEST_F(postgresql_migrations, given_an_older_schema_when_checked_then_the_command_is_named)
{
    const auto empty = checked(two_steps);
    ASSERT_TRUE(made(first_step));
    const auto half = checked(two_steps);

    for (const auto* const one : {&empty, &half}) {
        ASSERT_FALSE(*one);
        EXPECT_EQ(one->error().kind, fault::invalid_request);
        EXPECT_NE(one->error().detail.find("parlance migrate"), std::string::npos);
    }
}

TEST_F(postgresql_migrations, given_a_step_that_fails_then_those_before_it_stay_and_it_is_undone)
{
    std::array<migration, 2> broken = two_steps;
    broken[1].sql = "CREATE TABLE two (n bigint); SELECT 1/0;";

    const auto refused = made(broken);

    ASSERT_FALSE(refused);
    EXPECT_EQ(number("SELECT count(*) FROM schema_migrations"), 1);
    EXPECT_EQ(server.run("SELECT to_regclass('two') IS NULL", name), "t");
    EXPECT_TRUE(made(two_steps));
}

TEST_F(postgresql_migrations,
       given_a_role_of_rows_only_then_it_checks_and_writes_but_does_not_migrate)
{
    ASSERT_TRUE(made(known_migrations()));
    const std::string role = "rows_only_" + name;
    server.run("CREATE ROLE " + role + " LOGIN PASSWORD 'word'");
    server.run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + role,
               name);
    const config theirs = at(server.url(name, role, "word"));

    const auto checked_by_them = run(check_schema(theirs, with(), known_migrations()));
    std::vector<migration> more(known_migrations().begin(), known_migrations().end());
    more.push_back(
        {static_cast<std::int64_t>(more.size()) + 1, "more", "dd", "CREATE TABLE more (n bigint)"});
    const auto migrated_by_them = run(migrate(theirs, with(), more));
    const auto db = opened(theirs);

    EXPECT_TRUE(checked_by_them) << checked_by_them.error().detail;
    ASSERT_FALSE(migrated_by_them);
    EXPECT_EQ(migrated_by_them.error().kind, fault::invalid_request);
    EXPECT_TRUE(write(*db,
                      "INSERT INTO replica_epochs (replica, joined_at) "
                      "VALUES ('00000000-0000-0000-0000-000000000000', 0)"));
}

}  // namespace
}  // namespace parlance::postgresql
