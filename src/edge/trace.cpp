#include <parlance/edge/trace.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace parlance::edge {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

bool is_hex(std::string_view text)
{
    return text.find_first_not_of(hex_digits) == std::string_view::npos;
}

bool is_zero(std::string_view text)
{
    return text.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

std::string make_trace_id(random_source& random)
{
    std::array<std::uint8_t, 16> bytes{};
    random.fill(bytes);
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += hex_digits[byte >> 4U];
        text += hex_digits[byte & 15U];
    }
    return text;
}

std::optional<std::string> asked_trace_id(const request& asked)
{
    const std::string* header = asked.header_named("traceparent");
    constexpr std::size_t length = 55;  // 00-{32}-{16}-{2}
    if (header == nullptr || header->size() != length) return std::nullopt;
    const std::string_view text(*header);
    const std::string_view trace = text.substr(3, 32);
    const std::string_view parent = text.substr(36, 16);
    const bool is_framed = text.starts_with("00-") && text[35] == '-' && text[52] == '-';
    const bool is_valid = is_framed && is_hex(trace) && is_hex(parent) && is_hex(text.substr(53)) &&
                          !is_zero(trace) && !is_zero(parent);
    if (!is_valid) return std::nullopt;
    return std::string(trace);
}

}  // namespace parlance::edge
