#pragma once

#include <parlance/edge/request.hpp>
#include <parlance/foundation/random.hpp>

#include <string>

namespace parlance::edge {

/// 32 hexadecimal digits that nobody has had before.
std::string make_trace_id(random_source& random);

/// The trace id of a valid traceparent header, or nothing. @source W3C Trace Context, level 1.
std::optional<std::string> asked_trace_id(const request& asked);

}  // namespace parlance::edge
