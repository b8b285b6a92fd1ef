#pragma once

#include <parlance/foundation/clock.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace parlance {

/// RFC 3339 in UTC with milliseconds: 2024-11-07T09:30:00.125Z.
std::string format_time(wall_time when);

/// Reads exactly what format_time writes.
std::optional<wall_time> parse_time(std::string_view text);

}  // namespace parlance
