#include <parlance/foundation/settings.hpp>

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace parlance {
namespace {

using environment = std::map<std::string, std::string>;

setting named(std::string name, std::string default_value = {})
{
    return setting{std::move(name), std::move(default_value), "For tests."};
}

bool mentions(const result<>& checked, std::string_view part)
{
    return !checked && checked.error().detail.find(part) != std::string::npos;
}

TEST(settings_test, given_a_value_when_read_then_it_wins_over_the_default)
{
    settings from(environment{{"PARLANCE_MODE", "demo"}});

    EXPECT_EQ(from.text(named("PARLANCE_MODE", "local")), "demo");
    EXPECT_TRUE(from.check());
}

TEST(settings_test, given_no_or_an_empty_value_when_read_then_the_default_or_nothing)
{
    settings from(environment{{"PARLANCE_EMPTY", ""}});

    EXPECT_EQ(from.text(named("PARLANCE_EMPTY", "local")), "local");
    EXPECT_EQ(from.text(named("PARLANCE_ABSENT", "local")), "local");
    EXPECT_FALSE(from.text(named("PARLANCE_ABSENT")));
    EXPECT_TRUE(from.check());
}

TEST(settings_test, given_numbers_at_the_bounds_when_read_then_they_are_taken)
{
    settings from(environment{{"PARLANCE_LEAST", "0"}, {"PARLANCE_MOST", "65535"}});

    EXPECT_EQ(from.number(named("PARLANCE_LEAST"), 0, 65'535), 0);
    EXPECT_EQ(from.number(named("PARLANCE_MOST"), 0, 65'535), 65'535);
    EXPECT_EQ(from.number(named("PARLANCE_ABSENT", "8080"), 0, 65'535), 8'080);
    EXPECT_FALSE(from.number(named("PARLANCE_UNSET"), 0, 65'535));
    EXPECT_TRUE(from.check());
}

TEST(settings_test, given_values_that_are_no_number_in_bounds_when_read_then_each_is_a_mistake)
{
    for (const std::string wrong :
         {"65536", "-1", "80x", " 80", "80 ", "0x50", "8.0", "99999999999999999999", "port"}) {
        settings from(environment{{"PARLANCE_HTTP_PORT", wrong}});

        EXPECT_FALSE(from.number(named("PARLANCE_HTTP_PORT"), 0, 65'535)) << wrong;

        const result<> checked = from.check();
        EXPECT_TRUE(mentions(checked, "PARLANCE_HTTP_PORT must be a whole number from 0 to 65535"))
            << wrong;
        EXPECT_TRUE(mentions(checked, "'" + wrong + "'"));
    }
}

TEST(settings_test, given_several_mistakes_when_checked_then_all_are_named_at_once)
{
    settings from(environment{
        {"PARLANCE_HTTP_PORT", "many"}, {"PARLANCE_MODE", "wild"}, {"PARLANCE_HTPP_PORT", "8081"}});
    static_cast<void>(from.number(named("PARLANCE_HTTP_PORT"), 0, 65'535));
    static_cast<void>(from.text(named("PARLANCE_MODE")));
    from.mistake("PARLANCE_MODE", "must be local or demo");

    const result<> checked = from.check();

    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().kind, fault::invalid_request);
    EXPECT_TRUE(mentions(checked, "PARLANCE_HTTP_PORT must be"));
    EXPECT_TRUE(mentions(checked, "PARLANCE_MODE must be local or demo"));
    EXPECT_TRUE(mentions(checked, "PARLANCE_HTPP_PORT is not a setting of this version"));
}

TEST(settings_test, given_names_of_others_when_checked_then_they_pass)
{
    const settings from(environment{{"HOME", "/root"}, {"PARLANCEX", "1"}, {"OPENAI_ORG", "x"}});

    EXPECT_TRUE(from.check());
}

TEST(settings_test, given_the_names_kubernetes_adds_for_our_services_when_checked_then_they_pass)
{
    const settings from(environment{{"PARLANCE_PORT", "tcp://10.0.0.1:80"},
                                    {"PARLANCE_PORT_80_TCP", "tcp://10.0.0.1:80"},
                                    {"PARLANCE_PORT_80_TCP_ADDR", "10.0.0.1"},
                                    {"PARLANCE_PORT_80_TCP_PORT", "80"},
                                    {"PARLANCE_PORT_80_TCP_PROTO", "tcp"},
                                    {"PARLANCE_SERVICE_HOST", "10.0.0.1"},
                                    {"PARLANCE_SERVICE_PORT", "80"},
                                    {"PARLANCE_SERVICE_PORT_HTTP", "80"},
                                    {"PARLANCE_GATEWAY_PORT", "tcp://10.0.0.2:443"},
                                    {"PARLANCE_GATEWAY_PORT_443_TCP_ADDR", "10.0.0.2"},
                                    {"PARLANCE_GATEWAY_SERVICE_HOST", "10.0.0.2"}});

    const result<> checked = from.check();

    EXPECT_TRUE(checked) << checked.error().detail;
}

TEST(settings_test, given_a_port_under_a_wrong_name_when_checked_then_it_is_refused)
{
    // Somebody who means PARLANCE_HTTP_PORT: Kubernetes would have written an address.
    const settings from(environment{{"PARLANCE_PORT", "9090"}, {"PARLANCE_SERVICE_NAME", "chat"}});

    const result<> checked = from.check();

    EXPECT_TRUE(mentions(checked, "PARLANCE_PORT is not a setting"));
    EXPECT_TRUE(mentions(checked, "PARLANCE_SERVICE_NAME is not a setting"));
}

TEST(settings_test, given_what_was_asked_for_when_listed_then_it_is_in_that_order)
{
    settings from(environment{});
    static_cast<void>(from.text(named("PARLANCE_B")));
    static_cast<void>(from.number(named("PARLANCE_A", "1"), 0, 9));

    ASSERT_EQ(from.asked().size(), 2U);
    EXPECT_EQ(from.asked()[0].name, "PARLANCE_B");
    EXPECT_EQ(from.asked()[1].name, "PARLANCE_A");
}

}  // namespace
}  // namespace parlance
