#include <parlance/edge/percent.hpp>

#include <parlance/foundation/text.hpp>

namespace parlance::edge {
namespace {

int hex_digit(char letter)
{
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view encoded, plus_sign plus)
{
    std::string plain;
    plain.reserve(encoded.size());
    for (std::size_t at = 0; at < encoded.size(); ++at) {
        const char letter = encoded[at];
        if (letter == '+' && plus == plus_sign::is_space) {
            plain += ' ';
        } else if (letter != '%') {
            plain += letter;
        } else {
            if (encoded.size() - at < 3) return std::nullopt;
            const int high = hex_digit(encoded[at + 1]);
            const int low = hex_digit(encoded[at + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            plain += static_cast<char>(high * 16 + low);
            at += 2;
        }
    }
    if (plain.find('\0') != std::string::npos || !is_utf8(plain)) return std::nullopt;
    return plain;
}

}  // namespace parlance::edge
