#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parlance::text_analysis {

enum class character_kind {
    separator,  // belongs to no word
    letter,
    digit,
    joined,    // writes into the word before it and changes nothing: combining marks
    ideograph  // a script without spaces: its neighbours make terms
};

/// One character as terms are made of it.
struct folded_character {
    character_kind kind = character_kind::separator;
    char32_t code = 0;         // lower case, without diacritics
    std::string_view letters;  // instead of `code` where one character becomes several: ß, æ
    char32_t lower = 0;        // lower case, with its diacritics
};

/// The character that starts at `at`, which moves behind it. Bytes that are no UTF-8 separate.
folded_character next_folded(std::string_view text, std::size_t& at);

/// Appends `code` as UTF-8.
void append_utf8(std::string& text, char32_t code);

}  // namespace parlance::text_analysis
