#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/id.hpp>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parlance::fakes {

/// The last row of a page: everything after it is smaller.
using page_place = std::pair<wall_time, uuid_bytes>;

inline std::string format_cursor(wall_time when, const uuid_bytes& which)
{
    return std::to_string(when.time_since_epoch().count()) + "." + format_uuid(which);
}

/// Nothing for an empty cursor.  @errors  invalid_request.
inline result<std::optional<page_place>> parse_cursor(std::string_view cursor)
{
    if (cursor.empty()) return std::optional<page_place>();
    const std::size_t dot = cursor.find('.');
    std::int64_t when = 0;
    const char* const end = cursor.data() + std::min(dot, cursor.size());
    const auto [stopped, problem] = std::from_chars(cursor.data(), end, when);
    if (problem != std::errc() || stopped != end || dot == std::string_view::npos) {
        return fail(fault::invalid_request, "this is not a cursor of this list");
    }
    const auto which = parse_uuid(cursor.substr(dot + 1));
    if (!which) return fail(fault::invalid_request, "this is not a cursor of this list");
    const wall_time at{std::chrono::milliseconds(when)};
    return std::optional<page_place>(page_place(at, *which));
}

}  // namespace parlance::fakes
