#pragma once

#include <parlance/foundation/error.hpp>

#include <boost/json/fwd.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace parlance::openai_compatible::wire {

/// What an answer with another status than 200 means. `body` may be anything, also a gateway's
/// HTML. The detail quotes the server's own words: redact it before it leaves the adapter.
/// @errors  none; the answer is the error: overloaded (429), upstream_unavailable (408, 409, 5xx),
///          upstream_rejected (all others: key, model, address, content, length).
error problem_of(int status, std::string_view body,
                 std::optional<std::chrono::milliseconds> retry_after);

/// An `error` inside a stream that began with 200.
error problem_in_stream(const boost::json::value& reported);

}  // namespace parlance::openai_compatible::wire
