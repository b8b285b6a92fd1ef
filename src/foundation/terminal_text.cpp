#include <parlance/foundation/terminal_text.hpp>

#include <parlance/foundation/text.hpp>

#include <array>
#include <cstdio>

namespace parlance {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

/// How many bytes a character has that begins with this one; 0 = none begins with it.
std::size_t bytes_of_character(std::uint8_t lead)
{
    if (lead < 0x80U) return 1;
    if (lead >= 0xC2U && lead <= 0xDFU) return 2;
    if (lead >= 0xE0U && lead <= 0xEFU) return 3;
    if (lead >= 0xF0U && lead <= 0xF4U) return 4;
    return 0;
}

/// Whether `next` can stand behind these bytes of a character. The second one has a narrower range
/// after four leads: overlong forms, surrogates, beyond U+10FFFF.
bool can_follow(std::string_view character, std::uint8_t next)
{
    if (next < 0x80U || next > 0xBFU) return false;
    if (character.size() > 1) return true;
    switch (static_cast<std::uint8_t>(character.front())) {
        case 0xE0U: return next >= 0xA0U;
        case 0xEDU: return next <= 0x9FU;
        case 0xF0U: return next >= 0x90U;
        case 0xF4U: return next <= 0x8FU;
        default: return true;
    }
}

std::uint32_t code_point_of(std::string_view character)
{
    const auto lead = static_cast<std::uint8_t>(character.front());
    if (character.size() == 1) return lead;
    std::uint32_t code = lead & (0x7FU >> character.size());
    for (const char next : character.substr(1)) {
        code = (code << 6U) | (static_cast<std::uint8_t>(next) & 0x3FU);
    }
    return code;
}

/// What a terminal obeys instead of showing it. The marks U+200E, U+200F and U+061C only place what
/// has no direction of its own, as right-to-left text needs; they stay.
bool is_obeyed(std::uint32_t code)
{
    if (code < 0x20U) return code != '\n' && code != '\t';
    if (code >= 0x7FU && code <= 0x9FU) return true;
    if (code >= 0x202AU && code <= 0x202EU) return true;  // embeddings and overrides
    return code >= 0x2066U && code <= 0x206FU;  // isolates, and what Unicode has given up since
}

}  // namespace

void terminal_text::begin(std::uint8_t byte, std::string& shown)
{
    const std::size_t bytes = bytes_of_character(byte);
    if (bytes > 1) {
        waiting_ = static_cast<char>(byte);
        missing_ = bytes - 1;
    } else if (byte == '\r') {
        is_after_return_ = true;
    } else if (bytes == 0 || is_obeyed(byte)) {
        shown += replacement;
    } else {
        shown += static_cast<char>(byte);
    }
}

/// Each byte of it is one that is no UTF-8.
void terminal_text::give_up_character(std::string& shown)
{
    for (std::size_t at = 0; at < waiting_.size(); ++at) shown += replacement;
    waiting_.clear();
    missing_ = 0;
}

void terminal_text::take(std::uint8_t byte, std::string& shown)
{
    if (is_after_return_) {
        is_after_return_ = false;
        if (byte != '\n') shown += replacement;
    }
    if (missing_ > 0 && can_follow(waiting_, byte)) {
        waiting_ += static_cast<char>(byte);
        if (--missing_ > 0) return;
        if (is_obeyed(code_point_of(waiting_))) shown += replacement;
        else shown += waiting_;
        waiting_.clear();
        return;
    }
    give_up_character(shown);
    begin(byte, shown);
}

std::string terminal_text::feed(std::string_view piece)
{
    std::string shown;
    shown.reserve(piece.size() + waiting_.size());
    for (const char byte : piece) take(static_cast<std::uint8_t>(byte), shown);
    return shown;
}

std::string terminal_text::finish()
{
    std::string shown;
    if (is_after_return_) shown += replacement;
    is_after_return_ = false;
    give_up_character(shown);
    return shown;
}

std::string shown_text(std::string_view text)
{
    terminal_text whole;
    std::string shown = whole.feed(text);
    return shown + whole.finish();
}

std::string shown_line(std::string_view text)
{
    std::string line;
    for (const char letter : shown_text(text)) {
        if (letter == '\n' || letter == '\t') line += replacement;
        else line += letter;
    }
    return line;
}

std::string shown_json(std::string_view json)
{
    std::string shown;
    shown.reserve(json.size());
    for (std::size_t at = 0; at < json.size();) {
        const std::size_t bytes = bytes_of_character(static_cast<std::uint8_t>(json[at]));
        const std::string_view character = json.substr(at, bytes);
        if (bytes == 0 || !is_utf8(character)) {
            shown += replacement;
            ++at;
            continue;
        }
        at += character.size();
        const std::uint32_t code = code_point_of(character);
        if (code >= 0x7FU && is_obeyed(code)) {
            std::array<char, 12> escaped{};
            std::snprintf(escaped.data(), escaped.size(), "\\u%04x", code);
            shown += escaped.data();
        } else {
            shown += character;
        }
    }
    return shown;
}

}  // namespace parlance
