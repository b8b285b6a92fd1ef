#pragma once

#include <parlance/edge/assets.hpp>
#include <parlance/edge/event_stream.hpp>
#include <parlance/edge/problem.hpp>
#include <parlance/edge/request.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/blob_store.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::edge {

/// What is sent instead of a body, for as long as there is something to send. Called once; owns
/// what it reads from. It ends the stream with finish(), or leaves it when scope.stop asks for it.
/// @errors  cancelled when the reader left; whatever kept it from being finished.
using stream_source = std::function<task<result<>>(call_scope scope, event_stream& out)>;

/// Events are resumed by their readers wherever they end. A document is nothing without its end:
/// it is not cut short by a shutdown, and what fails in it ends the connection.
enum class stream_kind { events, document };

/// Bytes of the blob store to send instead of a body.
struct sent_content {
    std::string content_hash;
    knowledge::byte_range part;
};

/// What a handler answers.
struct response {
    int status = 200;
    std::string media_type = "application/json";
    std::string body;
    std::string_view lasting_body;  // sent instead of `body`; lives as long as the process
    std::vector<header> headers;    // beside those that every response has
    stream_source stream;
    stream_kind kind = stream_kind::events;
    std::optional<sent_content> content;

    [[nodiscard]] std::string_view bytes() const
    {
        return lasting_body.empty() ? std::string_view(body) : lasting_body;
    }
};

/// A text/event-stream.
response stream_response(stream_source source);
response json_response(int status, std::string body);
response problem_response(const problem& what, std::string_view trace_id);

/// How the response travels on its connection.
struct framing {
    bool is_kept_alive = true;
    bool is_http_1_0 = false;
    bool is_chunked = false;  // otherwise Content-Length, or until the close for a stream
};

/// Status line and header fields, up to and with the empty line. Every response carries a trace id,
/// nosniff, a resource policy, a referrer policy and a cache rule.
std::string format_head(const response& what, const framing& how, std::string_view trace_id,
                        wall_time now);

}  // namespace parlance::edge
