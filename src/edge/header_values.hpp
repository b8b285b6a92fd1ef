#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::edge {

bool equals_ignoring_case(std::string_view one, std::string_view other);
std::string lower_case(std::string_view text);  // ASCII only
/// Without the spaces and tabs around it.
std::string_view trimmed(std::string_view text);

/// A value with parameters: `multipart/form-data; boundary="x"`.
struct parameterised {
    struct parameter {
        std::string name;  // lower case
        std::string value;
    };
    std::string value;  // lower case
    std::vector<parameter> parameters;

    [[nodiscard]] const std::string* find(std::string_view name) const;
};

/// Nothing when it is malformed. In a quoted value a backslash quotes only '"' and '\', since
/// browsers send file names with bare ones. @source RFC 9110, section 5.6.6.
std::optional<parameterised> parse_parameterised(std::string_view text);

/// How much a client wants something, by an Accept or Accept-Encoding header: 0 = not at all, 1000
/// = most. The most specific entry counts: the name itself, "type/*", then "*" or "*/*".
/// @return nothing when no entry speaks of it.
std::optional<int> preference(std::string_view header, std::string_view name);

/// True when an If-None-Match header names this strong tag, or anything.
bool names_entity_tag(std::string_view if_none_match, std::string_view tag);

}  // namespace parlance::edge
