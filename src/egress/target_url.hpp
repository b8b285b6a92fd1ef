#pragma once

#include <parlance/foundation/error.hpp>

#include <string>

namespace parlance::egress {

/// Host and port, for error texts: no path, no query, no user. "?" when it is no URL.
std::string place_of(const std::string& url);

/// The host as libcurl will use it, which also reads "0x7f.1" as 127.0.0.1; "" when it is no URL.
std::string host_of(const std::string& url);

[[nodiscard]] bool is_https(const std::string& url);

/// @errors  invalid_request
result<> check_url(const std::string& url);

}  // namespace parlance::egress
