#pragma once

#include <parlance/foundation/clock.hpp>

#include <cstdint>
#include <stop_token>
#include <string>

namespace parlance {

/// What travels with every call: until when, under which trace, and whether somebody said stop.
/// Cheap to copy.
struct call_scope {
    steady_time deadline = steady_time::max();
    std::string trace_id;  // 32 hexadecimal digits, as in W3C trace context
    std::stop_token stop;  // cancels the call, never the task that records its outcome
};

}  // namespace parlance
