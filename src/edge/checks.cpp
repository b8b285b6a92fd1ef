#include <parlance/edge/checks.hpp>

#include <parlance/edge/header_values.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace parlance::edge {
namespace {

constexpr std::array<std::string_view, 3> loopback_names{"127.0.0.1", "localhost", "[::1]"};
constexpr std::uint16_t http_port = 80;  // what a Host without a port means

bool is_ours(std::string_view authority, std::uint16_t port)
{
    for (const std::string_view name : loopback_names) {
        if (!equals_ignoring_case(authority.substr(0, name.size()), name)) continue;
        const std::string_view rest = authority.substr(name.size());
        if (rest.empty()) return port == http_port;
        return rest == ":" + std::to_string(port);
    }
    return false;
}

bool is_json_in_utf8(const parameterised& type)
{
    if (type.value != "application/json") return false;
    const auto is_utf8_charset = [](const auto& one) {
        return one.name == "charset" && equals_ignoring_case(one.value, "utf-8");
    };
    return std::all_of(type.parameters.begin(), type.parameters.end(), is_utf8_charset);
}

}  // namespace

outcome<> check_host(const request& asked, std::uint16_t port)
{
    const std::string* host = asked.header_named("host");
    if (host == nullptr && !asked.is_http_1_0) return refuse(400, "the Host header is missing");
    const std::string named = host == nullptr ? "" : *host;
    const bool is_meant =
        is_ours(named, port) && (asked.to.authority.empty() || is_ours(asked.to.authority, port));
    if (is_meant) return {};
    const std::string text = std::to_string(port);
    return refuse(421, "this server answers only to 127.0.0.1:" + text + ", localhost:" + text +
                           " and [::1]:" + text + " as Host");
}

outcome<> check_origin(const request& asked)
{
    const std::string* site = asked.header_named("sec-fetch-site");
    if (site != nullptr && *site != "same-origin" && *site != "none") {
        return refuse(403,
                      "Sec-Fetch-Site says that another site asks; only this server's page may");
    }
    const std::string* origin = asked.header_named("origin");
    if (origin == nullptr) return {};
    const std::string* host = asked.header_named("host");
    if (host != nullptr && equals_ignoring_case(*origin, "http://" + *host)) return {};
    return refuse(403, "the Origin is another site's; only this server's page may ask");
}

outcome<> check_content_type(const request& asked, body_kind wanted, bool has_body)
{
    if (wanted == body_kind::none) {
        if (!has_body) return {};
        return refuse(400, "a GET or HEAD request to this server has no body");
    }
    if (wanted == body_kind::json_or_nothing && !has_body) return {};
    const std::string* named = asked.header_named("content-type");
    const auto type = parse_parameterised(named == nullptr ? "" : *named);
    if (wanted == body_kind::file) {
        if (type && type->value == "multipart/form-data") return {};
        return refuse(415, "send the file as multipart/form-data, in a field called file");
    }
    if (type && is_json_in_utf8(*type)) return {};
    return refuse(415, "send the body as Content-Type: application/json, in UTF-8");
}

outcome<> check_headers(const request& asked)
{
    constexpr std::array<std::string_view, 7> single{"host",           "content-type",  "origin",
                                                     "sec-fetch-site", "last-event-id", "expect",
                                                     "authorization"};
    for (const std::string_view name : single) {
        if (asked.headers_named(name) > 1) {
            return refuse(400, "the header " + std::string(name) + " is there twice");
        }
    }
    const std::string* expect = asked.header_named("expect");
    if (expect == nullptr || equals_ignoring_case(*expect, "100-continue")) return {};
    return refuse(400, "Expect may only be 100-continue");
}

}  // namespace parlance::edge
