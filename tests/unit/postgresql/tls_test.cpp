#include "postgresql_bench.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace parlance::postgresql {
namespace {

struct releaser {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* one) const { X509_EXTENSION_free(one); }
    void operator()(BIO* one) const { BIO_free(one); }
};
template <class T>
using owned = std::unique_ptr<T, releaser>;

void extend(X509* certificate, int kind, const char* value)
{
    const owned<X509_EXTENSION> one(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value));
    X509_add_ext(certificate, one.get(), -1);
}

std::string pem_of(X509* certificate)
{
    const owned<BIO> to(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(to.get(), certificate);
    char* data = nullptr;
    const long size = BIO_get_mem_data(to.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(EVP_PKEY* key)
{
    const owned<BIO> to(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(to.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    char* data = nullptr;
    const long size = BIO_get_mem_data(to.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

/// A certificate and its key; an authority signs itself.
struct identity {
    owned<EVP_PKEY> key{EVP_EC_gen("P-256")};
    owned<X509> certificate{X509_new()};

    identity(const char* name, const identity* signer)
    {
        constexpr long hour = 3'600;
        X509_set_version(certificate.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), signer == nullptr ? 1 : 2);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -hour);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), hour);
        X509_set_pubkey(certificate.get(), key.get());
        X509_NAME* const subject = X509_get_subject_name(certificate.get());
        // OpenSSL's bytes.  NOLINTNEXTLINE(*-reinterpret-cast)
        const auto* const letters = reinterpret_cast<const unsigned char*>(name);
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, letters, -1, -1, 0);
        const identity& by = signer == nullptr ? *this : *signer;
        X509_set_issuer_name(certificate.get(), X509_get_subject_name(by.certificate.get()));
        if (signer == nullptr) {
            extend(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
        } else {
            extend(certificate.get(), NID_subject_alt_name, ("DNS:" + std::string(name)).c_str());
        }
        X509_sign(certificate.get(), by.key.get(), EVP_sha256());
    }
};

/// A server that calls itself db.test and takes encrypted connections only.
class postgresql_tls : public postgresql_bench {
protected:
    struct certified {
        identity authority{"authority", nullptr};
        identity stranger{"stranger", nullptr};
        identity of_server{"db.test", &authority};
        tests::running_postgresql server;
        std::string trusted;
        std::string untrusted;

        certified()
        {
            const std::string key = server.put_file("server.key", pem_of(of_server.key.get()));
            const std::string held =
                server.put_file("server.crt", pem_of(of_server.certificate.get()));
            trusted = server.put_file("trusted.crt", pem_of(authority.certificate.get()));
            untrusted = server.put_file("untrusted.crt", pem_of(stranger.certificate.get()));
            server.stop(tests::running_postgresql::stopping::fast);
            server.set(
                {"ssl = on", "ssl_key_file = '" + key + "'", "ssl_cert_file = '" + held + "'"});
            server.allow("hostssl all all 127.0.0.1/32 password\nhostnossl all all all reject");
            server.start();
        }
    };
    static certified& one()
    {
        static certified made;
        return made;
    }
    postgresql_tls() : postgresql_bench(one().server) {}

    result<rows> asked(const std::string& host_name, const std::string& authority)
    {
        const auto db =
            opened(at(server.url(name) + "?host=" + host_name +
                      "&hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=" + authority));
        return look(*db, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
                    within(std::chrono::milliseconds(2'500)));
    }
};

TEST_F(postgresql_tls, given_the_right_name_and_authority_then_connected_and_encrypted)
{
    const auto answered = asked("db.test", one().trusted);

    ASSERT_TRUE(answered) << answered.error().detail;
    EXPECT_TRUE((*answered)[0].boolean(0));
}

TEST_F(postgresql_tls, given_another_name_then_refused)
{
    const auto refused = asked("other.test", one().trusted);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_NE(refused.error().detail.find("db.test"), std::string::npos) << refused.error().detail;
}

TEST_F(postgresql_tls, given_another_authority_then_refused)
{
    const auto refused = asked("db.test", one().untrusted);

    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("certificate"), std::string::npos)
        << refused.error().detail;
}

TEST_F(postgresql_tls, given_no_encryption_then_the_server_refuses)
{
    const auto db = opened(at(server.url(name) + "?sslmode=disable"));

    const auto refused = look(*db, "SELECT 1", within(std::chrono::milliseconds(1'500)));

    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("28000"), std::string::npos) << refused.error().detail;
}

}  // namespace
}  // namespace parlance::postgresql
