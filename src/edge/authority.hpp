#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parlance::edge {

/// Host and port, as in a Host header, in one spelling: names in lower case without the dot that
/// may end them, IPv6 addresses in brackets in their shortest form.
struct authority {
    std::string host;
    std::optional<std::uint16_t> port;  // nothing: the scheme's own
};

/// Nothing when it is none: user info, spaces, an address that does not exist, port 0 or 65536.
/// @source RFC 3986, section 3.2; names as in RFC 1123, section 2.1, and with underscores.
std::optional<authority> parse_authority(std::string_view text);

/// Where a page is from. Nothing of it is missing.
struct web_origin {
    std::string scheme;  // "http" or "https"
    std::string host;    // as in authority
    std::uint16_t port = 0;

    bool operator==(const web_origin&) const = default;
    /// "https://chat.example.org:8443", the port only where it is not the scheme's own.
    [[nodiscard]] std::string text() const;
};

/// With the port that the scheme stands for when `of` names none.
web_origin origin_of(std::string_view scheme, const authority& of);

/// Of an Origin header. Nothing for "null" and other schemes.
std::optional<web_origin> parse_origin(std::string_view text);

/// "localhost", "127.0.0.1" and "[::1]": no name server can make them mean another machine.
bool is_loopback_name(std::string_view host);

}  // namespace parlance::edge
