#include <parlance/egress/target_url.hpp>
#include <parlance/egress/way_out.hpp>

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace parlance::tests {
namespace {

using egress::read_proxy;
using egress::stays_here;
using environment = std::map<std::string, std::string>;

TEST(way_out, given_nothing_when_read_then_straight_and_with_the_systems_trust)
{
    settings from(environment{{"http_proxy", "http://elsewhere:1"}, {"HTTPS_PROXY", "nonsense"}});

    const auto read = egress::read_way_out(from);

    EXPECT_TRUE(from.check());
    EXPECT_EQ(read.proxy, nullptr);
    EXPECT_EQ(read.trust, nullptr);
}

TEST(way_out, given_proxies_when_read_then_their_parts)
{
    const auto plain = read_proxy("http://outward.example:3128");
    const auto over_tls = read_proxy("https://someone:p%40ss%2F%25@[fd00::1]:8443/");
    const auto no_password = read_proxy("http://someone@10.0.0.1:1");

    EXPECT_EQ(plain.mistake, "");
    EXPECT_EQ(plain.proxy.url, "http://outward.example:3128");
    EXPECT_FALSE(plain.proxy.is_tls);
    EXPECT_EQ(plain.proxy.user, nullptr);
    EXPECT_EQ(over_tls.mistake, "");
    EXPECT_EQ(over_tls.proxy.url, "https://[fd00::1]:8443");
    EXPECT_EQ(over_tls.proxy.shown, "[fd00::1]:8443");
    EXPECT_TRUE(over_tls.proxy.is_tls);
    ASSERT_NE(over_tls.proxy.user, nullptr);
    EXPECT_EQ(over_tls.proxy.user->reveal(), "someone");
    EXPECT_EQ(over_tls.proxy.password->reveal(), "p@ss/%");
    ASSERT_NE(no_password.proxy.password, nullptr);
    EXPECT_EQ(no_password.proxy.password->reveal(), "");
}

TEST(way_out, given_what_is_no_proxy_when_read_then_a_mistake_without_the_secret)
{
    for (const std::string given : {"planted:3128",
                                    "socks5://planted:1080",
                                    "HTTP//planted",
                                    "http://",
                                    "http://:3128",
                                    "http://planted",
                                    "http://planted:",
                                    "http://planted:0",
                                    "http://planted:65536",
                                    "http://planted:31x",
                                    "http://planted:-1",
                                    "http://[::1]",
                                    "http://[planted]:3128",
                                    "http://planted:3128/path",
                                    "http://planted:3128//",
                                    "http://planted:3128?x",
                                    "http://planted:3128#x",
                                    "http://planted:3128\r\n",
                                    "http://plan ted:3128",
                                    "http://pl\xC3\xA4nted:3128",
                                    "http://a:planted@b@host:1",
                                    "http://:planted@host:1",
                                    "http://a:plan%ted@host:1",
                                    "http://a:planted%0@host:1",
                                    "http://a:planted%0d%0a@host:1",
                                    "http://a%3Ab:planted@host:1",
                                    "http://a:planted/@host:1",
                                    "http://planted@:1"}) {
        settings from(environment{{"PARLANCE_HTTPS_PROXY", given}});

        EXPECT_EQ(egress::read_way_out(from).proxy, nullptr) << given;

        const auto checked = from.check();
        ASSERT_FALSE(checked) << given;
        const std::string& detail = checked.error().detail;
        EXPECT_TRUE(detail.starts_with("PARLANCE_HTTPS_PROXY must ")) << detail;
        EXPECT_EQ(detail.find("planted"), std::string::npos) << detail;
    }
    EXPECT_EQ(read_proxy("http://host:65535").mistake, "");
}

TEST(way_out, given_this_machine_and_metadata_when_asked_then_they_pass_no_proxy)
{
    for (const std::string url : {"http://localhost:1/v1",
                                  "http://LocalHost./",
                                  "https://model.localhost/",
                                  "http://127.0.0.1/",
                                  "http://127.8.9.10:80/",
                                  "http://127.1/",
                                  "http://0x7f.1/",
                                  "http://2130706433/",
                                  "http://0.0.0.0:1/",
                                  "http://[::1]:1/",
                                  "http://[::]/",
                                  "http://[::ffff:127.0.0.1]/",
                                  "http://169.254.169.254/metadata",
                                  "http://0xa9fea9fe/",
                                  "http://169.254.0.1/",
                                  "http://[::ffff:169.254.169.254]/",
                                  "http://[fe80::1]/",
                                  "http://[fe80::1%25eth0]/",
                                  "http://[febf::1]/",
                                  "http://[fd00:ec2::254]/",
                                  "http://168.63.129.16/",
                                  "http://metadata.google.internal/"}) {
        EXPECT_TRUE(stays_here(egress::host_of(url))) << url;
    }
}

TEST(way_out, given_other_hosts_when_asked_then_they_pass_the_proxy)
{
    for (const std::string url :
         {"https://api.openai.com/v1", "https://127.0.0.1.example/", "https://localhost.example/",
          "https://notlocalhost/", "http://169.255.0.1/", "http://169.253.255.255/",
          "http://126.255.255.255/", "http://128.0.0.1/", "http://168.63.129.17/",
          "http://[fec0::1]/", "http://[fd00:ec2::253]/", "http://10.0.0.1/", "http://192.168.1.1/",
          "http://[::ffff:10.0.0.1]/"}) {
        EXPECT_FALSE(stays_here(egress::host_of(url))) << url;
    }
}

}  // namespace
}  // namespace parlance::tests
