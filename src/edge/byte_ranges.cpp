#include <parlance/edge/byte_ranges.hpp>

#include <parlance/edge/header_values.hpp>

#include <algorithm>
#include <limits>
#include <optional>

namespace parlance::edge {
namespace {

/// Digits only; what is larger than any file is the largest number.
std::optional<std::uint64_t> parse_position(std::string_view text)
{
    if (text.empty()) return std::nullopt;
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t value = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        const auto units = static_cast<std::uint64_t>(digit - '0');
        value = value > (most - units) / 10 ? most : value * 10 + units;
    }
    return value;
}

range_wanted last_bytes(std::uint64_t count, std::uint64_t size)
{
    if (count == 0 || size == 0) return {range_wanted::kind::outside, {}};
    const std::uint64_t length = std::min(count, size);
    return {range_wanted::kind::part, {size - length, length}};
}

}  // namespace

range_wanted parse_range(std::string_view header, std::uint64_t size)
{
    constexpr std::string_view unit = "bytes=";
    const range_wanted whole;
    header = trimmed(header);
    if (!equals_ignoring_case(header.substr(0, unit.size()), unit)) return whole;
    header = trimmed(header.substr(unit.size()));
    const std::size_t dash = header.find('-');
    if (dash == std::string_view::npos) return whole;
    const auto first = parse_position(header.substr(0, dash));
    const auto last = parse_position(header.substr(dash + 1));
    if (dash == 0) return last ? last_bytes(*last, size) : whole;
    const bool is_open = dash + 1 == header.size();
    if (!first || (!last && !is_open) || (last && *last < *first)) return whole;
    if (*first >= size) return {range_wanted::kind::outside, {}};
    const std::uint64_t end = is_open ? size - 1 : std::min(*last, size - 1);
    return {range_wanted::kind::part, {*first, end - *first + 1}};
}

}  // namespace parlance::edge
