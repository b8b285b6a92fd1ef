#include <parlance/edge/address_checks.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace parlance::edge {
namespace {

constexpr const char* public_text = "https://chat.example.org:8443/chat";

outer_address public_address(std::string_view url = public_text)
{
    outer_address made;
    made.named = parse_public_url(url).value();
    return made;
}

request with_headers(std::vector<header> headers)
{
    request made;
    made.headers = std::move(headers);
    return made;
}

request by_proxy(std::vector<header> headers)
{
    request made = with_headers(std::move(headers));
    made.is_from_trusted_proxy = true;
    return made;
}

int host_status(const request& asked, const outer_address& ours)
{
    const auto checked = check_host(asked, ours, callers::who_know_us);
    return checked ? 200 : checked.error().status;
}

int host_status(const std::string& host, const outer_address& ours = {})
{
    return host_status(with_headers({{"host", host}}), ours);
}

int origin_status(const request& asked, const outer_address& ours)
{
    const auto checked = check_origin(asked, ours);
    return checked ? 200 : checked.error().status;
}

int origin_status(const std::string& host, const std::string& origin,
                  const outer_address& ours = {})
{
    return origin_status(with_headers({{"host", host}, {"origin", origin}}), ours);
}

}  // namespace

TEST(check_host, given_a_loopback_name_when_checked_then_any_port_is_ours)
{
    for (const char* host : {"127.0.0.1:8080", "localhost:9000", "LocalHost", "localhost.:1",
                             "[::1]:65535", "[0:0:0:0:0:0:0:1]"}) {
        EXPECT_EQ(host_status(host), 200) << host;
        EXPECT_EQ(host_status(host, public_address()), 200) << host;
    }
}

TEST(check_host, given_any_other_name_when_checked_then_it_is_misdirected)
{
    for (const char* host :
         {"example.com", "example.com:8080", "localhost:80800", "localhost:0", "localhost:",
          "::1:8080", "127.0.0.1.example.com:8080", "localhost@evil:8080", "localhost.evil.example",
          "", "127.0.0.2:8080", "0.0.0.0:8080", "localhost:8080 ", "chat.localhost",
          "chat.example.org.evil.example:8443", "evil.example/chat.example.org", "*"}) {
        EXPECT_EQ(host_status(host), 421) << host;
        EXPECT_EQ(host_status(host, public_address()), 421) << host;
    }
    EXPECT_EQ(host_status("chat.example.org:8443"), 421);
}

TEST(check_host, given_the_public_name_when_checked_then_it_is_ours_on_any_port)
{
    for (const char* host : {"chat.example.org:8443", "chat.example.org", "Chat.Example.Org.",
                             "chat.example.org:80"}) {
        EXPECT_EQ(host_status(host, public_address()), 200) << host;
    }
    EXPECT_EQ(host_status("[2001:DB8:0::7]:1", public_address("http://[2001:db8::7]")), 200);
}

TEST(check_host, given_no_host_when_checked_then_http_1_1_is_malformed_and_1_0_misdirected)
{
    request without = with_headers({});
    EXPECT_EQ(host_status(without, {}), 400);

    without.is_http_1_0 = true;
    EXPECT_EQ(host_status(without, {}), 421);
    EXPECT_TRUE(check_host(without, {}, callers::anybody));
}

TEST(check_host, given_a_route_for_anybody_when_checked_then_any_host_will_do_but_none)
{
    EXPECT_TRUE(check_host(with_headers({{"host", "10.1.2.3:8080"}}), {}, callers::anybody));
    EXPECT_TRUE(check_host(with_headers({{"host", ""}}), {}, callers::anybody));
    EXPECT_EQ(check_host(with_headers({}), {}, callers::anybody).error().status, 400);
}

TEST(check_host, given_an_absolute_form_when_checked_then_both_hosts_must_be_ours)
{
    request asked = with_headers({{"host", "localhost:8080"}});
    asked.to.authority = "example.com:8080";
    EXPECT_EQ(host_status(asked, {}), 421);

    asked.to.authority = "chat.example.org";
    EXPECT_EQ(host_status(asked, {}), 421);
    EXPECT_EQ(host_status(asked, public_address()), 200);
    asked.headers = {{"host", "example.com"}};
    EXPECT_EQ(host_status(asked, public_address()), 421);
}

