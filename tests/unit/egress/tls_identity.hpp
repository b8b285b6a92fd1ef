#pragma once

#include "raw_server.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace parlance::tests {

/// Somebody with a certificate that only its holder vouches for.
class tls_identity {
public:
    /// @param name  as OpenSSL writes a subjectAltName.
    /// @param valid_until_seconds  from now; may be past.
    explicit tls_identity(const std::string& name = "IP:127.0.0.1",
                          long valid_until_seconds = 3'600);
    ~tls_identity();
    tls_identity(const tls_identity&) = delete;
    tls_identity& operator=(const tls_identity&) = delete;

    [[nodiscard]] std::string pem() const;
    [[nodiscard]] std::string private_key_pem() const;
    /// Greets, reads one request and answers it. @return the bytes of the request; 0 or less: the
    /// client did not want us.
    int answer(connection& with, std::string_view body) const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace parlance::tests
