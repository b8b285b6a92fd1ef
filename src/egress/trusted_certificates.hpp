#pragma once

#include <parlance/foundation/error.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace parlance::egress {

inline constexpr std::size_t ca_file_bytes_max = 1024 * 1024;  // the system's own has 220 KiB

/// Certificates that are trusted beside the system's own. Read once; any thread.
class trusted_certificates {
public:
    /// Every certificate of a PEM file.
    /// @errors  invalid_request, whose detail ends a sentence that begins with the setting's name.
    static result<std::shared_ptr<const trusted_certificates>> read(const std::string& path);

    trusted_certificates(const trusted_certificates&) = delete;
    trusted_certificates& operator=(const trusted_certificates&) = delete;
    ~trusted_certificates();

    [[nodiscard]] std::size_t size() const;
    /// How many are of no use any more.
    [[nodiscard]] std::size_t expired() const;
    /// Adds them to what an SSL_CTX* trusts already.
    [[nodiscard]] bool add_to(void* ssl_context) const;

private:
    struct state;
    explicit trusted_certificates(std::unique_ptr<state> read);
    std::unique_ptr<state> state_;
};

}  // namespace parlance::egress
