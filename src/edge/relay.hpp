#pragma once

#include <parlance/edge/event_stream.hpp>
#include <parlance/edge/response.hpp>
#include <parlance/edge/services.hpp>
#include <parlance/foundation/call_scope.hpp>

#include <cstddef>

namespace parlance::edge {

/// What a reader may have in flight; the rest waits in the turn's log, which all readers share.
inline constexpr std::size_t relay_bytes_max = 64 * 1024;

/// Sends a turn's log from a position to its end, or until the log is closed. Each reader pulls at
/// its own pace: a slow one slows nobody.
/// @errors  cancelled when the reader left; what the citations' store answers.
task<result<>> relay(call_scope scope, const services& with, followed_from what, event_stream& out);

}  // namespace parlance::edge