TEST(check_host, given_a_forwarded_host_when_not_from_a_trusted_proxy_then_it_is_ignored)
{
    const auto asked = [](const std::string& host, const std::string& forwarded) {
        return with_headers({{"host", host}, {"x-forwarded-host", forwarded}});
    };
    EXPECT_EQ(host_status(asked("evil.example", "localhost"), {}), 421);
    EXPECT_EQ(host_status(asked("evil.example", "chat.example.org"), public_address()), 421);
    EXPECT_EQ(host_status(asked("chat.example.org", "evil.example"), public_address()), 200);
}

TEST(check_host, given_a_forwarded_host_when_from_a_trusted_proxy_then_it_counts)
{
    const auto asked = [](const std::string& host, const std::string& forwarded) {
        return by_proxy({{"host", host}, {"x-forwarded-host", forwarded}});
    };
    EXPECT_EQ(host_status(asked("10.0.0.5:8080", "chat.example.org"), public_address()), 200);
    EXPECT_EQ(host_status(asked("chat.example.org", "evil.example"), public_address()), 421);
    EXPECT_EQ(host_status(asked("localhost", "not a host"), public_address()), 421);
    EXPECT_EQ(host_status(asked("localhost", ""), public_address()), 200);
    // A client's own words come first; the proxy has appended its.
    EXPECT_EQ(host_status(asked("x", "chat.example.org, evil.example"), public_address()), 421);
    EXPECT_EQ(host_status(asked("x", "evil.example, chat.example.org"), public_address()), 200);
    const request twice = by_proxy({{"host", "x"},
                                    {"x-forwarded-host", "chat.example.org"},
                                    {"x-forwarded-host", "evil.example"}});
    EXPECT_EQ(host_status(twice, public_address()), 421);
}

TEST(check_origin, given_no_public_address_when_checked_then_only_the_page_of_this_host_passes)
{
    EXPECT_EQ(origin_status(with_headers({{"host", "localhost:8080"}}), {}), 200);
    EXPECT_EQ(origin_status("localhost:8080", "http://localhost:8080"), 200);
    EXPECT_EQ(origin_status("localhost:9000", "http://localhost:9000"), 200);
    EXPECT_EQ(origin_status("LOCALHOST", "http://localhost:80"), 200);
    EXPECT_EQ(origin_status("[::1]:9000", "http://[::1]:9000"), 200);
    for (const char* origin :
         {"null", "", "https://localhost:8080", "http://localhost:5173", "http://example.com",
          "http://127.0.0.1:8080", "http://localhost", "http://localhost:8080.evil.example",
          "http://localhost:8080/", "ftp://localhost:8080", "http://evil@localhost:8080"}) {
        EXPECT_EQ(origin_status("localhost:8080", origin), 403) << origin;
    }
}

TEST(check_origin, given_the_browsers_word_for_another_site_when_checked_then_it_is_refused)
{
    const auto from = [](const std::string& site) {
        return origin_status(with_headers({{"host", "localhost"}, {"sec-fetch-site", site}}), {});
    };
    EXPECT_EQ(from("same-origin"), 200);
    EXPECT_EQ(from("none"), 200);
    EXPECT_EQ(from("cross-site"), 403);
    EXPECT_EQ(from("same-site"), 403);
    EXPECT_EQ(from(""), 403);
    const request public_page = with_headers({{"host", "chat.example.org"},
                                              {"origin", "https://chat.example.org:8443"},
                                              {"sec-fetch-site", "same-site"}});
    EXPECT_EQ(origin_status(public_page, public_address()), 403);
}

