#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace parlance {
namespace {

bool is_continuation(char byte)
{
    return (static_cast<std::uint8_t>(byte) & 0xC0U) == 0x80U;
}

/// Length of the sequence that this byte starts; 0 when it cannot start one.
std::size_t sequence_length(std::uint8_t lead)
{
    if (lead < 0x80U) return 1;
    if (lead >= 0xC2U && lead <= 0xDFU) return 2;
    if (lead >= 0xE0U && lead <= 0xEFU) return 3;
    if (lead >= 0xF0U && lead <= 0xF4U) return 4;
    return 0;
}

/// The second byte has a narrower range after four lead bytes (overlong forms, surrogates, >
/// 10FFFF).
bool is_second_byte(std::uint8_t lead, std::uint8_t second)
{
    if (lead == 0xE0U) return second >= 0xA0U && second <= 0xBFU;
    if (lead == 0xEDU) return second >= 0x80U && second <= 0x9FU;
    if (lead == 0xF0U) return second >= 0x90U && second <= 0xBFU;
    if (lead == 0xF4U) return second >= 0x80U && second <= 0x8FU;
    return second >= 0x80U && second <= 0xBFU;
}

std::size_t blank_length(std::string_view rest)
{
    const char first = rest.front();
    if (first == ' ' || (first >= '\t' && first <= '\r')) return 1;
    if (rest.starts_with("\xC2\xA0")) return 2;
    constexpr std::array<std::string_view, 9> wide{"\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x89",
                                                   "\xE2\x80\x8A", "\xE2\x80\x8B", "\xE2\x80\xA8",
                                                   "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE3\x80\x80"};
    const bool is_wide = std::any_of(
        wide.begin(), wide.end(), [&](std::string_view space) { return rest.starts_with(space); });
    return is_wide ? 3 : 0;
}

}  // namespace

bool is_utf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<std::uint8_t>(text[at]);
        const std::size_t length = sequence_length(lead);
        if (length == 0 || at + length > text.size()) return false;
        if (length > 1 && !is_second_byte(lead, static_cast<std::uint8_t>(text[at + 1]))) {
            return false;
        }
        for (std::size_t next = 2; next < length; ++next) {
            if (!is_continuation(text[at + next])) return false;
        }
        at += length;
    }
    return true;
}

std::size_t count_characters(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char byte) { return !is_continuation(byte); }));
}

std::size_t floor_to_character(std::string_view text, std::size_t at)
{
    at = std::min(at, text.size());
    while (at > 0 && at < text.size() && is_continuation(text[at])) --at;
    return at;
}

bool is_blank(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t length = blank_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

}  // namespace parlance
