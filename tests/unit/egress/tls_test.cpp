#include "calls.hpp"
#include "fakes/run.hpp"
#include "fakes/temporary_directory.hpp"
#include "raw_server.hpp"
#include "tls_identity.hpp"

#include <parlance/egress/curl_client.hpp>
#include <parlance/egress/trusted_certificates.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

namespace parlance::tests {
namespace {

std::string https_url(const raw_server& server)
{
    return "https" + server.url().substr(std::string("http").size());
}

egress::way_out trusting(const fakes::temporary_directory& in, const std::string& pem)
{
    const std::string path = in.path() / "ca.pem";
    std::ofstream(path) << pem;
    auto read = egress::trusted_certificates::read(path);
    EXPECT_TRUE(read) << read.error().detail;
    egress::way_out by;
    if (read) by.trust = std::move(*read);
    return by;
}

TEST(egress_tls, given_a_certificate_nobody_vouches_for_then_no_request_is_sent)
{
    const tls_identity holder;
    std::atomic<int> bytes_read{0};
    raw_server server([&](connection& with) { bytes_read = holder.answer(with, "too trusting"); });
    egress::curl_client http;

    const auto got = fakes::run(fetch(http, call_scope(), get(https_url(server))));

    ASSERT_FALSE(got) << got->body;
    EXPECT_EQ(got.error().kind, fault::upstream_unavailable);
    EXPECT_NE(got.error().detail.find("certificate"), std::string::npos) << got.error().detail;
    EXPECT_NE(got.error().detail.find("PARLANCE_CA_FILE"), std::string::npos);
    EXPECT_EQ(server.accepted(), 1);
    EXPECT_LE(bytes_read, 0);
}

TEST(egress_tls, given_a_certificate_that_the_file_names_then_answered)
{
    const fakes::temporary_directory folder;
    const tls_identity holder;
    const tls_identity somebody_else;
    raw_server server([&](connection& with) { holder.answer(with, "trusted"); });
    egress::curl_client http(trusting(folder, somebody_else.pem() + holder.pem() + holder.pem()));

    for (int time = 0; time < 2; ++time) {  // a store that is kept is added to again
        const auto got = fakes::run(fetch(http, call_scope(), get(https_url(server))));

        ASSERT_TRUE(got) << got.error().detail;
        EXPECT_EQ(got->body, "trusted");
    }
}

TEST(egress_tls, given_only_other_certificates_in_the_file_then_refused)
{
    const fakes::temporary_directory folder;
    const tls_identity holder;
    const tls_identity somebody_else;
    raw_server server([&](connection& with) { holder.answer(with, "too trusting"); });
    egress::curl_client http(trusting(folder, somebody_else.pem()));

    const auto got = fakes::run(fetch(http, call_scope(), get(https_url(server))));

    ASSERT_FALSE(got) << got->body;
    EXPECT_EQ(got.error().kind, fault::upstream_unavailable);
}

TEST(egress_tls, given_a_certificate_for_another_name_then_refused_though_it_is_trusted)
{
    const fakes::temporary_directory folder;
    const tls_identity elsewhere("IP:127.0.0.2");
    raw_server server([&](connection& with) { elsewhere.answer(with, "too trusting"); });
    egress::curl_client http(trusting(folder, elsewhere.pem()));

    const auto got = fakes::run(fetch(http, call_scope(), get(https_url(server))));

    ASSERT_FALSE(got) << got->body;
    EXPECT_EQ(got.error().kind, fault::upstream_unavailable);
}

TEST(egress_tls, given_a_proxy_over_tls_then_it_is_trusted_by_the_file_too)
{
    const fakes::temporary_directory folder;
    const tls_identity holder;
    raw_server server([&](connection& with) { holder.answer(with, "from the proxy"); });
    const auto ask = [&server](egress::way_out by) {
        auto proxy = egress::read_proxy(https_url(server));
        by.proxy = std::make_shared<const egress::forward_proxy>(std::move(proxy.proxy));
        egress::curl_client http(std::move(by));
        return fakes::run(fetch(http, call_scope(), get("http://model.example/")));
    };

    const auto unknown = ask({});
    const auto known = ask(trusting(folder, holder.pem()));

    ASSERT_FALSE(unknown) << unknown->body;
    ASSERT_TRUE(known) << known.error().detail;
    EXPECT_EQ(known->body, "from the proxy");
}

TEST(egress_tls, given_a_server_that_never_greets_then_unavailable_after_the_connect_limit)
{
    raw_server server([](connection& with) { with.wait_for_close(); });
    egress::curl_client http;
    egress::request asked = get(https_url(server));
    asked.connect_timeout = std::chrono::milliseconds(100);

    const auto got = fakes::run(fetch(http, call_scope(), std::move(asked)));

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::upstream_unavailable);
    EXPECT_EQ(got.error().detail.find("sent nothing"), std::string::npos) << got.error().detail;
}

}  // namespace
}  // namespace parlance::tests
