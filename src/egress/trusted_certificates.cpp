#include <parlance/egress/trusted_certificates.hpp>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace parlance::egress {
namespace {

struct release {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(BIO* bytes) const { BIO_free(bytes); }
};
template <class T>
using owned = std::unique_ptr<T, release>;
using certificates = std::vector<owned<X509>>;

/// An open file, for as long as it is read.
class open_file {
public:
    // A pipe in its place must not hold the start: it is refused for what it is.
    explicit open_file(const std::string& path)
        : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    {
    }
    ~open_file()
    {
        if (number_ >= 0) ::close(number_);
    }
    open_file(const open_file&) = delete;
    open_file& operator=(const open_file&) = delete;
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

error mistake(std::string why)
{
    return fail(fault::invalid_request, std::move(why));
}

error unreadable()
{
    return mistake("must be a file that can be read: " + std::system_category().message(errno));
}

/// @errors  as trusted_certificates::read
result<std::string> read_small_file(const std::string& path)
{
    const open_file opened(path);
    struct stat what = {};
    if (opened.number() < 0 || ::fstat(opened.number(), &what) != 0) return unreadable();
    if (S_ISDIR(what.st_mode)) return mistake("must be a PEM file, not a folder");
    if (!S_ISREG(what.st_mode)) return mistake("must be a PEM file, not a device or a pipe");
    std::string text;
    std::array<char, 16 * 1024> piece{};
    while (text.size() <= ca_file_bytes_max) {
        const auto count = ::read(opened.number(), piece.data(), piece.size());
        if (count < 0) return unreadable();
        if (count == 0) break;
        text.append(piece.data(), static_cast<std::size_t>(count));
    }
    if (text.size() > ca_file_bytes_max) {
        return mistake("must be at most " + std::to_string(ca_file_bytes_max) + " bytes");
    }
    if (text.empty()) return mistake("must hold certificates in PEM, and the file is empty");
    return text;
}

/// @errors  as trusted_certificates::read
result<certificates> read_certificates(const std::string& text)
{
    if (text.find("PRIVATE KEY-----") != std::string::npos) {
        return mistake("must hold certificates only, and the file holds a private key");
    }
    ERR_clear_error();
    const owned<BIO> bytes(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    certificates all;
    while (X509* next = PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr)) {
        all.emplace_back(next);
    }
    const bool is_at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (!is_at_end) {
        return mistake("must hold certificates in PEM, and number " +
                       std::to_string(all.size() + 1) + " in it is damaged");
    }
    if (all.empty()) {
        return mistake(
            "must hold certificates in PEM (-----BEGIN CERTIFICATE-----), and there is "
            "none in the file");
    }
    return all;
}

}  // namespace

struct trusted_certificates::state {
    certificates all;
};

trusted_certificates::trusted_certificates(std::unique_ptr<state> read) : state_(std::move(read)) {}

trusted_certificates::~trusted_certificates() = default;

result<std::shared_ptr<const trusted_certificates>> trusted_certificates::read(
    const std::string& path)
{
    const auto text = read_small_file(path);
    if (!text) return text.error();
    auto all = read_certificates(*text);
    if (!all) return all.error();
    auto read = std::make_unique<state>();
    read->all = std::move(*all);
    return std::shared_ptr<const trusted_certificates>(new trusted_certificates(std::move(read)));
}

std::size_t trusted_certificates::size() const
{
    return state_->all.size();
}

std::size_t trusted_certificates::expired() const
{
    const auto is_over = [](const owned<X509>& one) {
        return X509_cmp_current_time(X509_get0_notAfter(one.get())) < 0;
    };
    return static_cast<std::size_t>(std::count_if(state_->all.begin(), state_->all.end(), is_over));
}

bool trusted_certificates::add_to(void* ssl_context) const
{
    X509_STORE* const trusted = SSL_CTX_get_cert_store(static_cast<SSL_CTX*>(ssl_context));
    // One that is there already counts as added.
    return trusted != nullptr &&
           std::all_of(state_->all.begin(), state_->all.end(), [trusted](const auto& one) {
               return X509_STORE_add_cert(trusted, one.get()) == 1;
           });
}

}  // namespace parlance::egress
