#include <parlance/app/address_settings.hpp>

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace parlance::app {
namespace {

using given = std::map<std::string, std::string>;

address_settings settled(given environment)
{
    settings from(std::move(environment));
    auto read = read_address_settings(from);
    EXPECT_TRUE(from.check()) << from.check().error().detail;
    return read;
}

std::string mistakes(given environment)
{
    settings from(std::move(environment));
    static_cast<void>(read_address_settings(from));
    const auto checked = from.check();
    return checked ? "" : checked.error().detail;
}

}  // namespace

TEST(address_settings, given_nothing_when_read_then_it_is_for_this_machine)
{
    const address_settings read = settled({});

    EXPECT_EQ(read.listen, "127.0.0.1");
    EXPECT_FALSE(read.outer.named);
    EXPECT_FALSE(read.is_open_to_anyone());
    EXPECT_EQ(read.for_people(8080), "http://127.0.0.1:8080");
    EXPECT_EQ(read.for_people(0), "http://127.0.0.1, on any free port");
}

TEST(address_settings, given_a_public_address_of_this_machine_when_read_then_nobody_is_let_in)
{
    const address_settings read = settled({{"PARLANCE_PUBLIC_URL", "http://localhost:9080/chat/"},
                                           {"PARLANCE_TRUSTED_PROXIES", "127.0.0.1"}});

    EXPECT_FALSE(read.is_open_to_anyone());
    EXPECT_EQ(read.for_people(8080), "http://localhost:9080/chat");
    EXPECT_EQ(read.on_this_machine(8080), "http://127.0.0.1:8080");
    EXPECT_FALSE(read.outer.trusted_proxies.are_none());
    EXPECT_FALSE(settled({{"PARLANCE_ALLOW_ANYONE", "1"}}).is_open_to_anyone());
}

TEST(address_settings, given_anyone_is_allowed_when_read_then_it_may_be_reached_and_says_so)
{
    const address_settings behind = settled(
        {{"PARLANCE_PUBLIC_URL", "https://chat.example.org"}, {"PARLANCE_ALLOW_ANYONE", "1"}});
    const address_settings in_a_container = settled({{"PARLANCE_PUBLIC_URL", "http://localhost"},
                                                     {"PARLANCE_LISTEN", "0.0.0.0"},
                                                     {"PARLANCE_ALLOW_ANYONE", "1"}});

    EXPECT_TRUE(behind.is_open_to_anyone());
    EXPECT_TRUE(in_a_container.is_open_to_anyone());
    EXPECT_NE(open_to_anyone_notice(behind).find("whoever can reach https://chat.example.org is"),
              std::string::npos);
}

TEST(address_settings, given_where_it_listens_when_a_program_here_asks_then_it_has_an_address)
{
    const auto reached = [](const std::string& listen) {
        address_settings read;
        read.listen = listen;
        return read.on_this_machine(80);
    };
    EXPECT_EQ(reached("0.0.0.0"), "http://127.0.0.1:80");
    EXPECT_EQ(reached("::"), "http://[::1]:80");
    EXPECT_EQ(reached("::1"), "http://[::1]:80");
    EXPECT_EQ(reached("10.0.0.5"), "http://10.0.0.5:80");
}

TEST(address_settings, given_a_way_in_for_others_when_nobody_allowed_it_then_it_is_refused)
{
    const std::string both = mistakes(
        {{"PARLANCE_PUBLIC_URL", "https://chat.example.org"}, {"PARLANCE_LISTEN", "0.0.0.0"}});
    EXPECT_NE(both.find("PARLANCE_PUBLIC_URL must be an address of this machine"),
              std::string::npos)
        << both;
    EXPECT_NE(both.find("PARLANCE_LISTEN must be 127.0.0.1 or ::1"), std::string::npos) << both;
    EXPECT_NE(both.find("PARLANCE_ALLOW_ANYONE=1"), std::string::npos) << both;

    const std::string unnamed =
        mistakes({{"PARLANCE_LISTEN", "10.0.0.5"}, {"PARLANCE_ALLOW_ANYONE", "1"}});
    EXPECT_NE(unnamed.find("only when PARLANCE_PUBLIC_URL names"), std::string::npos) << unnamed;
    for (const char* listen : {"127.0.0.2", "everywhere", "0.0.0.0:80", "*"}) {
        const std::string said =
            mistakes({{"PARLANCE_LISTEN", listen}, {"PARLANCE_ALLOW_ANYONE", "1"}});
        EXPECT_NE(said.find("PARLANCE_LISTEN must be 127.0.0.1, ::1 or"), std::string::npos)
            << said;
    }
}

TEST(address_settings, given_everything_wrong_when_read_then_each_mistake_has_its_name)
{
    const std::string said = mistakes({{"PARLANCE_PUBLIC_URL", "chat.example.org/../x"},
                                       {"PARLANCE_TRUSTED_PROXIES", "10.0.0.0/33, *"},
                                       {"PARLANCE_LISTEN", "everywhere"},
                                       {"PARLANCE_ALLOW_ANYONE", "yes"}});

    for (const char* part :
         {"PARLANCE_PUBLIC_URL must start with https://",
          "PARLANCE_TRUSTED_PROXIES must list networks: '10.0.0.0/33'",
          "PARLANCE_LISTEN must be 127.0.0.1, ::1 or an IP address",
          "PARLANCE_ALLOW_ANYONE must be a whole number from 0 to 1, not 'yes'"}) {
        EXPECT_NE(said.find(part), std::string::npos) << said;
    }
}

}  // namespace parlance::app
