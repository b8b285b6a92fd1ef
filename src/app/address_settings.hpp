#pragma once

#include <parlance/edge/outer_address.hpp>
#include <parlance/foundation/settings.hpp>

#include <cstdint>
#include <string>

namespace parlance::app {

/// Where the server listens, and as what people reach it.
struct address_settings {
    std::string listen = "127.0.0.1";  // an IP address
    edge::outer_address outer;

    /// Without sign-in and beyond this machine: whoever reaches it is its user.
    [[nodiscard]] bool is_open_to_anyone() const;
    /// What people write into their browser's address bar.
    /// @param port  that the server listens on; 0 = not known yet.
    [[nodiscard]] std::string for_people(std::uint16_t port) const;
    /// Where a program on this machine reaches a server that listens on `port`.
    [[nodiscard]] std::string on_this_machine(std::uint16_t port) const;
};

/// Mistakes are left with `from`, all of them.
address_settings read_address_settings(settings& from);

/// What people must know of a server that is open to anyone.
std::string open_to_anyone_notice(const address_settings& settled);

}  // namespace parlance::app
