#include <parlance/edge/response.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace parlance::edge {
namespace {

/// "Sun, 06 Nov 1994 08:49:37 GMT". @source RFC 9110, section 5.6.7.
std::string http_date(wall_time when)
{
    const std::time_t seconds =
        std::chrono::duration_cast<std::chrono::seconds>(when.time_since_epoch()).count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    const std::size_t length =
        std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), length};
}

void append_field(std::string& head, std::string_view name, std::string_view value)
{
    head.append(name).append(": ").append(value).append("\r\n");
}

bool has_field(const response& what, std::string_view name)
{
    return std::any_of(what.headers.begin(), what.headers.end(),
                       [&](const header& one) { return one.name == name; });
}

void append_framing(std::string& head, const response& what, const framing& how)
{
    if (how.is_chunked) {
        append_field(head, "Transfer-Encoding", "chunked");
    } else if (!what.stream && what.status != 304) {
        const std::uint64_t length = what.content ? what.content->part.count : what.bytes().size();
        append_field(head, "Content-Length", std::to_string(length));
    }
    if (!how.is_kept_alive) {
        append_field(head, "Connection", "close");
    } else if (how.is_http_1_0) {
        append_field(head, "Connection", "keep-alive");
    }
}

}  // namespace

response stream_response(stream_source source)
{
    response made;
    made.media_type = "text/event-stream";
    made.headers.push_back({"x-accel-buffering", "no"});
    made.stream = std::move(source);
    return made;
}

response json_response(int status, std::string body)
{
    response made;
    made.status = status;
    made.body = std::move(body);
    return made;
}

response problem_response(const problem& what, std::string_view trace_id)
{
    response made;
    made.status = what.status;
    made.media_type = "application/problem+json";
    made.body = problem_json(what, trace_id);
    if (!what.allow.empty()) made.headers.push_back({"allow", what.allow});
    if (what.retry_after) {
        // Whole seconds, rounded up: asking too early is worse than asking late.
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(*what.retry_after).count();
        made.headers.push_back({"retry-after", std::to_string(seconds)});
    }
    return made;
}

std::string format_head(const response& what, const framing& how, std::string_view trace_id,
                        wall_time now)
{
    constexpr std::size_t usual_bytes = 700;
    std::string head;
    head.reserve(usual_bytes);
    head.append("HTTP/1.1 ").append(std::to_string(what.status)).append(" ");
    head.append(reason_phrase(what.status)).append("\r\n");
    append_field(head, "Date", http_date(now));
    if (what.status != 304) append_field(head, "Content-Type", what.media_type);
    append_framing(head, what, how);
    append_field(head, "X-Trace-Id", trace_id);
    append_field(head, "X-Content-Type-Options", "nosniff");
    append_field(head, "Cross-Origin-Resource-Policy", "same-origin");
    append_field(head, "Referrer-Policy", "no-referrer");
    if (!has_field(what, "cache-control")) append_field(head, "Cache-Control", "no-store");
    if (!has_field(what, "content-security-policy")) {
        append_field(head, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
    for (const header& one : what.headers) append_field(head, one.name, one.value);
    head += "\r\n";
    return head;
}

}  // namespace parlance::edge
