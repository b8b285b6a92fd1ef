#pragma once

#include <parlance/foundation/error.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace parlance::edge {

// Each accepted connection is compared with all of them.
inline constexpr std::size_t trusted_networks_max = 64;

/// 16 bytes; an IPv4 address as the IPv6 one that stands for it, ::ffff:10.0.0.1.
using ip_bytes = std::array<std::uint8_t, 16>;

/// Nothing when it is no address. Zones are refused.
std::optional<ip_bytes> parse_ip(std::string_view text);

/// 127.0.0.0/8 and ::1.
bool is_loopback(const ip_bytes& address);

/// A set of networks, such as "10.1.0.0/16, fd00::/8, 192.0.2.7".
class networks {
public:
    /// @errors  invalid_request naming the entry that is wrong and what is expected.
    static result<networks> parse(std::string_view list);

    [[nodiscard]] bool contains(const ip_bytes& address) const;
    [[nodiscard]] bool are_none() const { return all_.empty(); }

private:
    struct network {
        ip_bytes first{};
        std::size_t bits = 0;  // of the 128 that are the network's
    };
    static result<network> parse_entry(std::string_view entry);

    std::vector<network> all_;
};

}  // namespace parlance::edge
