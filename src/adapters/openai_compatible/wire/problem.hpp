#pragma once

#include <parlance/foundation/error.hpp>

#include <boost/json/fwd.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace parlance::openai_compatible::wire {

/// Who may have said it: a proxy that is given whole requests answers in the server's place.
enum class answered_by { server, server_or_proxy };

/// What an answer with another status than 200 means. `body` may be anything, also a gateway's
/// HTML. The detail says the status and, where it has the form of one, the server's code, which may
/// still be a key: redact it. It never quotes the server's sentences: they repeat what was asked,
/// and details are logged.
/// @errors  none; the answer is the error: overloaded (429), upstream_unavailable (408, 409, 5xx),
///          upstream_rejected (all others: key, model, address, content, length).
error problem_of(int status, std::string_view body,
                 std::optional<std::chrono::milliseconds> retry_after,
                 answered_by by = answered_by::server);

/// An `error` inside a stream that began with 200.
error problem_in_stream(const boost::json::value& reported);

}  // namespace parlance::openai_compatible::wire
