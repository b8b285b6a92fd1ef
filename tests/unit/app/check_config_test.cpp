#include <parlance/app/commands/check_config.hpp>
#include <parlance/app/server_settings.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace parlance::app {
namespace {

std::vector<effective_setting> effective(std::map<std::string, std::string> given)
{
    settings from(std::move(given));
    static_cast<void>(read_server_settings(from));
    return effective_settings(from);
}

effective_setting named(const std::vector<effective_setting>& all, const std::string& name)
{
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
    return found == all.end() ? effective_setting{} : *found;
}

TEST(check_config, given_a_value_and_a_default_when_shown_then_both_are_told_apart)
{
    const auto all = effective({{"HOME", "/nowhere"}, {"PARLANCE_HTTP_PORT", "9000"}});

    EXPECT_EQ(named(all, "PARLANCE_HTTP_PORT").value, "9000");
    EXPECT_FALSE(named(all, "PARLANCE_HTTP_PORT").is_default);
    EXPECT_EQ(named(all, "PARLANCE_LISTEN").value, "127.0.0.1");
    EXPECT_TRUE(named(all, "PARLANCE_LISTEN").is_default);
}

TEST(check_config, given_a_secret_when_shown_then_only_that_it_is_set)
{
    const auto with = effective({{"HOME", "/nowhere"}, {"OPENAI_API_KEY", "sk-confidential"}});
    const auto without = effective({{"HOME", "/nowhere"}});

    EXPECT_EQ(named(with, "OPENAI_API_KEY").value, "set");
    EXPECT_EQ(named(without, "OPENAI_API_KEY").value, "missing");
}

TEST(check_config, given_a_url_with_a_password_when_shown_then_without_it)
{
    const auto with = effective({{"HOME", "/nowhere"}, {"OPENAI_BASE_URL", "https://u:p@w@h/v1"}});
    const auto without = effective({{"HOME", "/nowhere"}, {"OPENAI_BASE_URL", "https://h/v1"}});

    EXPECT_EQ(named(with, "OPENAI_BASE_URL").value, "https://***@h/v1");
    EXPECT_EQ(named(without, "OPENAI_BASE_URL").value, "https://h/v1");
}

TEST(check_config, given_a_mistake_when_shown_then_the_value_as_it_was_given)
{
    const auto all = effective({{"HOME", "/nowhere"}, {"PARLANCE_HTTP_PORT", "many"}});

    EXPECT_EQ(named(all, "PARLANCE_HTTP_PORT").value, "many");
    EXPECT_EQ(named(all, "HOME").name, "");
}

}  // namespace
}  // namespace parlance::app
