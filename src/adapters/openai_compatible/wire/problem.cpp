#include <parlance/openai_compatible/wire/problem.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <string>

namespace parlance::openai_compatible::wire {
namespace {

struct reported_error {
    std::string code;
    std::string message;
};

std::string text_in(const boost::json::object& from, std::string_view name)
{
    const boost::json::value* found = from.if_contains(name);
    const boost::json::string* text = found == nullptr ? nullptr : found->if_string();
    return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

/// `{message, code}` as OpenAI and Azure have it, or a bare string as some servers do.
reported_error read_reported(const boost::json::value& reported)
{
    reported_error read;
    if (const boost::json::string* text = reported.if_string()) {
        read.message = std::string(text->data(), text->size());
    }
    if (const boost::json::object* fields = reported.if_object()) {
        read.code = text_in(*fields, "code");
        if (read.code.empty()) read.code = text_in(*fields, "type");
        read.message = text_in(*fields, "message");
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

std::string with_words(std::string claim, const reported_error& reported)
{
    if (reported.message.empty()) return claim;
    return claim + ": " + reported.message;
}

std::string claim_for(int status)
{
    switch (status) {
        case 400: return "the model's server refuses the request";
        case 401: return "the model's server refuses the key (OPENAI_API_KEY)";
        case 403: return "the model's server does not allow this (OPENAI_API_KEY)";
        case 404:
            return "the model's server knows no such model or address (OPENAI_MODEL, "
                   "OPENAI_BASE_URL)";
        case 429: return "the model's server is busy";
        default: break;
    }
    if (status >= 300 && status < 400) {
        return "the model's server redirects, which is not followed (OPENAI_BASE_URL)";
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
                 std::optional<std::chrono::milliseconds> retry_after)
{
    const reported_error reported = read_body(body);
    std::string claim = claim_for(status);
    if (reported.code == "content_filter") {
        claim = "the model's content filter refuses the question or its sources";
    }
    error cause = fail(fault_for(status, reported), with_words(std::move(claim), reported));
    if (cause.kind != fault::upstream_rejected) cause.retry_after = retry_after;
    return cause;
}

error problem_in_stream(const boost::json::value& reported)
{
    const reported_error read = read_reported(reported);
    if (read.code == "content_filter") {
        return fail(fault::upstream_rejected,
                    with_words("the model's content filter ended the answer", read));
    }
    const bool is_busy = read.code.find("rate_limit") != std::string::npos;
    return fail(is_busy ? fault::overloaded : fault::upstream_unavailable,
                with_words("the model's server broke off the answer", read));
}

}  // namespace parlance::openai_compatible::wire
