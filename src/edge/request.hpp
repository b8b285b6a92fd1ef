#pragma once

#include <parlance/edge/target.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::edge {

struct header {
    std::string name;  // lower case
    std::string value;
};

/// The one file of an upload.
struct uploaded_file {
    std::string file_name;  // UTF-8, as the client names it
    std::string bytes;
};

/// What stands for the placeholders in a route's pattern, decoded.
struct path_parts {
    std::string id;
    std::string page;
};

/// A request as handlers get it: every check of the edge is behind it.
struct request {
    std::string method;
    std::string raw_target;
    target to;
    std::vector<header> headers;
    bool is_http_1_0 = false;
    bool keeps_alive = false;
    bool is_from_trusted_proxy = false;  // what its X-Forwarded- headers say is believed
    path_parts parts;
    std::string body;
    std::optional<uploaded_file> file;

    /// The first header of that (lower case) name.
    [[nodiscard]] const std::string* header_named(std::string_view name) const;
    [[nodiscard]] std::size_t headers_named(std::string_view name) const;
    [[nodiscard]] const std::string* parameter(std::string_view name) const;
};

}  // namespace parlance::edge
