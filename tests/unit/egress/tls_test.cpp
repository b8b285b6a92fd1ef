#include "calls.hpp"
#include "fakes/run.hpp"
#include "raw_server.hpp"

#include <parlance/egress/curl_client.hpp>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace parlance::tests {
namespace {

struct release {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* session) const { SSL_free(session); }
};
template <class T>
using owned = std::unique_ptr<T, release>;

/// A certificate for 127.0.0.1's holder that only its holder vouches for.
owned<SSL_CTX> self_signed_server()
{
    constexpr long hour = 3'600;
    const owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const owned<X509> certificate(X509_new());
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -hour);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), hour);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* name = X509_get_subject_name(certificate.get());
    const std::string holder = "127.0.0.1";
    // OpenSSL's bytes.  NOLINTNEXTLINE(*-reinterpret-cast)
    const auto* const letters = reinterpret_cast<const unsigned char*>(holder.c_str());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, letters, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    owned<SSL_CTX> context(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate(context.get(), certificate.get());
    SSL_CTX_use_PrivateKey(context.get(), key.get());
    return context;
}

TEST(egress_tls, given_a_certificate_nobody_vouches_for_then_no_request_is_sent)
{
    const owned<SSL_CTX> context = self_signed_server();
    std::atomic<int> bytes_read{0};
    raw_server server([&](connection& with) {
        const owned<SSL> session(SSL_new(context.get()));
        SSL_set_fd(session.get(), with.socket());
        if (SSL_accept(session.get()) != 1) return;
        std::array<char, 1'024> request{};
        bytes_read = SSL_read(session.get(), request.data(), static_cast<int>(request.size()));
        const std::string answer = http_reply("trusted too much");
        SSL_write(session.get(), answer.data(), static_cast<int>(answer.size()));
    });
    egress::curl_client http;
    const std::string url = "https" + server.url().substr(std::string("http").size());

    const auto got = fakes::run(fetch(http, call_scope(), get(url)));

    ASSERT_FALSE(got) << got->body;
    EXPECT_EQ(got.error().kind, fault::upstream_unavailable);
    EXPECT_NE(got.error().detail.find("certificate"), std::string::npos) << got.error().detail;
    EXPECT_EQ(server.accepted(), 1);
    EXPECT_LE(bytes_read, 0);
}

TEST(egress_tls, given_a_server_that_never_greets_then_unavailable_after_the_connect_limit)
{
    raw_server server([](connection& with) { with.wait_for_close(); });
    egress::curl_client http;
    egress::request asked = get("https" + server.url().substr(std::string("http").size()));
    asked.connect_timeout = std::chrono::milliseconds(100);

    const auto got = fakes::run(fetch(http, call_scope(), std::move(asked)));

    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, fault::upstream_unavailable);
    EXPECT_EQ(got.error().detail.find("sent nothing"), std::string::npos) << got.error().detail;
}

}  // namespace
}  // namespace parlance::tests
