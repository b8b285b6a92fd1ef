#include <parlance/openai_compatible/config.hpp>

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace parlance::openai_compatible {
namespace {

using environment = std::map<std::string, std::string>;

TEST(openai_config, given_no_model_when_read_then_nothing_is_sent_anywhere)
{
    settings from(environment{{"OPENAI_API_KEY", "k"}, {"OPENAI_BASE_URL", "nonsense"}});

    EXPECT_FALSE(read_config(from));
    EXPECT_TRUE(from.check());
}

TEST(openai_config, given_only_a_model_when_read_then_openai_itself)
{
    settings from(environment{{"OPENAI_MODEL", "gpt-4.1"}});

    const auto read = read_config(from);

    ASSERT_TRUE(read);
    EXPECT_EQ(read->base_url, "https://api.openai.com/v1");
    EXPECT_EQ(read->model, "gpt-4.1");
    EXPECT_EQ(read->key, nullptr);
    EXPECT_EQ(destination(*read), "api.openai.com");
}

TEST(openai_config, given_addresses_when_read_then_the_version_is_added_only_when_missing)
{
    const std::map<std::string, std::string> expected{
        {"https://host", "https://host/v1"},
        {"https://host/", "https://host/v1"},
        {"https://host/v1", "https://host/v1"},
        {"https://host:8443/v1/", "https://host:8443/v1"},
        {"https://host/openai/v1//", "https://host/openai/v1"},
        {"http://[::1]:9/api", "http://[::1]:9/api"}};
    for (const auto& [given, base_url] : expected) {
        const auto read = read_base_url(given);
        EXPECT_EQ(read.mistake, "") << given;
        EXPECT_EQ(read.base_url, base_url) << given;
        EXPECT_TRUE(read.is_protected) << given;
    }
}

TEST(openai_config, given_unusable_addresses_when_read_then_each_has_a_mistake)
{
    for (const std::string given :
         {"host/v1", "ftp://host/v1", "https://", "https:///v1", "https://user:pw@host/v1",
          "https://host/v1?key=1", "https://host/v1#a", "https://ho st/v1", "https://host:x/v1",
          "https://host:123456/v1", "https://host/v1\n", "https://host/v1/chat/completions"}) {
        EXPECT_NE(read_base_url(given).mistake, "") << given;
    }
}

TEST(openai_config, given_http_to_another_machine_when_a_key_is_set_then_refused)
{
    settings from(environment{{"OPENAI_MODEL", "m"},
                              {"OPENAI_API_KEY", "k"},
                              {"OPENAI_BASE_URL", "http://127.0.0.1.example.org/v1"}});

    EXPECT_FALSE(read_config(from));

    const auto checked = from.check();
    ASSERT_FALSE(checked);
    EXPECT_NE(checked.error().detail.find("OPENAI_BASE_URL"), std::string::npos);
}

TEST(openai_config, given_a_key_that_no_header_may_carry_when_read_then_named_without_its_value)
{
    for (const std::string end :
         {"\r\nX-Other: 1", "\r\n", "\n", "\r", "\t", " ", "\x7f", "\x1b[2J", "\xC3\xBC"}) {
        for (const std::string model : {"", "m"}) {
            settings from(
                environment{{"OPENAI_MODEL", model}, {"OPENAI_API_KEY", "planted" + end}});

            EXPECT_FALSE(read_config(from));

            const auto checked = from.check();
            ASSERT_FALSE(checked) << end;
            const std::string& detail = checked.error().detail;
            EXPECT_TRUE(detail.starts_with("OPENAI_API_KEY must be")) << detail;
            EXPECT_EQ(detail.find("planted"), std::string::npos) << detail;
        }
    }
}

TEST(openai_config, given_a_model_that_is_no_name_when_read_then_a_mistake)
{
    for (const std::string& model :
         {std::string("m\n"), std::string("\x1b]52;c;AAAA\x07"), std::string(" "),
          std::string("\xFF"), std::string(257, 'm')}) {
        settings from(environment{{"OPENAI_MODEL", model}});

        EXPECT_FALSE(read_config(from));

        const auto checked = from.check();
        ASSERT_FALSE(checked) << model;
        EXPECT_TRUE(checked.error().detail.starts_with("OPENAI_MODEL must be"));
    }
    settings longest(environment{{"OPENAI_MODEL", std::string(256, 'm')}});
    EXPECT_TRUE(read_config(longest));
}

TEST(openai_config, given_three_mistakes_when_read_then_all_of_them_are_named)
{
    settings from(environment{
        {"OPENAI_MODEL", "m\n"}, {"OPENAI_API_KEY", "k\r\n"}, {"OPENAI_BASE_URL", "nonsense"}});

    EXPECT_FALSE(read_config(from));

    const auto checked = from.check();
    ASSERT_FALSE(checked);
    for (const std::string name : {"OPENAI_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"}) {
        EXPECT_NE(checked.error().detail.find(name), std::string::npos) << name;
    }
}

TEST(openai_config, given_http_when_it_stays_here_or_has_no_key_then_allowed)
{
    settings local(environment{{"OPENAI_MODEL", "m"},
                               {"OPENAI_API_KEY", "k"},
                               {"OPENAI_BASE_URL", "http://127.0.0.1:8089"}});
    settings keyless(
        environment{{"OPENAI_MODEL", "m"}, {"OPENAI_BASE_URL", "http://models.lan:11434/v1"}});

    const auto with_key = read_config(local);

    ASSERT_TRUE(with_key);
    EXPECT_EQ(with_key->key->reveal(), "k");
    EXPECT_EQ(destination(*with_key), "127.0.0.1:8089");
    EXPECT_TRUE(read_config(keyless));
}

}  // namespace
}  // namespace parlance::openai_compatible
