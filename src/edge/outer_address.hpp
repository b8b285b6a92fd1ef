#pragma once

#include <parlance/edge/networks.hpp>
#include <parlance/edge/public_url.hpp>

#include <optional>
#include <string>

namespace parlance::edge {

/// How the server is reached. Fixed at start.
struct outer_address {
    std::optional<public_url> named;  // nothing: people are at this machine
    networks trusted_proxies;         // who may say how a request came to them
    bool allows_anyone = false;       // without sign-in, also beyond this machine

    /// The path of a request as the routes know it: a proxy may have taken the prefix off or not.
    [[nodiscard]] std::string without_prefix(std::string path) const;
    /// Where the page's relative addresses start, for a page at this path (without the prefix):
    /// "/chat/", or a relative one that holds behind a prefix that nobody told us.
    [[nodiscard]] std::string base_of_page(const std::string& path) const;
};

}  // namespace parlance::edge
