#include <parlance/edge/attachment.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace parlance::edge {
namespace {

constexpr std::string_view plain_text = "text/plain";
constexpr std::string_view unknown_bytes = "application/octet-stream";

constexpr std::array<std::string_view, 9> harmless{
    "application/json",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/csv",
    "text/markdown",
    plain_text,
    "text/tab-separated-values",
};

/// What browsers give meaning to.
constexpr std::array<std::string_view, 4> active{"text/html", "text/xml", "text/css",
                                                 "text/javascript"};

template <std::size_t Count>
bool is_among(const std::array<std::string_view, Count>& all, std::string_view one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

/// @source RFC 8187, section 3.2.1: attr-char.
bool stands_for_itself(char letter)
{
    const bool is_word = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                         (letter >= '0' && letter <= '9');
    constexpr std::string_view signs = "!#$&+-.^_`|~";
    return is_word || signs.find(letter) != std::string_view::npos;
}

void append_encoded(std::string& onto, char letter)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<std::uint8_t>(letter);
    if (byte < 0x20 || byte == 0x7F || letter == '/' || letter == '\\') {
        onto += '_';
    } else if (stands_for_itself(letter)) {
        onto += letter;
    } else {
        onto += '%';
        onto += digits[byte >> 4U];
        onto += digits[byte & 15U];
    }
}

}  // namespace

std::vector<header> attachment_headers(std::string_view file_name)
{
    std::string disposition = "attachment; filename*=UTF-8''";
    for (const char letter : file_name) append_encoded(disposition, letter);
    std::vector<header> headers;
    headers.push_back({"content-disposition", std::move(disposition)});
    headers.push_back({"content-security-policy", "sandbox; default-src 'none'"});
    return headers;
}

std::string_view safe_media_type(std::string_view media_type)
{
    if (is_among(harmless, media_type)) return media_type;
    const bool is_text = media_type.starts_with("text/") && !is_among(active, media_type);
    return is_text ? plain_text : unknown_bytes;
}

}  // namespace parlance::edge
