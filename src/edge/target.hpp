#pragma once

#include <parlance/edge/problem.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace parlance::edge {

struct query_parameter {
    std::string name;
    std::string value;
};

/// Where a request goes, decoded.
struct target {
    std::string authority;               // of an absolute form; empty otherwise
    std::string path;                    // starts with '/'; UTF-8 without NUL
    std::vector<query_parameter> query;  // every name once
};

/// Reads a request target in origin or absolute form. @source RFC 9112, section 3.2.
/// @errors  400 naming what is wrong with it.
outcome<target> parse_target(std::string_view raw);

}  // namespace parlance::edge
