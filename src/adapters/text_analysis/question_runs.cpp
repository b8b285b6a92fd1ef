#include <parlance/text_analysis/question_runs.hpp>

#include <parlance/text_analysis/character_folding.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

namespace parlance::text_analysis {
namespace {

constexpr std::u32string_view chinese_functions =
    U"的了是在和与及为被把吗呢吧啊么什怎哪谁几少如请问您你我他她它们这那个每和或之其于以从对到就都"
    U"也还要会能可该"
    U"為與嗎麼誰幾請問個們這從對會";
constexpr std::u32string_view japanese_questions = U"何誰";

bool is_hiragana(char32_t code)
{
    return code >= 0x3041 && code <= 0x309F;
}

bool is_katakana_or_han(char32_t code)
{
    return code >= 0x30A0;
}

bool is_kana(char32_t code)
{
    return code >= 0x3041 && code <= 0x30FF;
}

struct one_character {
    char32_t code;
    std::string_view bytes;
};

std::vector<one_character> characters_of(std::string_view text)
{
    std::vector<one_character> all;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t from = at;
        const folded_character read = next_folded(text, at);
        all.push_back({read.code, text.substr(from, at - from)});
    }
    return all;
}

bool holds(std::u32string_view set, char32_t code)
{
    return set.find(code) != std::u32string_view::npos;
}

}  // namespace

std::string without_function_characters(std::string_view question)
{
    const auto characters = characters_of(question);
    const bool is_japanese = std::any_of(characters.begin(), characters.end(),
                                         [](const auto& one) { return is_kana(one.code); });
    std::string kept;
    for (std::size_t at = 0; at < characters.size(); ++at) {
        const char32_t code = characters[at].code;
        bool is_dropped = holds(chinese_functions, code);
        if (is_japanese) {
            // One kana behind a character belongs to a word (借り); what follows is grammar.
            const bool is_behind_word = at > 0 && is_katakana_or_han(characters[at - 1].code);
            const bool goes_on = at + 1 < characters.size() && is_hiragana(characters[at + 1].code);
            const bool is_grammar = is_hiragana(code) && !(is_behind_word && goes_on);
            is_dropped = is_grammar || holds(japanese_questions, code);
        }
        if (is_dropped) kept += ' ';
        else kept += characters[at].bytes;
    }
    return kept;
}

}  // namespace parlance::text_analysis
