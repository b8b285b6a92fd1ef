#pragma once

#include <parlance/edge/authority.hpp>
#include <parlance/foundation/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace parlance::edge {

// It stands before the path of every request, which has 4 KiB in all.
inline constexpr std::size_t public_prefix_bytes_max = 200;

/// The address that people use, whatever stands between them and the server.
struct public_url {
    web_origin origin;
    std::string prefix;  // "/chat"; empty when the page is at the root

    /// "https://chat.example.org/chat", without a slash at its end.
    [[nodiscard]] std::string text() const { return origin.text() + prefix; }
    [[nodiscard]] bool is_of_this_machine() const;
};

/// Far less than a URL may be: whatever a proxy, a browser and this server could understand in
/// different ways is refused.
/// @errors  invalid_request: what is expected, as the end of a sentence that begins with the name
///          of the setting.
result<public_url> parse_public_url(std::string_view text);

}  // namespace parlance::edge
