#include <parlance/egress/way_out.hpp>

#include <parlance/egress/trusted_certificates.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace parlance::egress {
namespace {

const setting proxy_setting{
    std::string(proxy_setting_name), "",
    "The forward proxy for everything that leaves this machine, as http://host:port or "
    "https://user:password@host:port; unset = straight. Loopback and metadata addresses never "
    "pass it",
    true};
const setting ca_setting{
    std::string(ca_setting_name), "",
    "A PEM file with certificates of authorities to trust beside the system's own, for HTTPS"};

constexpr unsigned ports_most = 65'535;

bool is_control_or_space(char letter)
{
    const auto code = static_cast<unsigned char>(letter);
    return code <= 0x20 || code >= 0x7f;
}

std::optional<std::string> percent_decoded(std::string_view text)
{
    std::string decoded;
    while (!text.empty()) {
        if (text.front() != '%') {
            decoded += text.front();
            text.remove_prefix(1);
            continue;
        }
        constexpr std::size_t escape_size = 3;
        unsigned code = 0;
        const char* const digits = text.data() + 1;
        if (text.size() < escape_size) return std::nullopt;
        const auto [end, failed] = std::from_chars(digits, digits + 2, code, 16);
        if (failed != std::errc() || end != digits + 2) return std::nullopt;
        decoded += static_cast<char>(code);
        text.remove_prefix(escape_size);
    }
    return decoded;
}

bool has_control(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char letter) {
        return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f;
    });
}

/// Takes "user:password" off. @return the mistake.
std::string_view read_credentials(std::string_view text, forward_proxy& to)
{
    const auto colon = text.find(':');
    auto user = percent_decoded(text.substr(0, colon));
    auto password = percent_decoded(colon == std::string_view::npos ? "" : text.substr(colon + 1));
    if (!user || !password) return "must write '%' in its user and password as %25";
    if (user->empty() || user->find(':') != std::string::npos || has_control(*user) ||
        has_control(*password)) {
        return "must have a user without colons and control characters, or no '@' at all";
    }
    to.user = std::make_shared<const secret>(std::move(*user));
    to.password = std::make_shared<const secret>(std::move(*password));
    return {};
}

/// A DNS name or dotted numbers, or an IPv6 address in brackets.
bool is_host(std::string_view text)
{
    constexpr std::string_view of_names =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    constexpr std::string_view of_v6 = "0123456789abcdefABCDEF:.";
    const bool is_v6 = text.size() > 2 && text.front() == '[' && text.back() == ']';
    if (is_v6)
        return text.substr(1, text.size() - 2).find_first_not_of(of_v6) == std::string_view::npos;
    return !text.empty() && text.find_first_not_of(of_names) == std::string_view::npos;
}

bool is_port(std::string_view text)
{
    unsigned port = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, port);
    return read.ec == std::errc() && read.ptr == end && port >= 1 && port <= ports_most;
}

std::string_view read_authority(std::string_view text, forward_proxy& to)
{
    const auto at = text.rfind('@');
    if (at != std::string_view::npos) {
        const std::string_view credentials = text.substr(0, at);
        if (credentials.find('@') != std::string_view::npos) {
            return "must write '@' in its user and password as %40";
        }
        const std::string_view mistake = read_credentials(credentials, to);
        if (!mistake.empty()) return mistake;
        text.remove_prefix(at + 1);
    }
    const auto colon = text.rfind(':');
    const bool has_port = colon != std::string_view::npos && !text.ends_with(']');
    if (!has_port) return "must name a port, as in http://host:3128";
    if (!is_host(text.substr(0, colon))) return "must name a host, as in http://host:3128";
    if (!is_port(text.substr(colon + 1))) return "must name a port from 1 to 65535";
    to.shown = text;
    return {};
}

}  // namespace

proxy_reading read_proxy(std::string_view given)
{
    constexpr std::string_view plain = "http://";
    constexpr std::string_view over_tls = "https://";
    proxy_reading read;
    const bool is_tls = given.starts_with(over_tls);
    if (std::any_of(given.begin(), given.end(), is_control_or_space)) {
        read.mistake = "must be an address in ASCII without spaces and control characters";
        return read;
    }
    if (!is_tls && !given.starts_with(plain)) {
        read.mistake = "must start with http:// or https://, as in http://host:3128";
        return read;
    }
    std::string_view rest = given.substr(is_tls ? over_tls.size() : plain.size());
    if (rest.ends_with('/')) rest.remove_suffix(1);  // as browsers write a host
    if (rest.find_first_of("/?#\\") != std::string_view::npos) {
        read.mistake =
            "must end behind the port, without a path ('/', '?' and '#' in a password are written "
            "as %2F, %3F and %23)";
        return read;
    }
    read.mistake = read_authority(rest, read.proxy);
    read.proxy.is_tls = is_tls;
    read.proxy.url = std::string(is_tls ? over_tls : plain) + read.proxy.shown;
    return read;
}

way_out read_way_out(settings& from)
{
    way_out read;
    if (const auto given = from.text(proxy_setting)) {
        proxy_reading proxy = read_proxy(*given);
        if (!proxy.mistake.empty()) from.mistake(proxy_setting.name, proxy.mistake);
        else read.proxy = std::make_shared<const forward_proxy>(std::move(proxy.proxy));
    }
    if (const auto path = from.text(ca_setting)) {
        auto trust = trusted_certificates::read(*path);
        if (!trust) {
            from.mistake(ca_setting.name, trust.error().detail);
        } else {
            const std::size_t expired = (*trust)->expired();
            if (expired > 0) {
                read.warnings.push_back(ca_setting.name + " holds " + std::to_string(expired) +
                                        " of " + std::to_string((*trust)->size()) +
                                        " certificates that have expired: what they vouch for is "
                                        "refused");
            }
            read.trust = std::move(*trust);
        }
    }
    return read;
}

}  // namespace parlance::egress
