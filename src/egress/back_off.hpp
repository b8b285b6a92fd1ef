#pragma once

#include <parlance/egress/reply.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/random.hpp>
#include <parlance/foundation/task.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace parlance::egress {

/// The pause that `retry-after-ms` or, in whole seconds, `retry-after` asks for. A date is not
/// understood and counts as no pause named; a pause over an hour counts as an hour.
std::optional<std::chrono::milliseconds> asked_pause(const reply& from);
std::optional<std::chrono::milliseconds> read_pause(std::optional<std::string_view> milliseconds,
                                                    std::optional<std::string_view> seconds);

/// How long to wait before attempt number `next` (2, 3, ...): what the upstream asked for and up to
/// a fifth more, otherwise 250 ms doubled each time, of which a random half is kept, so that many
/// callers do not come back together.
std::chrono::milliseconds back_off(int next, std::optional<std::chrono::milliseconds> asked,
                                   random_source& random);

/// Waits.
/// @errors  cancelled (scope.stop); deadline_exceeded at once when `pause` would reach it.
task<result<>> rest_for(call_scope scope, std::chrono::milliseconds pause);

}  // namespace parlance::egress
