#include <parlance/edge/authority.hpp>
#include <parlance/edge/networks.hpp>
#include <parlance/edge/outer_address.hpp>
#include <parlance/edge/public_url.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace parlance::edge {
namespace {

/// As it is understood, "-" when it is none.
std::string authority_in(std::string_view text)
{
    const auto parsed = parse_authority(text);
    if (!parsed) return "-";
    return parsed->host + (parsed->port ? " " + std::to_string(*parsed->port) : "");
}

std::string url_in(std::string_view text)
{
    const auto parsed = parse_public_url(text);
    return parsed ? parsed->text() : "-";
}

std::string objection_to_url(std::string_view text)
{
    const auto parsed = parse_public_url(text);
    return parsed ? "" : parsed.error().detail;
}

std::string objection_to_networks(std::string_view list)
{
    const auto parsed = networks::parse(list);
    return parsed ? "" : parsed.error().detail;
}

bool contains(std::string_view list, std::string_view address)
{
    return networks::parse(list).value().contains(parse_ip(address).value());
}

outer_address at(std::string_view url)
{
    outer_address made;
    made.named = parse_public_url(url).value();
    return made;
}

}  // namespace

TEST(authority, given_spellings_of_one_host_when_parsed_then_they_are_one)
{
    EXPECT_EQ(authority_in("Chat.Example.ORG"), "chat.example.org");
    EXPECT_EQ(authority_in("chat.example.org."), "chat.example.org");
    EXPECT_EQ(authority_in("chat.example.org:8443"), "chat.example.org 8443");
    EXPECT_EQ(authority_in("127.0.0.1:80"), "127.0.0.1 80");
    EXPECT_EQ(authority_in("[0:0:0:0:0:0:0:1]:80"), "[::1] 80");
    EXPECT_EQ(authority_in("[2001:DB8::7]"), "[2001:db8::7]");
    EXPECT_EQ(authority_in("my_pod-1.svc:1"), "my_pod-1.svc 1");
    EXPECT_EQ(authority_in("xn--mnchen-3ya.example:65535"), "xn--mnchen-3ya.example 65535");
}

TEST(authority, given_what_is_no_host_when_parsed_then_nothing)
{
    for (const char* none : {"",
                             ":80",
                             "a b",
                             "host ",
                             " host",
                             "user@host",
                             "host:",
                             "host:0",
                             "host:65536",
                             "host:8o",
                             "host:+80",
                             "host:80:80",
                             "host/path",
                             "host..",
                             ".host",
                             "a..b",
                             "-a.b",
                             "a-.b",
                             "::1",
                             "[::1",
                             "[::1]x",
                             "[::1]:",
                             "[::g]",
                             "[fe80::1%eth0]",
                             "[127.0.0.1]",
                             "1.2.3",
                             "1.2.3.256",
                             "010.0.0.1",
                             "chat.example.1",
                             "*",
                             "*.example.org",
                             "m\xc3\xbcnchen.example",
                             "a%2eb"}) {
        EXPECT_EQ(authority_in(none), "-") << none;
    }
    EXPECT_EQ(authority_in(std::string(63, 'a')), std::string(63, 'a'));
    EXPECT_EQ(authority_in(std::string(64, 'a')), "-");
    std::string longest;
    for (int part = 0; part < 126; ++part) longest += "a.";
    EXPECT_NE(authority_in(longest + "a"), "-");  // 253 bytes
    EXPECT_EQ(authority_in(longest + "ab"), "-");
}

TEST(authority, given_an_origin_when_parsed_then_the_schemes_port_is_filled_in)
{
    EXPECT_EQ(parse_origin("https://a.example").value().port, 443);
    EXPECT_EQ(parse_origin("http://a.example").value().port, 80);
    EXPECT_EQ(parse_origin("HTTPS://A.example:443").value(), parse_origin("https://a.example"));
    EXPECT_EQ(parse_origin("https://a.example:80").value().text(), "https://a.example:80");
    for (const char* none : {"", "null", "a.example", "ftp://a.example", "file://", "https://",
                             "https://a.example/", "https://u@a.example"}) {
        EXPECT_FALSE(parse_origin(none)) << none;
    }
}

