#include <parlance/text_analysis/character_folding.hpp>

#include <array>
#include <cstdint>

namespace parlance::text_analysis {
namespace {

// The letter without case and diacritics, by code point; '?' keeps the character, a digit stands
// for several letters (see `expansions`). @source Unicode 15 decompositions, strokes by hand.
constexpr std::string_view latin_from_00c0 =
    "aaaaaa2ceeeeiiiidnooooo?ouuuuy41aaaaaa2ceeeeiiiidnooooo?ouuuuy4y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii55jjkkkllllll?"
    "?llnnnnnnnnnoooooo33rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "bb?????ccdddd?e??ffg?h?ikkl??nnooo??pp??????tttuu?vyyzz?????????"
    "????666777888aaiioouuuuuuuuuueaaaa22ggggkkoooo??j999ggh?nnaa22oo"
    "aaaaeeeeiiiioooorrrruuuusstt??hhnd????aaeeooooooooyylntj??acclts"
    "z??b??eejj??rryy";
constexpr std::string_view latin_from_1e00 =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy?s??1?aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????";
// The same for Greek, where 'a' is alpha, 'b' beta and so on in the order of Unicode.
constexpr std::string_view greek_from_0380 =
    "??????a?egi?o?uyiabcdefghijklmnopq?stuvwxyiuaegiuabcdefghijklmnopqsstuvwxyiuouy";
constexpr std::string_view greek_from_1f00 =
    "aaaaaaaaaaaaaaaaeeeeee??eeeeee??ggggggggggggggggiiiiiiiiiiiiiiiioooooo??oooooo??"
    "uuuuuuuu?u?u?u?uyyyyyyyyyyyyyyyyaaeeggiioouuyy??aaaaaaaaaaaaaaaagggggggggggggggg"
    "yyyyyyyyyyyyyyyyaaaaa?aaaaaaa?i???ggg?ggeeggg???iiii??iiiiii????uuuuqquuuuuuq???"
    "??yyy?yyooyyy???";
constexpr std::array<std::string_view, 10> expansions{"",   "ss", "ae", "oe", "th",
                                                      "ij", "dz", "lj", "nj", "dz"};
constexpr char32_t greek_alpha = 0x3B1;

struct code_range {
    char32_t from;
    char32_t to;
};
// Above ASCII, what separates words: spaces, punctuation, currency, arrows, symbols, pictures.
constexpr std::array separators{
    code_range{0x80, 0xA9},      code_range{0xAB, 0xB4},     code_range{0xB6, 0xB9},
    code_range{0xBB, 0xBF},      code_range{0xD7, 0xD7},     code_range{0xF7, 0xF7},
    code_range{0x2B0, 0x2FF},    code_range{0x37E, 0x37E},   code_range{0x387, 0x387},
    code_range{0x55A, 0x55F},    code_range{0x589, 0x58A},   code_range{0x5BE, 0x5BE},
    code_range{0x5C0, 0x5C0},    code_range{0x5F3, 0x5F4},   code_range{0x600, 0x60F},
    code_range{0x61B, 0x61F},    code_range{0x66A, 0x66D},   code_range{0x6D4, 0x6D4},
    code_range{0x964, 0x965},    code_range{0xE3F, 0xE3F},   code_range{0x2000, 0x206F},
    code_range{0x20A0, 0x20CF},  code_range{0x2100, 0x2BFF}, code_range{0x2E00, 0x2E7F},
    code_range{0x3000, 0x3004},  code_range{0x3008, 0x3020}, code_range{0x3030, 0x3030},
    code_range{0x303D, 0x303F},  code_range{0x30FB, 0x30FB}, code_range{0xE000, 0xF8FF},
    code_range{0xFE10, 0xFE6F},  code_range{0xFF00, 0xFF0F}, code_range{0xFF1A, 0xFF20},
    code_range{0xFF3B, 0xFF40},  code_range{0xFF5B, 0xFF65}, code_range{0xFFE0, 0xFFFF},
    code_range{0x1F000, 0x1FAFF}};
constexpr std::array ideographs{
    code_range{0xE00, 0xEFF},   code_range{0x1000, 0x109F},  code_range{0x1780, 0x17FF},
    code_range{0x3005, 0x3007}, code_range{0x3040, 0x30FF},  code_range{0x31F0, 0x31FF},
    code_range{0x3400, 0x4DBF}, code_range{0x4E00, 0x9FFF},  code_range{0xF900, 0xFAFF},
    code_range{0xFF66, 0xFF9F}, code_range{0x20000, 0x3FFFF}};

template <std::size_t Count>
bool is_in(const std::array<code_range, Count>& ranges, char32_t code)
{
    for (const code_range& range : ranges) {
        if (code < range.from) return false;
        if (code <= range.to) return true;
    }
    return false;
}

/// The code point at `at`, which moves behind it; nothing ever reads past the end.
char32_t decode(std::string_view text, std::size_t& at)
{
    constexpr char32_t invalid = 0xFFFD;
    const auto byte = [&](std::size_t index) { return static_cast<std::uint8_t>(text[index]); };
    const std::uint8_t lead = byte(at++);
    if (lead < 0xC2 || lead > 0xF4) return lead < 0x80 ? lead : invalid;
    const std::size_t more = lead < 0xE0 ? 1U : lead < 0xF0 ? 2U : 3U;
    char32_t code = lead & (0x3FU >> more);
    for (std::size_t step = 0; step < more; ++step) {
        if (at >= text.size() || (byte(at) & 0xC0U) != 0x80U) return invalid;
        code = (code << 6U) | (byte(at++) & 0x3FU);
    }
    return code;
}

folded_character from_table(char base, char32_t code)
{
    if (base == '?') return {character_kind::letter, code, {}};
    if (base >= '0' && base <= '9') {
        return {character_kind::letter, code, expansions[static_cast<std::size_t>(base - '0')]};
    }
    return {character_kind::letter, static_cast<char32_t>(base), {}};
}

folded_character from_greek(char base, char32_t code)
{
    if (base == '?') return {character_kind::letter, code, {}};
    return {character_kind::letter, greek_alpha + static_cast<char32_t>(base - 'a'), {}};
}

char32_t cyrillic_lower(char32_t code)
{
    if (code == 0x401 || code == 0x451) return 0x435;  // people write е for ё
    if (code >= 0x400 && code <= 0x40F) return code + 0x50;
    if (code >= 0x410 && code <= 0x42F) return code + 0x20;
    if (code >= 0x460 && code <= 0x52F && code % 2 == 0 && (code < 0x482 || code > 0x4CF)) {
        return code + 1;
    }
    return code;
}

folded_character fold_ascii(char32_t code)
{
    if (code >= 'a' && code <= 'z') return {character_kind::letter, code, {}};
    if (code >= 'A' && code <= 'Z') return {character_kind::letter, code + 0x20, {}};
    if (code >= '0' && code <= '9') return {character_kind::digit, code, {}};
    return {character_kind::separator, code, {}};
}

bool is_combining(char32_t code)
{
    return (code >= 0x300 && code <= 0x36F) || code == 0xAD || (code >= 0x200B && code <= 0x200D) ||
           (code >= 0x64B && code <= 0x65F) || (code >= 0x591 && code <= 0x5BD) ||
           (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF || code == 0x2060;
}

/// A Latin letter beside the same one in the other case, the upper case first.
bool is_paired(char32_t code)
{
    return (code >= 0x100 && code <= 0x17E) || (code >= 0x1CD && code <= 0x233) ||
           (code >= 0x1E00 && code <= 0x1EFF);
}

/// True where a pair begins with an odd number.
bool is_upper_odd(char32_t code)
{
    return (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E);
}

/// A Latin letter in lower case.
char32_t latin_lower(char32_t code)
{
    if (code < 0xC0) return code;
    if (code <= 0xDE) return code == 0xD7 ? code : code + 0x20;
    if (code == 0x178) return 0xFF;
    if (!is_paired(code)) return code;
    return code % 2 == (is_upper_odd(code) ? 1U : 0U) ? code + 1 : code;
}

/// A letter of a script that has cases or diacritics; any other as it is.
folded_character fold_letter(char32_t code)
{
    if (code >= 0xC0 && code < 0xC0 + latin_from_00c0.size()) {
        return from_table(latin_from_00c0[code - 0xC0], code);
    }
    if (code >= 0x1E00 && code <= 0x1EFF) return from_table(latin_from_1e00[code - 0x1E00], code);
    if (code >= 0x380 && code < 0x380 + greek_from_0380.size()) {
        return from_greek(greek_from_0380[code - 0x380], code);
    }
    if (code >= 0x1F00 && code <= 0x1FFF) return from_greek(greek_from_1f00[code - 0x1F00], code);
    if (code >= 0x400 && code <= 0x52F) {
        return {character_kind::letter, cyrillic_lower(code), {}};
    }
    if (code >= 0x531 && code <= 0x556) return {character_kind::letter, code + 0x30, {}};
    return {character_kind::letter, code, {}};
}

folded_character fold(char32_t code)
{
    if (is_combining(code)) return {character_kind::joined, code, {}};
    if (code == 0xAA || code == 0xBA) return {character_kind::separator, code, {}};
    if (is_in(separators, code)) return {character_kind::separator, code, {}};
    if (code >= 0xFF10 && code <= 0xFF5A) return fold_ascii(code - 0xFEE0);  // full width
    if (is_in(ideographs, code)) return {character_kind::ideograph, code, {}};
    return fold_letter(code);
}

}  // namespace

folded_character next_folded(std::string_view text, std::size_t& at)
{
    const char32_t code = decode(text, at);
    folded_character made = code < 0x80 ? fold_ascii(code) : fold(code);
    const bool is_latin = (code >= 0xC0 && code < 0x250) || (code >= 0x1E00 && code < 0x1F00);
    made.lower = is_latin ? latin_lower(code) : made.code;
    return made;
}

void append_utf8(std::string& text, char32_t code)
{
    const auto put = [&text](char32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | (code >> 6U));
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0U | (code >> 12U));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | (code >> 18U));
        put(0x80U | ((code >> 12U) & 0x3FU));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

}  // namespace parlance::text_analysis