TEST(check_origin, given_a_proxy_that_changes_host_when_the_browser_vouches_then_loopback_passes)
{
    const auto asked = [](const std::string& host, const std::string& origin) {
        return with_headers(
            {{"host", host}, {"origin", origin}, {"sec-fetch-site", "same-origin"}});
    };
    EXPECT_EQ(origin_status(asked("127.0.0.1:8080", "http://127.0.0.1:9080"), {}), 200);
    EXPECT_EQ(origin_status(asked("127.0.0.1:8080", "https://localhost:9443"), {}), 200);
    // A name that somebody made lead here: the browser takes it for one origin.
    EXPECT_EQ(origin_status(asked("127.0.0.1:8080", "http://evil.example:9080"), {}), 403);
    EXPECT_EQ(origin_status(asked("chat.example.org", "http://localhost:1"), public_address()),
              403);
}

TEST(check_origin, given_a_public_address_when_checked_then_its_page_passes_whatever_host_is_said)
{
    const outer_address ours = public_address();
    for (const char* host : {"chat.example.org:8443", "chat.example.org", "127.0.0.1:8080"}) {
        EXPECT_EQ(origin_status(host, "https://chat.example.org:8443", ours), 200) << host;
        for (const char* origin : {"http://chat.example.org:8443", "https://chat.example.org",
                                   "https://example.org:8443", "https://chat.example.org:8444",
                                   "https://chat.example.org:8443.evil.example",
                                   "https://evil.chat.example.org:8443", "null"}) {
            EXPECT_EQ(origin_status(host, origin, ours), 403) << host << " " << origin;
        }
    }
    EXPECT_EQ(origin_status("localhost:9000", "http://localhost:9000", ours), 200);
}

TEST(check_origin, given_a_plain_page_of_the_public_host_when_nobody_vouches_then_it_is_refused)
{
    const outer_address ours = public_address("https://chat.example.org");

    EXPECT_EQ(origin_status("chat.example.org", "http://chat.example.org", ours), 403);
}

TEST(check_origin, given_a_forwarded_scheme_when_from_a_trusted_proxy_then_the_origin_follows_it)
{
    const auto asked = [](const std::string& scheme, const std::string& origin) {
        return by_proxy(
            {{"host", "chat.example.org"}, {"origin", origin}, {"x-forwarded-proto", scheme}});
    };
    const outer_address ours = public_address("http://chat.example.org:8080");
    EXPECT_EQ(origin_status(asked("https", "https://chat.example.org"), ours), 200);
    EXPECT_EQ(origin_status(asked("HTTPS", "https://chat.example.org"), ours), 200);
    EXPECT_EQ(origin_status(asked("http, https", "https://chat.example.org"), ours), 200);
    EXPECT_EQ(origin_status(asked("https, http", "https://chat.example.org"), ours), 403);
    EXPECT_EQ(origin_status(asked("http", "https://chat.example.org"), ours), 403);
    EXPECT_EQ(origin_status(asked("wss", "https://chat.example.org"), ours), 403);
    EXPECT_EQ(origin_status(asked("https", "https://evil.example"), ours), 403);
    request forged = asked("https", "https://chat.example.org");
    forged.is_from_trusted_proxy = false;
    EXPECT_EQ(origin_status(forged, ours), 403);
}

TEST(check_origin, given_a_tls_proxy_on_this_machine_when_it_says_so_then_https_passes)
{
    const auto asked = [](const std::string& scheme, const std::string& origin) {
        return by_proxy(
            {{"host", "localhost:8443"}, {"origin", origin}, {"x-forwarded-proto", scheme}});
    };
    EXPECT_EQ(origin_status(asked("https", "https://localhost:8443"), {}), 200);
    EXPECT_EQ(origin_status(asked("https", "http://localhost:8443"), {}), 403);
    EXPECT_EQ(origin_status(asked("", "http://localhost:8443"), {}), 200);
}

TEST(check_origin, given_who_else_was_forwarded_for_when_checked_then_it_changes_nothing)
{
    for (const char* chain : {"127.0.0.1", "evil, 127.0.0.1", "10.0.0.1:4711, [::1]:80", ""}) {
        const request asked = with_headers({{"host", "evil.example"},
                                            {"origin", "http://evil.example"},
                                            {"x-forwarded-for", chain},
                                            {"forwarded", "host=localhost;proto=http"}});
        EXPECT_EQ(host_status(asked, public_address()), 421) << chain;
        EXPECT_EQ(origin_status(asked, public_address()), 403) << chain;
    }
}

}  // namespace parlance::edge
