#include "tls_identity.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <csignal>
#include <cstdint>

namespace parlance::tests {
namespace {

struct release {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* session) const { SSL_free(session); }
    void operator()(BIO* bytes) const { BIO_free(bytes); }
};
template <class T>
using owned = std::unique_ptr<T, release>;

std::string text_of(const owned<BIO>& bytes)
{
    std::string text(BIO_ctrl_pending(bytes.get()), '\0');
    BIO_read(bytes.get(), text.data(), static_cast<int>(text.size()));
    return text;
}

}  // namespace

struct tls_identity::state {
    owned<EVP_PKEY> key{EVP_EC_gen("P-256")};
    owned<X509> certificate{X509_new()};
    owned<SSL_CTX> context{SSL_CTX_new(TLS_server_method())};
};

tls_identity::tls_identity(const std::string& name, long valid_until_seconds)
    : state_(std::make_unique<state>())
{
    // OpenSSL writes to sockets whose other end may be gone.
    std::signal(SIGPIPE, SIG_IGN);
    constexpr long day = 86'400;
    EVP_PKEY* const key = state_->key.get();
    X509* const certificate = state_->certificate.get();
    X509_set_version(certificate, 2);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -day);
    X509_gmtime_adj(X509_getm_notAfter(certificate), valid_until_seconds);
    X509_set_pubkey(certificate, key);
    // Each its own: trust is looked up by name.  NOLINTNEXTLINE(*-reinterpret-cast)
    const std::string holder = "test " + std::to_string(reinterpret_cast<std::uintptr_t>(this));
    X509_NAME* subject = X509_get_subject_name(certificate);
    // OpenSSL's bytes.  NOLINTNEXTLINE(*-reinterpret-cast)
    const auto* const letters = reinterpret_cast<const unsigned char*>(holder.c_str());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, letters, -1, -1, 0);
    X509_set_issuer_name(certificate, subject);
    const owned<X509_EXTENSION> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name.c_str()));
    X509_add_ext(certificate, names.get(), -1);
    X509_sign(certificate, key, EVP_sha256());
    SSL_CTX_use_certificate(state_->context.get(), certificate);
    SSL_CTX_use_PrivateKey(state_->context.get(), key);
}

tls_identity::~tls_identity() = default;

std::string tls_identity::pem() const
{
    const owned<BIO> bytes(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bytes.get(), state_->certificate.get());
    return text_of(bytes);
}

std::string tls_identity::private_key_pem() const
{
    const owned<BIO> bytes(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(bytes.get(), state_->key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return text_of(bytes);
}

int tls_identity::answer(connection& with, std::string_view body) const
{
    const owned<SSL> session(SSL_new(state_->context.get()));
    SSL_set_fd(session.get(), with.socket());
    if (SSL_accept(session.get()) != 1) return 0;
    std::array<char, 4'096> request{};
    const int read = SSL_read(session.get(), request.data(), static_cast<int>(request.size()));
    const std::string reply = http_reply(body);
    if (read > 0) SSL_write(session.get(), reply.data(), static_cast<int>(reply.size()));
    return read;
}

}  // namespace parlance::tests
