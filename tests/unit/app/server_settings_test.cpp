#include <parlance/app/server_settings.hpp>

#include <gtest/gtest.h>

namespace parlance::app {
namespace {

result<server_settings> read(std::map<std::string, std::string> environment)
{
    settings from(std::move(environment));
    return read_server_settings(from);
}

TEST(server_settings, given_only_a_home_when_read_then_the_usual_places)
{
    const auto settled = read({{"HOME", "/home/somebody"}});

    ASSERT_TRUE(settled);
    EXPECT_EQ(settled->http_port, 8080);
    EXPECT_EQ(settled->address.listen, "127.0.0.1");
    EXPECT_EQ(settled->data, "/home/somebody/.local/share/parlance");
    EXPECT_TRUE(settled->loads_samples);
    EXPECT_EQ(settled->drain, std::chrono::seconds(120));
    EXPECT_FALSE(settled->model);
}

TEST(server_settings, given_several_mistakes_when_read_then_all_are_named_together)
{
    const auto settled = read({{"PARLANCE_HTTP_PORT", "65536"},
                               {"PARLANCE_LISTEN", "0.0.0.0"},
                               {"PARLANCE_MODE", "fast"},
                               {"PARLANCE_LOG", "xml"},
                               {"PARLANCE_DRAIN_SECONDS", "3601"},
                               {"PARLANCE_COLOUR", "blue"}});

    ASSERT_FALSE(settled);
    const std::string& detail = settled.error().detail;
    EXPECT_EQ(settled.error().kind, fault::invalid_request);
    EXPECT_NE(detail.find("PARLANCE_HTTP_PORT"), std::string::npos) << detail;
    EXPECT_NE(detail.find("PARLANCE_LISTEN"), std::string::npos) << detail;
    EXPECT_NE(detail.find("PARLANCE_MODE"), std::string::npos) << detail;
    EXPECT_NE(detail.find("PARLANCE_LOG must be json or unset, not 'xml'"), std::string::npos)
        << detail;
    EXPECT_NE(detail.find("PARLANCE_DRAIN_SECONDS"), std::string::npos) << detail;
    EXPECT_NE(detail.find("PARLANCE_DATA"), std::string::npos) << detail;
    EXPECT_NE(detail.find("PARLANCE_COLOUR"), std::string::npos) << detail;
}

TEST(server_settings, given_what_the_terminal_can_do_when_read_then_colours_only_where_wanted)
{
    const auto read_log = [](std::map<std::string, std::string> more) {
        more["HOME"] = "/home/somebody";
        return read(std::move(more)).value().log;
    };

    EXPECT_TRUE(read_log({{"TERM", "xterm"}}).may_be_coloured);
    EXPECT_FALSE(read_log({}).may_be_coloured);
    EXPECT_FALSE(read_log({{"TERM", "dumb"}}).may_be_coloured);
    EXPECT_FALSE(read_log({{"TERM", "xterm"}, {"NO_COLOR", "1"}}).may_be_coloured);
    EXPECT_FALSE(read_log({{"TERM", "xterm"}}).is_always_json);
    EXPECT_TRUE(read_log({{"PARLANCE_LOG", "json"}}).is_always_json);
}

TEST(server_settings, given_a_key_without_a_model_when_read_then_no_text_leaves_the_machine)
{
    const auto settled = read({{"HOME", "/home/somebody"}, {"OPENAI_API_KEY", "key"}});

    ASSERT_TRUE(settled);
    EXPECT_FALSE(settled->model);
}

TEST(server_settings, given_a_model_when_read_then_its_host_is_the_destination)
{
    const auto settled = read({{"HOME", "/home/somebody"},
                               {"OPENAI_BASE_URL", "https://models.example/v1"},
                               {"OPENAI_MODEL", "large"}});

    ASSERT_TRUE(settled);
    ASSERT_TRUE(settled->model);
    EXPECT_EQ(openai_compatible::destination(*settled->model), "models.example");
}

}  // namespace
}  // namespace parlance::app
