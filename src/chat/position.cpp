#include <parlance/chat/position.hpp>

namespace parlance::chat {
namespace {

constexpr std::size_t digits_max = 15;

std::optional<std::int64_t> count_in(std::string_view text)
{
    if (text.empty() || text.size() > digits_max) return std::nullopt;
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    std::int64_t value = 0;
    for (const char letter : text) {
        if (letter < '0' || letter > '9') return std::nullopt;  // from_chars would take "-0"
        value = value * 10 + (letter - '0');
    }
    return value;
}

}  // namespace

std::string format_position(position at)
{
    return std::to_string(at.events) + "." + std::to_string(at.bytes);
}

std::optional<position> parse_position(std::string_view text)
{
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto events = count_in(text.substr(0, dot));
    const auto bytes = count_in(text.substr(dot + 1));
    if (!events || !bytes) return std::nullopt;
    return position{*events, *bytes};
}

}  // namespace parlance::chat
