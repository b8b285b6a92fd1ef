#include <parlance/edge/address_checks.hpp>

#include <parlance/edge/header_values.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace parlance::edge {
namespace {

/// What a browser called, as far as it is known.
struct called {
    std::optional<authority> at;
    std::string scheme;  // empty: nobody whom we trust has said it
};

/// Of a header that proxies append to: what the nearest one, which is the trusted one, wrote.
std::string_view last_value(const request& asked, std::string_view name)
{
    const auto found = std::find_if(asked.headers.rbegin(), asked.headers.rend(),
                                    [&](const header& sent) { return sent.name == name; });
    if (found == asked.headers.rend()) return {};
    const std::string_view value = found->value;
    const std::size_t comma = value.rfind(',');
    return trimmed(comma == std::string_view::npos ? value : value.substr(comma + 1));
}

called called_by(const request& asked)
{
    const std::string* host = asked.header_named("host");
    std::string_view at = host == nullptr ? std::string_view() : *host;
    called by;
    if (asked.is_from_trusted_proxy) {
        const std::string scheme = lower_case(last_value(asked, "x-forwarded-proto"));
        if (scheme == "http" || scheme == "https") by.scheme = scheme;
        const std::string_view forwarded = last_value(asked, "x-forwarded-host");
        if (!forwarded.empty()) at = forwarded;
    }
    by.at = parse_authority(at);
    return by;
}

bool is_ours(const std::optional<authority>& at, const outer_address& ours)
{
    if (!at) return false;
    return is_loopback_name(at->host) || (ours.named && at->host == ours.named->origin.host);
}

bool is_from_our_page(const web_origin& from, const request& asked, const outer_address& ours)
{
    if (ours.named && from == ours.named->origin) return true;
    const called by = called_by(asked);
    if (!by.at) return false;
    if (!by.scheme.empty() && from == origin_of(by.scheme, *by.at)) return true;
    if (!is_loopback_name(by.at->host)) return false;
    if (by.scheme.empty() && from == origin_of("http", *by.at)) return true;
    // A proxy on this machine has put its own words for Host. The browser, which alone writes this
    // header, has seen that page and address are the same.
    const std::string* site = asked.header_named("sec-fetch-site");
    return site != nullptr && *site == "same-origin" && is_loopback_name(from.host);
}

}  // namespace

outcome<> check_host(const request& asked, const outer_address& ours, callers from)
{
    if (asked.header_named("host") == nullptr && !asked.is_http_1_0) {
        return refuse(400, "the Host header is missing");
    }
    if (from == callers::anybody) return {};
    const bool is_meant =
        is_ours(called_by(asked).at, ours) &&
        (asked.to.authority.empty() || is_ours(parse_authority(asked.to.authority), ours));
    if (is_meant) return {};
    if (ours.named) {
        return refuse(421, "this server answers only to " + ours.named->origin.host +
                               ", localhost, 127.0.0.1 and [::1] as Host");
    }
    return refuse(421,
                  "this server answers only to localhost, 127.0.0.1 and [::1] as Host; "
                  "PARLANCE_PUBLIC_URL tells it another address that people use");
}

outcome<> check_origin(const request& asked, const outer_address& ours)
{
    const std::string* site = asked.header_named("sec-fetch-site");
    if (site != nullptr && *site != "same-origin" && *site != "none") {
        return refuse(403,
                      "Sec-Fetch-Site says that another site asks; only this server's page may");
    }
    const std::string* origin = asked.header_named("origin");
    if (origin == nullptr) return {};
    const auto from = parse_origin(*origin);
    if (from && is_from_our_page(*from, asked, ours)) return {};
    return refuse(403,
                  "the Origin is another site's; only this server's page may ask. Behind a proxy, "
                  "PARLANCE_PUBLIC_URL tells the server the address people use");
}

}  // namespace parlance::edge
