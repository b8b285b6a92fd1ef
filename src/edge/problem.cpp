#include <parlance/edge/problem.hpp>

#include <parlance/edge/json_writer.hpp>

#include <chrono>
#include <utility>

namespace parlance::edge {
namespace {

constexpr std::chrono::milliseconds retry_when_unknown{2'000};

int status_of(const error& cause)
{
    switch (cause.kind) {
        case fault::invalid_request: return 400;
        case fault::unauthenticated: return 401;
        case fault::forbidden: return 403;
        case fault::not_found: return 404;
        case fault::conflict: return 409;
        case fault::quota_exceeded: return 429;
        case fault::overloaded: return 503;
        case fault::upstream_unavailable: return 502;
        case fault::upstream_rejected: return 422;
        case fault::deadline_exceeded: return 504;
        case fault::cancelled: return 503;
        case fault::internal: break;
    }
    return 500;
}

}  // namespace

problem::problem(const error& cause)
    : status(status_of(cause)),
      kind(cause.kind),
      detail(cause.detail),
      retry_after(cause.retry_after)
{
    // A store that is busy or away says not when it is back.
    if (kind == fault::overloaded && !retry_after) retry_after = retry_when_unknown;
    // A client that left never reads this; one that stayed meets a server that is stopping.
    if (kind == fault::cancelled) {
        kind = fault::overloaded;
        detail = "the server is stopping; ask again in a moment";
        retry_after = retry_when_unknown;
    }
}

problem refuse(int status, std::string detail)
{
    problem made;
    made.status = status;
    made.kind = status == 503 || status == 507 ? fault::overloaded : fault::invalid_request;
    if (status == 403) made.kind = fault::forbidden;
    if (status == 404) made.kind = fault::not_found;
    made.detail = std::move(detail);
    return made;
}

problem refuse_fields(std::vector<field_mistake> mistakes)
{
    std::string detail;
    for (const field_mistake& one : mistakes) {
        if (!detail.empty()) detail += "; ";
        detail += one.field + " " + one.message;
    }
    problem made = refuse(400, std::move(detail));
    made.errors = std::move(mistakes);
    return made;
}

std::string_view reason_phrase(int status)
{
    switch (status) {
        case 200: return "OK";
        case 202: return "Accepted";
        case 206: return "Partial Content";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 421: return "Misdirected Request";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 507: return "Insufficient Storage";
        default: return "Internal Server Error";
    }
}

std::string problem_json(const problem& what, std::string_view trace_id)
{
    json_writer body;
    body.object();
    body.text_field("type", "about:blank");
    body.text_field("title", reason_phrase(what.status));
    body.number_field("status", what.status);
    body.text_field("fault", name_of(what.kind));
    body.text_field("detail", what.detail);
    body.text_field("trace_id", trace_id);
    if (what.retry_after) body.number_field("retry_after_ms", what.retry_after->count());
    if (!what.errors.empty()) {
        body.key("errors").array();
        for (const field_mistake& one : what.errors) {
            body.object();
            body.text_field("field", one.field);
            body.text_field("message", one.message);
            body.end_object();
        }
        body.end_array();
    }
    body.end_object();
    return body.take();
}

}  // namespace parlance::edge