TEST(public_url, given_an_address_when_parsed_then_it_is_in_one_spelling)
{
    EXPECT_EQ(url_in("https://chat.example.org"), "https://chat.example.org");
    EXPECT_EQ(url_in("https://chat.example.org/"), "https://chat.example.org");
    EXPECT_EQ(url_in("HTTPS://Chat.Example.org:443/Chat/"), "https://chat.example.org/Chat");
    EXPECT_EQ(url_in("http://localhost:9080/a/b-c_d.e~f"), "http://localhost:9080/a/b-c_d.e~f");
    EXPECT_EQ(url_in("http://[::1]:9080/chat"), "http://[::1]:9080/chat");
    EXPECT_EQ(url_in("http://10.0.0.7:80/chat"), "http://10.0.0.7/chat");
}

TEST(public_url, given_a_wrong_address_when_parsed_then_it_is_said_what_is_expected)
{
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"chat.example.org", "must start with https://"},
        {"ftp://chat.example.org", "must start with https://"},
        {"//chat.example.org", "must start with https://"},
        {"https:/chat.example.org", "must start with https://"},
        {"*", "must start with https://"},
        {"https://", "must name a host"},
        {"https:///chat", "must name a host"},
        {"https://:8443", "must name a host"},
        {"https://a b", "must be without spaces"},
        {"https://a\r\nb", "must be without spaces"},
        {"https://m\xc3\xbcnchen.example", "must be without spaces"},
        {"https://*.example.org", "must name a host"},
        {"https://chat.example.org:0", "a port from 1 to 65535"},
        {"https://chat.example.org:70000", "a port from 1 to 65535"},
        {"https://chat.example.org:", "a port from 1 to 65535"},
        {"https://chat.example.org:https", "a port from 1 to 65535"},
        {"https://1.2.3", "must name a host"},
        {"https://me:secret@chat.example.org", "must not hold a user name"},
        {"https://chat.example.org/chat?x=1", "must end before '?'"},
        {"https://chat.example.org?x=1", "must end before '?'"},
        {"https://chat.example.org/#chat", "must end before '?'"},
        {"https://chat.example.org/a/../b", "'.' or '..'"},
        {"https://chat.example.org/..", "'.' or '..'"},
        {"https://chat.example.org/./chat", "'.' or '..'"},
        {"https://chat.example.org//chat", "'//'"},
        {"https://chat.example.org/chat//", "'//'"},
        {"https://chat.example.org//", "'//'"},
        {"https://chat.example.org/%2e%2e", "without '%'"},
        {"https://chat.example.org/a%2Fb", "without '%'"},
        {"https://chat.example.org/a\\b", "only letters"},
        {"https://chat.example.org/\"><script>", "only letters"},
        {"https://chat.example.org/a;b", "only letters"},
        {"https://chat.example.org/api", "begins with 'api'"},
        {"https://chat.example.org/c/chat", "begins with 'c'"},
        {"https://chat.example.org/healthz", "begins with 'healthz'"},
        {"https://chat.example.org/assets", "begins with 'assets'"},
        {"https://chat.example.org/v1/chat", "begins with 'v1'"},
    };
    for (const auto& [text, objection] : wrong) {
        EXPECT_NE(objection_to_url(text).find(objection), std::string::npos)
            << text << ": " << objection_to_url(text);
        EXPECT_EQ(objection_to_url(text).find("secret"), std::string::npos);
    }
}

TEST(public_url, given_a_path_one_byte_past_the_limit_when_parsed_then_it_is_refused)
{
    const std::string fits = "/" + std::string(public_prefix_bytes_max - 1, 'a');

    EXPECT_EQ(objection_to_url("https://h.example" + fits), "");
    EXPECT_NE(objection_to_url("https://h.example" + fits + "a").find("at most 200 bytes"),
              std::string::npos);
}

TEST(public_url, given_a_host_when_asked_then_only_loopback_is_of_this_machine)
{
    for (const char* here : {"http://localhost:1/x", "https://LOCALHOST.", "http://127.0.0.1",
                             "http://127.9.9.9", "http://[::1]"}) {
        EXPECT_TRUE(parse_public_url(here).value().is_of_this_machine()) << here;
    }
    for (const char* elsewhere : {"http://localhost.example", "http://10.0.0.1", "http://0.0.0.0",
                                  "http://[::]", "http://chat.localhost"}) {
        EXPECT_FALSE(parse_public_url(elsewhere).value().is_of_this_machine()) << elsewhere;
    }
}

