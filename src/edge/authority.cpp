#include <parlance/edge/authority.hpp>

#include <parlance/edge/header_values.hpp>

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>
#include <charconv>

namespace parlance::edge {
namespace asio = boost::asio;
namespace {

constexpr std::size_t name_bytes_max = 253;  // what DNS can hold
constexpr std::size_t label_bytes_max = 63;
constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;
constexpr std::string_view digits = "0123456789";

std::uint16_t usual_port(std::string_view scheme)
{
    return scheme == "https" ? https_port : http_port;
}

bool is_label(std::string_view text)
{
    if (text.empty() || text.size() > label_bytes_max) return false;
    if (text.front() == '-' || text.back() == '-') return false;
    return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") ==
           std::string_view::npos;
}

bool is_name(std::string_view text)
{
    if (text.empty() || text.size() > name_bytes_max) return false;
    while (true) {
        const std::size_t end = std::min(text.find('.'), text.size());
        if (!is_label(text.substr(0, end))) return false;
        if (end == text.size()) return true;
        text.remove_prefix(end + 1);
    }
}

/// What ends in a number is an IPv4 address for every browser, so it must be one.
bool ends_in_number(std::string_view name)
{
    const std::string_view last = name.substr(name.rfind('.') + 1);
    return last.find_first_not_of(digits) == std::string_view::npos;
}

std::optional<std::string> read_name(std::string_view text)
{
    std::string name = lower_case(text);
    if (name.ends_with('.')) name.pop_back();
    if (!is_name(name)) return std::nullopt;
    if (!ends_in_number(name)) return name;
    boost::system::error_code failed;
    const auto address = asio::ip::make_address_v4(name, failed);
    if (failed) return std::nullopt;
    return address.to_string();
}

/// Of what stands between the brackets; zones mean something on one machine only.
std::optional<std::string> read_v6(std::string_view text)
{
    if (text.find('%') != std::string_view::npos) return std::nullopt;
    boost::system::error_code failed;
    const auto address = asio::ip::make_address_v6(std::string(text), failed);
    if (failed) return std::nullopt;
    return "[" + address.to_string() + "]";
}

std::optional<std::uint16_t> read_port(std::string_view text)
{
    std::uint16_t port = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, port);
    if (read.ec != std::errc() || read.ptr != end || port == 0) return std::nullopt;
    return port;
}

std::size_t host_size(std::string_view text)
{
    if (!text.starts_with('[')) return std::min(text.find(':'), text.size());
    const std::size_t bracket = text.find(']');
    return bracket == std::string_view::npos ? text.size() : bracket + 1;
}

std::optional<std::string> read_host(std::string_view text)
{
    if (!text.starts_with('[')) return read_name(text);
    if (!text.ends_with(']')) return std::nullopt;
    return read_v6(text.substr(1, text.size() - 2));
}

}  // namespace

std::optional<authority> parse_authority(std::string_view text)
{
    const std::size_t size = host_size(text);
    auto host = read_host(text.substr(0, size));
    if (!host) return std::nullopt;
    authority parsed{std::move(*host), std::nullopt};
    std::string_view rest = text.substr(size);
    if (rest.empty()) return parsed;
    if (rest.front() != ':') return std::nullopt;
    rest.remove_prefix(1);
    parsed.port = read_port(rest);
    if (!parsed.port) return std::nullopt;
    return parsed;
}

std::string web_origin::text() const
{
    const std::string named = scheme + "://" + host;
    return port == usual_port(scheme) ? named : named + ":" + std::to_string(port);
}

web_origin origin_of(std::string_view scheme, const authority& of)
{
    return {std::string(scheme), of.host, of.port.value_or(usual_port(scheme))};
}

std::optional<web_origin> parse_origin(std::string_view text)
{
    constexpr std::string_view between = "://";
    const std::size_t end = text.find(between);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string scheme = lower_case(text.substr(0, end));
    if (scheme != "http" && scheme != "https") return std::nullopt;
    const auto named = parse_authority(text.substr(end + between.size()));
    if (!named) return std::nullopt;
    return origin_of(scheme, *named);
}

bool is_loopback_name(std::string_view host)
{
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

}  // namespace parlance::edge
