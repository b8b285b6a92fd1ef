#include <parlance/egress/trusted_certificates.hpp>
#include <parlance/egress/way_out.hpp>

#include "fakes/temporary_directory.hpp"
#include "tls_identity.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <sys/stat.h>

namespace parlance::tests {
namespace {

using egress::trusted_certificates;

class certificates : public testing::Test {
protected:
    fakes::temporary_directory folder;
    std::string path = folder.path() / "ca.pem";

    result<std::shared_ptr<const trusted_certificates>> read(const std::string& text)
    {
        std::ofstream(path, std::ios::binary) << text;
        return trusted_certificates::read(path);
    }
    /// What the setting says when it names `file`.
    static std::string mistake_with(const std::string& file)
    {
        settings from(std::map<std::string, std::string>{{"PARLANCE_CA_FILE", file}});
        EXPECT_EQ(egress::read_way_out(from).trust, nullptr) << file;
        const auto checked = from.check();
        return checked ? "" : checked.error().detail;
    }
    std::string mistake_of(const std::string& text)
    {
        std::ofstream(path, std::ios::binary) << text;
        return mistake_with(path);
    }
};

TEST_F(certificates, given_several_with_remarks_when_read_then_all_of_them)
{
    const tls_identity first;
    const tls_identity second;

    const auto all = read("The organisation's own:\r\n" + first.pem() + "# and\n" + second.pem());

    ASSERT_TRUE(all) << all.error().detail;
    EXPECT_EQ((*all)->size(), 2U);
    EXPECT_EQ((*all)->expired(), 0U);
}

TEST_F(certificates, given_one_that_has_expired_when_read_then_counted_and_warned_of)
{
    const tls_identity current;
    const tls_identity over("IP:127.0.0.1", -60);
    ASSERT_TRUE(read(current.pem() + over.pem()));
    settings from(std::map<std::string, std::string>{{"PARLANCE_CA_FILE", path}});

    const auto by = egress::read_way_out(from);

    ASSERT_NE(by.trust, nullptr);
    EXPECT_EQ(by.trust->expired(), 1U);
    ASSERT_EQ(by.warnings.size(), 1U);
    EXPECT_TRUE(by.warnings[0].starts_with("PARLANCE_CA_FILE holds 1 of 2 ")) << by.warnings[0];
}

TEST_F(certificates, given_files_without_certificates_when_read_then_each_says_why)
{
    const tls_identity holder;
    const std::string pem = holder.pem();
    std::string damaged = pem;
    damaged[damaged.size() / 2] = '!';
    const std::string head = "-----BEGIN CERTIFICATE-----\n";
    const std::map<std::string, std::string> expected{
        {"", "empty"},
        {"planted", "there is none"},
        {std::string("\x30\x82\x01\x00planted", 11), "there is none"},
        {head, "damaged"},
        {head + "planted\n-----END CERTIFICATE-----\n", "damaged"},
        {pem.substr(0, pem.size() / 2), "damaged"},
        {damaged, "damaged"},
        {pem + damaged, "number 2"},
        {pem + holder.private_key_pem(), "a private key"},
        {std::string(egress::ca_file_bytes_max + 1, '\n'), "at most 1048576 bytes"}};
    for (const auto& [text, says] : expected) {
        const std::string said = mistake_of(text);

        EXPECT_TRUE(said.starts_with("PARLANCE_CA_FILE must ")) << said;
        EXPECT_NE(said.find(says), std::string::npos) << said;
        EXPECT_EQ(said.find("planted"), std::string::npos) << said;
    }
}

TEST_F(certificates, given_a_file_of_the_longest_size_when_read_then_taken)
{
    const tls_identity holder;
    const std::string pem = holder.pem();

    EXPECT_TRUE(read(std::string(egress::ca_file_bytes_max - pem.size(), '\n') + pem));
}

TEST_F(certificates, given_what_is_no_file_when_read_then_each_says_what_it_is)
{
    const std::string pipe = folder.path() / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);

    EXPECT_NE(mistake_with(folder.path()).find("not a folder"), std::string::npos);
    EXPECT_NE(mistake_with(pipe).find("not a device or a pipe"), std::string::npos);
    EXPECT_NE(mistake_with("/dev/zero").find("not a device or a pipe"), std::string::npos);
    EXPECT_NE(mistake_with(folder.path() / "missing").find("can be read"), std::string::npos);
}

}  // namespace
}  // namespace parlance::tests
