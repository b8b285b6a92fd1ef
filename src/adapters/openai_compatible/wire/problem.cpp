#include <parlance/openai_compatible/wire/problem.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace parlance::openai_compatible::wire {
namespace {

constexpr std::size_t code_bytes_max = 48;  // "ResponsibleAIPolicyViolation" has 28

struct reported_error {
    bool is_there = false;
    std::string code;  // "" when it has not the form of one
};

/// A code is one word of letters, as in "context_length_exceeded". Whatever else a server puts in
/// its place may be somebody's text: "invalid value: 'Dear Anna, …'".
bool is_code(std::string_view text)
{
    return !text.empty() && text.size() <= code_bytes_max &&
           std::all_of(text.begin(), text.end(), [](char letter) {
               return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                      letter == '_' || letter == '-' || letter == '.';
           });
}

std::string text_in(const boost::json::object& from, std::string_view name)
{
    const boost::json::value* found = from.if_contains(name);
    const boost::json::string* text = found == nullptr ? nullptr : found->if_string();
    return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

/// `{message, code, type}` as OpenAI and Azure have it, or a bare string as some servers do.
reported_error read_reported(const boost::json::value& reported)
{
    reported_error read;
    const boost::json::object* fields = reported.if_object();
    read.is_there = fields != nullptr || reported.is_string();
    if (fields == nullptr) return read;
    for (const std::string_view name : {"code", "type"}) {
        std::string found = text_in(*fields, name);
        if (!is_code(found)) continue;
        read.code = std::move(found);
        break;
    }
    return read;
}

reported_error read_body(std::string_view body)
{
    boost::system::error_code failed;
    const boost::json::value document = boost::json::parse(body, failed);
    const boost::json::object* fields = failed ? nullptr : document.if_object();
    const boost::json::value* reported = fields == nullptr ? nullptr : fields->if_contains("error");
    return reported == nullptr ? reported_error() : read_reported(*reported);
}

std::string with_code(std::string claim, const reported_error& reported)
{
    if (reported.code.empty()) return claim;
    return claim + " (" + reported.code + ")";
}

std::string claim_for(int status)
{
    switch (status) {
        case 400: return "the model's server refuses the request with status 400";
        case 401: return "the model's server refuses the key (OPENAI_API_KEY) with status 401";
        case 403: return "the model's server does not allow this (OPENAI_API_KEY): status 403";
        case 404:
            return "the model's server knows no such model or address (OPENAI_MODEL, "
                   "OPENAI_BASE_URL): status 404";
        case 429: return "the model's server is busy: status 429";
        default: break;
    }
    if (status >= 300 && status < 400) {
        return "the model's server redirects with status " + std::to_string(status) +
               ", which is not followed (OPENAI_BASE_URL)";
    }
    return "the model's server answers with status " + std::to_string(status);
}

fault fault_for(int status, const reported_error& reported)
{
    // Out of credit looks like being busy, but no pause helps.
    if (status == 429 && reported.code == "insufficient_quota") return fault::upstream_rejected;
    if (status == 429) return fault::overloaded;
    if (status == 408 || status == 409 || status >= 500) return fault::upstream_unavailable;
    return fault::upstream_rejected;
}

}  // namespace

error problem_of(int status, std::string_view body,
                 std::optional<std::chrono::milliseconds> retry_after, answered_by by)
{
    const reported_error reported = read_body(body);
    std::string claim = claim_for(status);
    if (by == answered_by::server_or_proxy && !reported.is_there) {
        claim =
            "the model's server, or the proxy before it (PARLANCE_HTTPS_PROXY), answers "
            "with status " +
            std::to_string(status);
    }
    if (reported.code == "content_filter") {
        claim = "the model's content filter refuses the question or its sources";
    }
    error cause = fail(fault_for(status, reported), with_code(std::move(claim), reported));
    if (cause.kind != fault::upstream_rejected) cause.retry_after = retry_after;
    return cause;
}

error problem_in_stream(const boost::json::value& reported)
{
    const reported_error read = read_reported(reported);
    if (read.code == "content_filter") {
        return fail(fault::upstream_rejected,
                    with_code("the model's content filter ended the answer", read));
    }
    const bool is_busy = read.code.find("rate_limit") != std::string::npos;
    return fail(is_busy ? fault::overloaded : fault::upstream_unavailable,
                with_code("the model's server broke off the answer", read));
}

}  // namespace parlance::openai_compatible::wire
