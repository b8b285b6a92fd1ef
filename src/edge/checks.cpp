#include <parlance/edge/checks.hpp>

#include <parlance/edge/header_values.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace parlance::edge {
namespace {

bool is_json_in_utf8(const parameterised& type)
{
    if (type.value != "application/json") return false;
    const auto is_utf8_charset = [](const auto& one) {
        return one.name == "charset" && equals_ignoring_case(one.value, "utf-8");
    };
    return std::all_of(type.parameters.begin(), type.parameters.end(), is_utf8_charset);
}

}  // namespace

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
