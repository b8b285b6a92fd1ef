#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parlance::chat {

/// How far a reader is in a turn: `<n>.<b>`, n non-text events and b bytes of answer so far.
struct position {
    std::int64_t events = 0;
    std::int64_t bytes = 0;
    friend auto operator<=>(const position&, const position&) = default;
};

std::string format_position(position at);
/// Reads exactly what format_position writes; both numbers below 10^15.
std::optional<position> parse_position(std::string_view text);

}  // namespace parlance::chat