TEST(networks, given_networks_when_asked_then_their_addresses_are_in_them)
{
    EXPECT_TRUE(contains("10.0.0.0/8", "10.255.0.1"));
    EXPECT_FALSE(contains("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(contains("10.0.0.0/31", "10.0.0.1"));
    EXPECT_FALSE(contains("10.0.0.0/31", "10.0.0.2"));
    EXPECT_TRUE(contains("192.0.2.7", "192.0.2.7"));
    EXPECT_FALSE(contains("192.0.2.7", "192.0.2.6"));
    EXPECT_TRUE(contains("fd00::/8 , 192.0.2.7", "fdff::1"));
    EXPECT_TRUE(contains("fd00::/8,192.0.2.7", "192.0.2.7"));
    EXPECT_FALSE(contains("fd00::/8", "10.0.0.1"));
    EXPECT_FALSE(contains("8000::/1", "10.0.0.1"));
    EXPECT_TRUE(contains("::1/128", "::1"));
    EXPECT_FALSE(networks().contains(parse_ip("127.0.0.1").value()));
}

TEST(networks, given_an_address_of_both_kinds_when_asked_then_ipv4_is_found)
{
    EXPECT_TRUE(contains("10.0.0.0/8", "::ffff:10.1.2.3"));  // as a socket of both kinds has it
    EXPECT_TRUE(contains("::ffff:10.0.0.0/104", "10.1.2.3"));
}

TEST(networks, given_what_is_no_network_when_parsed_then_the_entry_is_named)
{
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"*", "'*' is no network"},
        {"", "'' is no network"},
        {"10.0.0.0/8,", "'' is no network"},
        {",10.0.0.0/8", "'' is no network"},
        {"10.0.0.0/8 10.1.0.0/16", "'10.0.0.0/8 10.1.0.0/16' must end in a number"},
        {"10.0.0", "'10.0.0' is no network"},
        {"10.0.0.256", "is no network"},
        {"proxy.example", "is no network"},
        {"fe80::1%eth0", "is no network"},
        {"10.0.0.0/33", "from 1 to 32"},
        {"10.0.0.0/", "from 1 to 32"},
        {"10.0.0.0/-1", "from 1 to 32"},
        {"10.0.0.0/255.0.0.0", "from 1 to 32"},
        {"fd00::/129", "from 1 to 128"},
        {"0.0.0.0/0", "is everybody"},
        {"::/0", "is everybody"},
        {"192.0.2.1, 10.1.2.3/8",
         "'10.1.2.3/8' names an address inside a network; the network is "
         "10.0.0.0/8"},
        {"fd00::1/8", "the network is fd00::/8"},
    };
    for (const auto& [text, objection] : wrong) {
        EXPECT_NE(objection_to_networks(text).find(objection), std::string::npos)
            << text << ": " << objection_to_networks(text);
    }
    EXPECT_LT(objection_to_networks(std::string(5'000, 'x')).size(), 200U);
}

TEST(networks, given_one_network_too_many_when_parsed_then_it_is_refused)
{
    std::string list = "10.0.0.1";
    for (std::size_t more = 1; more < trusted_networks_max; ++more) list += ",10.0.0.1";

    EXPECT_EQ(objection_to_networks(list), "");
    EXPECT_NE(objection_to_networks(list + ",10.0.0.1").find("more than 64"), std::string::npos);
}

TEST(outer_address, given_a_prefix_when_a_path_has_it_or_not_then_the_routes_path_is_the_same)
{
    const outer_address behind = at("https://h.example/chat");

    EXPECT_EQ(behind.without_prefix("/chat/api/me"), "/api/me");
    EXPECT_EQ(behind.without_prefix("/api/me"), "/api/me");
    EXPECT_EQ(behind.without_prefix("/chat"), "/");
    EXPECT_EQ(behind.without_prefix("/chat/"), "/");
    EXPECT_EQ(behind.without_prefix("/chatter"), "/chatter");
    EXPECT_EQ(behind.without_prefix("/Chat/"), "/Chat/");
    EXPECT_EQ(behind.without_prefix("/chat/chat/"), "/chat/");
    EXPECT_EQ(behind.without_prefix("/chat//api/me"), "//api/me");
    EXPECT_EQ(at("https://h.example").without_prefix("/chat/api/me"), "/chat/api/me");
    EXPECT_EQ(outer_address().without_prefix("/chat/"), "/chat/");
}

TEST(outer_address, given_a_page_when_its_base_is_asked_for_then_it_leads_to_the_root)
{
    EXPECT_EQ(at("https://h.example/a/chat").base_of_page("/c/1"), "/a/chat/");
    for (const outer_address& ours : {outer_address(), at("https://h.example")}) {
        EXPECT_EQ(ours.base_of_page("/"), "./");
        EXPECT_EQ(ours.base_of_page("/documents"), "./");
        EXPECT_EQ(ours.base_of_page("/c/1"), "../");
    }
}

}  // namespace parlance::edge
