#include <parlance/postgresql/client_program.hpp>

#include <gtest/gtest.h>

#include <fakes/temporary_directory.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

namespace parlance::postgresql {
namespace {

namespace fs = std::filesystem;

config where_of(const std::string& url)
{
    auto read = read_url(url);
    EXPECT_TRUE(read) << url;
    return std::move(*read);
}

/// A program of the test's own, the only one in PATH beside the shell's.
class client_program : public testing::Test {
protected:
    void make(const std::string& script) const
    {
        const fs::path program = directory.path() / "pg_dump";
        std::ofstream(program) << "#!/bin/sh\n" << script << "\n";
        fs::permissions(program, fs::perms::owner_all);
    }
    [[nodiscard]] result<std::string> run(const config* to = nullptr) const
    {
        const client_call call{(directory.path() / "pg_dump").string(), {"first one"}, to};
        return run_client(call, around);
    }

    fakes::temporary_directory directory;
    client_surroundings around{{{"PATH", "/usr/bin:/bin"}, {"PGHOST", "elsewhere"}, {"KEY", "x"}},
                               [] { return true; }};
};

TEST_F(client_program, given_a_url_when_written_then_all_but_the_password_and_our_times_is_in_it)
{
    const config where = where_of(
        "postgresql://some'one:pass%27word@one.example:1,two.example:2/na%5Cme?connect_timeout=7"
        "&sslrootcert=/certificates/of%20ours.pem&options=-c%20work_mem%3D8MB");

    const std::string text = connection_text(where);

    EXPECT_EQ(text.find("word@"), std::string::npos);
    EXPECT_EQ(text.find("pass"), std::string::npos) << text;
    EXPECT_NE(text.find("host='one.example,two.example'"), std::string::npos) << text;
    EXPECT_NE(text.find("port='1,2'"), std::string::npos) << text;
    EXPECT_NE(text.find("user='some\\'one'"), std::string::npos) << text;
    EXPECT_NE(text.find("dbname='na\\\\me'"), std::string::npos) << text;
    EXPECT_NE(text.find("connect_timeout='7'"), std::string::npos) << text;
    EXPECT_NE(text.find("sslmode='verify-full'"), std::string::npos) << text;
    EXPECT_NE(text.find("sslrootcert='/certificates/of ours.pem'"), std::string::npos) << text;
    EXPECT_NE(text.find("options='-c work_mem=8MB'"), std::string::npos) << text;
    EXPECT_EQ(text.find("statement_timeout"), std::string::npos) << text;
}

TEST_F(client_program, given_a_password_when_run_then_it_is_in_the_environment_only)
{
    make("echo \"$@\"; env");
    const config where = where_of("postgresql://me:secret-word@127.0.0.1/name");

    const auto said = run(&where);

    ASSERT_TRUE(said) << said.error().detail;
    EXPECT_NE(said->find("\nPGPASSWORD=secret-word\n"), std::string::npos) << *said;
    EXPECT_EQ(said->find("secret-word"), said->rfind("secret-word")) << *said;
    EXPECT_NE(said->find("--dbname=host='127.0.0.1'"), std::string::npos) << *said;
    EXPECT_NE(said->find("\nPGHOST=127.0.0.1\n"), std::string::npos) << "of the URL";
    EXPECT_EQ(said->find("KEY=x"), std::string::npos) << "nothing else of ours";
}

TEST_F(client_program, given_a_key_with_a_password_when_run_then_it_is_refused)
{
    make("true");
    const config where = where_of("postgresql://me@127.0.0.1/name?sslpassword=secret-word");

    const auto said = run(&where);

    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().detail.find("secret-word"), std::string::npos);
}

TEST_F(client_program, given_a_program_that_fails_when_run_then_its_words_are_one_plain_line)
{
    make("printf 'first\\nsecond \\033]52;c;aGk=\\007 \\302\\233 third\\n' >&2; exit 3");

    const auto said = run();

    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().kind, fault::invalid_request);
    EXPECT_NE(said.error().detail.find("refused: first second ]52;c;aGk=  third"),
              std::string::npos)
        << said.error().detail;
}

TEST_F(client_program, given_a_program_that_writes_without_end_when_run_then_the_first_part_is_kept)
{
    make("head -c 10000000 /dev/zero | tr '\\0' x; exit 1");

    const auto said = run();

    ASSERT_FALSE(said);
    EXPECT_LT(said.error().detail.size(), 1'000U);
}

TEST_F(client_program, given_a_program_that_is_killed_or_missing_when_run_then_it_is_said)
{
    const auto missing = run();
    make("kill -9 $$");
    const auto killed = run();

    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().detail.find("is not installed"), std::string::npos);
    ASSERT_FALSE(killed);
    EXPECT_EQ(killed.error().kind, fault::overloaded);
}

TEST_F(client_program, given_somebody_who_ends_it_when_run_then_the_program_is_gone)
{
    make("echo $$ > " + (directory.path() / "process").string() + "; exec sleep 600");
    around.goes_on = [this] {
        std::error_code unknown;
        return !fs::exists(directory.path() / "process", unknown) ||
               fs::file_size(directory.path() / "process", unknown) == 0;
    };

    const auto said = run();

    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().kind, fault::cancelled);
    int process = 0;
    std::ifstream(directory.path() / "process") >> process;
    EXPECT_FALSE(fs::exists("/proc/" + std::to_string(process)));
}

TEST_F(client_program, given_versions_when_checked_then_an_older_program_is_refused)
{
    around.environment["PATH"] = directory.path().string() + ":/usr/bin:/bin";
    const char* const path = std::getenv("PATH");
    const std::string before = path == nullptr ? "" : path;
    ::setenv("PATH", around.environment["PATH"].c_str(), 1);
    make("echo 'pg_dump (PostgreSQL) 15.4 (Debian 15.4-1)'");

    const auto older_server = check_client("pg_dump", 140'011, around);
    const auto same = check_client("pg_dump", 150'009, around);
    const auto newer_server = check_client("pg_dump", 160'000, around);

    ::setenv("PATH", before.c_str(), 1);
    EXPECT_TRUE(older_server);
    EXPECT_TRUE(same);
    ASSERT_FALSE(newer_server);
    EXPECT_NE(newer_server.error().detail.find("is of PostgreSQL 15, the server is 16"),
              std::string::npos);
}

}  // namespace
}  // namespace parlance::postgresql
