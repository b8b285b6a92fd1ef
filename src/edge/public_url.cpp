#include <parlance/edge/public_url.hpp>

#include <parlance/edge/header_values.hpp>
#include <parlance/edge/networks.hpp>
#include <parlance/edge/routes.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace parlance::edge {
namespace {

constexpr std::string_view example = "https://chat.example.org/chat";

// Taken, or kept for what the interface will grow.
constexpr std::array<std::string_view, 4> kept_parts{"assets", "auth", "metrics", "v1"};

error expected(const std::string& what)
{
    return fail(fault::invalid_request, what);
}

std::string_view first_part(std::string_view path)
{
    path.remove_prefix(1);
    return path.substr(0, path.find('/'));
}

/// A path of this server that begins so could not be told from one behind the prefix.
bool is_own_part(std::string_view part)
{
    const auto routes = all_routes();
    const bool is_of_route = std::any_of(routes.begin(), routes.end(), [&](const route& known) {
        return known.pattern.starts_with('/') && first_part(known.pattern) == part;
    });
    return is_of_route || std::find(kept_parts.begin(), kept_parts.end(), part) != kept_parts.end();
}

std::optional<std::string> objection_to_part(std::string_view part)
{
    if (part.empty()) return "must not have '//' in its path";
    if (part == "." || part == "..") return "must not have '.' or '..' as a part of its path";
    for (const char letter : part) {
        const bool is_plain = (letter >= 'a' && letter <= 'z') ||
                              (letter >= 'A' && letter <= 'Z') ||
                              (letter >= '0' && letter <= '9') ||
                              std::string_view("-._~").find(letter) != std::string_view::npos;
        if (!is_plain) {
            return "may have only letters, digits, '-', '.', '_' and '~' in its path, without '%'";
        }
    }
    return std::nullopt;
}

/// @param path  empty, or beginning with a slash.
result<std::string> read_prefix(std::string_view path)
{
    if (path.ends_with('/')) path.remove_suffix(1);
    if (path.empty()) return std::string();
    if (path.size() > public_prefix_bytes_max) {
        return expected("must have a path of at most " + std::to_string(public_prefix_bytes_max) +
                        " bytes");
    }
    for (std::string_view rest = path; !rest.empty();) {
        const std::string_view part = first_part(rest);
        if (auto objection = objection_to_part(part)) return expected(*objection);
        rest.remove_prefix(1 + part.size());
    }
    if (is_own_part(first_part(path))) {
        return expected("must not have a path that begins with '" + std::string(first_part(path)) +
                        "', as the server's own paths do");
    }
    return std::string(path);
}

}  // namespace

bool public_url::is_of_this_machine() const
{
    if (is_loopback_name(origin.host)) return true;
    const auto address = parse_ip(origin.host);
    return address && is_loopback(*address);
}

result<public_url> parse_public_url(std::string_view text)
{
    const bool is_clean = std::none_of(text.begin(), text.end(), [](char letter) {
        return static_cast<unsigned char>(letter) <= 0x20 ||
               static_cast<unsigned char>(letter) >= 0x7f;
    });
    if (!is_clean) {
        return expected("must be without spaces, control characters and letters outside of ASCII");
    }
    const std::string scheme = lower_case(text.substr(0, text.find(':')));
    const std::string_view rest = text.substr(std::min(scheme.size(), text.size()));
    if ((scheme != "http" && scheme != "https") || !rest.starts_with("://")) {
        return expected("must start with https:// or http://, as in " + std::string(example));
    }
    if (rest.find_first_of("?#") != std::string_view::npos) {
        return expected("must end before '?' and '#'");
    }
    const std::string_view after = rest.substr(3);
    const std::size_t slash = std::min(after.find('/'), after.size());
    const std::string_view named = after.substr(0, slash);
    if (named.find('@') != std::string_view::npos) {
        return expected("must not hold a user name or password");
    }
    const auto where = parse_authority(named);
    if (!where) {
        return expected(
            "must name a host, and a port from 1 to 65535 if it is not the usual one, "
            "as in " +
            std::string(example));
    }
    auto prefix = read_prefix(after.substr(slash));
    if (!prefix) return prefix.error();
    return public_url{origin_of(scheme, *where), std::move(*prefix)};
}

}  // namespace parlance::edge
