#include <parlance/postgresql/settings.hpp>

#include <gtest/gtest.h>

#include <map>

namespace parlance::postgresql {
namespace {

using environment = std::map<std::string, std::string>;

std::string value_in(const config& read, const std::string& name)
{
    for (const auto& one : read.keywords) {
        if (one.name == name) return one.value;
    }
    return "";
}

std::string refusal_of(const std::string& url)
{
    const auto read = read_url(url);
    EXPECT_FALSE(read) << url;
    return read ? "" : read.error().detail;
}

TEST(postgresql_config, given_a_remote_host_when_read_then_tls_is_verified_to_the_full)
{
    const auto read = read_url("postgresql://app:word@db.example/parlance");

    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(value_in(*read, "sslmode"), "verify-full");
    EXPECT_EQ(value_in(*read, "target_session_attrs"), "read-write");
    EXPECT_EQ(value_in(*read, "password"), "");
    ASSERT_TRUE(read->password);
    EXPECT_EQ(read->password->reveal(), "word");
    EXPECT_EQ(read->shown, "db.example:5432/parlance");
    EXPECT_FALSE(read->is_pooled);
}

TEST(postgresql_config, given_a_remote_host_when_less_is_asked_for_then_refused)
{
    for (const std::string mode : {"disable", "allow", "prefer", "require", "verify-ca"}) {
        const std::string why = refusal_of("postgresql://db.example/x?sslmode=" + mode);

        EXPECT_NE(why.find("verify-full"), std::string::npos) << why;
        EXPECT_NE(why.find("sslmode=" + mode), std::string::npos) << why;
    }
}

TEST(postgresql_config, given_this_machine_when_read_then_tls_is_as_asked)
{
    for (const std::string where : {"localhost", "127.0.0.1", "127.1.2.3", "[::1]"}) {
        const auto plain = read_url("postgresql://" + where + "/x?sslmode=disable");
        const auto usual = read_url("postgresql://" + where + "/x");

        ASSERT_TRUE(plain) << where;
        EXPECT_EQ(value_in(*plain, "sslmode"), "disable");
        ASSERT_TRUE(usual) << where;
        EXPECT_EQ(value_in(*usual, "sslmode"), "prefer");
    }
    const auto socket = read_url("postgresql:///x?host=/run/here");
    ASSERT_TRUE(socket);
    EXPECT_TRUE(socket->hosts.front().is_socket());
}

TEST(postgresql_config, given_one_remote_host_of_several_when_read_then_all_are_verified)
{
    const auto read = read_url("postgresql://localhost:5433,db.example:5434/x");

    ASSERT_TRUE(read);
    EXPECT_EQ(value_in(*read, "sslmode"), "verify-full");
    ASSERT_EQ(read->hosts.size(), 2U);
    EXPECT_EQ(read->hosts[1].name, "db.example");
    EXPECT_EQ(read->hosts[1].port, "5434");
}

TEST(postgresql_config, given_a_local_name_for_a_remote_address_when_read_then_it_is_remote)
{
    const auto read = read_url("postgresql://localhost/x?hostaddr=192.0.2.1");

    ASSERT_TRUE(read);
    EXPECT_EQ(value_in(*read, "sslmode"), "verify-full");
}

TEST(postgresql_config, given_a_pooler_when_read_then_no_start_up_options)
{
    const auto pooled = read_url("postgresql://db.example:6432/x");
    const auto direct = read_url("postgresql://db.example:5432/x");

    ASSERT_TRUE(pooled);
    EXPECT_TRUE(pooled->is_pooled);
    EXPECT_EQ(value_in(*pooled, "options"), "");
    ASSERT_TRUE(direct);
    EXPECT_NE(value_in(*direct, "options").find("statement_timeout=15000"), std::string::npos);
}

TEST(postgresql_config, given_options_of_the_url_when_without_time_outs_then_only_they_are_left)
{
    const auto own = read_url("postgresql://localhost/x?options=-c%20search_path%3Dmine").value();
    const auto none = read_url("postgresql://localhost/x").value();

    EXPECT_NE(value_in(own, "options").find("search_path=mine"), std::string::npos);
    EXPECT_NE(value_in(own, "options").find("lock_timeout=5000"), std::string::npos);
    EXPECT_EQ(value_in(without_time_outs(own), "options"), "-c search_path=mine");
    EXPECT_EQ(value_in(without_time_outs(none), "options"), "");
    EXPECT_EQ(without_time_outs(none).keywords.size() + 1, none.keywords.size());
}

TEST(postgresql_config, given_no_url_when_read_then_the_password_is_not_told)
{
    for (const std::string url :
         {"postgresql://user:ses%ame@host/x", "postgresql://user:sesame@host:port:port/x",
          "postgresql://user:sesame@host:65536/x", "mysql://user:sesame@host/x",
          "host=h password=sesame", "postgresql://user:sesame@host/x?unknown=1",
          "postgresql://u:sesame@h/x?connect_timeout=0", "postgresql://u:sesame@a,b/x?port=1,2,3",
          "postgresql://u:sesame@h/x?service=s"}) {
        const std::string why = refusal_of(url);

        EXPECT_FALSE(why.empty()) << url;
        EXPECT_EQ(why.find("sesame"), std::string::npos) << why;
        EXPECT_EQ(why.find("ses%ame"), std::string::npos) << why;
    }
}

TEST(postgresql_settings, given_nothing_when_read_then_no_database)
{
    settings from(environment{});

    EXPECT_FALSE(read_settings(from));
    EXPECT_TRUE(from.check());
}

TEST(postgresql_settings, given_a_url_when_read_then_it_is_listened_to_directly)
{
    settings from(environment{{"PARLANCE_DATABASE", "postgresql://localhost/x"}});

    const auto read = read_settings(from);

    ASSERT_TRUE(read);
    ASSERT_TRUE(read->direct);
    EXPECT_EQ(read->direct->shown, "localhost:5432/x");
    EXPECT_EQ(read->database.connections_max, pool_connections_default);
}

TEST(postgresql_settings, given_a_pooler_or_off_when_read_then_nothing_is_listened_to)
{
    settings pooled(environment{{"PARLANCE_DATABASE", "postgresql://localhost:6432/x"}});
    settings off(
        {{"PARLANCE_DATABASE", "postgresql://localhost/x"}, {"PARLANCE_DATABASE_DIRECT", "off"}});
    settings both(environment{{"PARLANCE_DATABASE", "postgresql://localhost:6432/x"},
                              {"PARLANCE_DATABASE_DIRECT", "postgresql://localhost:5432/x"}});

    EXPECT_FALSE(read_settings(pooled)->direct);
    EXPECT_FALSE(read_settings(off)->direct);
    EXPECT_TRUE(read_settings(both)->direct);
}

TEST(postgresql_settings, given_mistakes_when_read_then_they_are_named)
{
    settings from(
        environment{{"PARLANCE_DATABASE", "postgresql://db.example/x?sslmode=require"},
                    {"PARLANCE_DATABASE_DIRECT", "nowhere"},
                    {"PARLANCE_DATABASE_CONNECTIONS", std::to_string(pool_connections_max + 1)}});

    read_settings(from);

    const auto checked = from.check();
    ASSERT_FALSE(checked);
    const std::string& why = checked.error().detail;
    EXPECT_NE(why.find("PARLANCE_DATABASE asks for sslmode=require"), std::string::npos) << why;
    EXPECT_NE(why.find("PARLANCE_DATABASE_CONNECTIONS"), std::string::npos) << why;
}

}  // namespace
}  // namespace parlance::postgresql
