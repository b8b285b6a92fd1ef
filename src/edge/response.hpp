#pragma once

#include <parlance/chat/position.hpp>
#include <parlance/chat/turn_service.hpp>
#include <parlance/edge/assets.hpp>
#include <parlance/edge/problem.hpp>
#include <parlance/edge/request.hpp>
#include <parlance/foundation/clock.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::edge {

/// A turn to stream instead of a body.
struct followed_from {
    chat::followed_turn turn;
    chat::position after;
};

/// What a handler answers.
struct response {
    int status = 200;
    std::string media_type = "application/json";
    std::string body;
    std::string_view lasting_body;  // sent instead of `body`; lives as long as the process
    std::vector<header> headers;    // beside those that every response has
    std::optional<followed_from> stream;

    [[nodiscard]] std::string_view bytes() const
    {
        return lasting_body.empty() ? std::string_view(body) : lasting_body;
    }
};

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
