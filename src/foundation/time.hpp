#pragma once

#include <parlance/foundation/clock.hpp>

#include <string>

namespace parlance {

/// RFC 3339 in UTC with milliseconds: 2024-11-07T09:30:00.125Z.
std::string format_time(wall_time when);

}  // namespace parlance
