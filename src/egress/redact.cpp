#include <parlance/egress/redact.hpp>

#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <array>

namespace parlance::egress {
namespace {

constexpr std::string_view mask = "***";
constexpr std::size_t key_bytes_min = 20;  // shorter words are words

bool is_key_letter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '.' ||
           letter == '*' || letter == '~' || letter == '+';
}

/// Known prefixes at any length; otherwise long words that mix letters and digits, as keys, JWTs
/// and signatures do. A model name or a host name is shorter or has no digits.
bool looks_secret(std::string_view word)
{
    constexpr std::array<std::string_view, 3> prefixes{"sk-", "eyJ", "Bearer"};
    const bool is_known = std::any_of(prefixes.begin(), prefixes.end(), [word](auto prefix) {
        return word.size() > prefix.size() && word.starts_with(prefix);
    });
    if (is_known) return true;
    if (word.size() < key_bytes_min) return false;
    const auto digits = std::count_if(word.begin(), word.end(),
                                      [](char letter) { return letter >= '0' && letter <= '9'; });
    return digits >= 4;
}

std::string without(std::string text, std::string_view key)
{
    if (key.empty()) return text;
    for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at)) {
        text.replace(at, key.size(), mask);
        at += mask.size();
    }
    return text;
}

}  // namespace

std::string redacted(std::string_view said, std::string_view key)
{
    // Bounded before it is searched: an upstream chooses its length.
    const std::string text =
        without(std::string(said.substr(0, upstream_words_bytes_max * 8)), key);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_key_letter(text[at])) {
            const auto byte = static_cast<unsigned char>(text[at++]);
            out += byte < 0x20 || byte == 0x7f ? ' ' : static_cast<char>(byte);
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && is_key_letter(text[end])) ++end;
        const std::string_view word = std::string_view(text).substr(at, end - at);
        out += looks_secret(word) ? mask : word;
        at = end;
    }
    if (!is_utf8(out)) {
        std::replace_if(
            out.begin(), out.end(), [](char letter) { return (letter & 0x80) != 0; }, '?');
    }
    if (out.size() <= upstream_words_bytes_max) return out;
    out.resize(floor_to_character(out, upstream_words_bytes_max));
    return out + "...";
}

}  // namespace parlance::egress
