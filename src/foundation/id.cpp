#include <parlance/foundation/id.hpp>

#include <algorithm>

namespace parlance {
namespace {

int hex_value(char letter)
{
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
}

constexpr bool is_dash_place(std::size_t at)
{
    return at == 8 || at == 13 || at == 18 || at == 23;
}

}  // namespace

std::optional<uuid_bytes> parse_uuid(std::string_view text)
{
    if (text.size() != 36) return std::nullopt;
    uuid_bytes bytes{};
    std::size_t nibble = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_dash_place(at)) {
            if (text[at] != '-') return std::nullopt;
            continue;
        }
        const int value = hex_value(text[at]);
        if (value < 0) return std::nullopt;
        auto& byte = bytes.at(nibble / 2);
        byte = static_cast<std::uint8_t>((byte << 4U) | static_cast<unsigned>(value));
        ++nibble;
    }
    return bytes;
}

std::string format_uuid(const uuid_bytes& bytes)
{
    constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (const std::uint8_t byte : bytes) {
        if (is_dash_place(text.size())) text += '-';
        text += hex[byte >> 4U];
        text += hex[byte & 0x0FU];
    }
    return text;
}

uuid_bytes make_uuid_v7(const clock& now, random_source& random)
{
    uuid_bytes bytes{};
    random.fill(bytes);
    const auto since = now.wall().time_since_epoch();
    auto milliseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(since.count(), 0));
    for (std::size_t at = 6; at-- > 0;) {
        bytes.at(at) = static_cast<std::uint8_t>(milliseconds & 0xFFU);
        milliseconds >>= 8U;
    }
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x70U);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
    return bytes;
}

bool is_uuid_v7(const uuid_bytes& bytes)
{
    return (bytes[6] >> 4U) == 7 && (bytes[8] >> 6U) == 2;
}

}  // namespace parlance
