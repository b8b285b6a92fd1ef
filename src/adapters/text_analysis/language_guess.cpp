#include <parlance/text_analysis/language_guess.hpp>

#include <algorithm>

namespace parlance::text_analysis {
namespace {

using knowledge::text_language;

/// Languages with letters of their own are known by any word; Cyrillic is read as Russian.
text_language language_of_script(const token& word)
{
    if (word.is_ascii || word.text.size() < 2) return text_language::unknown;
    const auto first = static_cast<unsigned char>(word.text[0]);
    const auto second = static_cast<unsigned char>(word.text[1]);
    if (first == 0xCE || first == 0xCF) return text_language::greek;
    if (first == 0xD0 || first == 0xD1) return text_language::russian;
    if (first >= 0xD8 && first <= 0xDB) return text_language::arabic;
    if (first == 0xE0 && (second == 0xA4 || second == 0xA5)) return text_language::hindi;
    return text_language::unknown;
}

/// Danish and Norwegian share most words, and their stems hardly differ.
bool are_alike(std::size_t left, std::size_t right)
{
    const auto is_either = [](std::size_t which) {
        return which == static_cast<std::size_t>(text_language::danish) ||
               which == static_cast<std::size_t>(text_language::norwegian);
    };
    return is_either(left) && is_either(right);
}

}  // namespace

void language_guess::add(const token& word)
{
    if (word.kind != token_kind::word) return;
    ++words_;
    const auto script = static_cast<std::size_t>(language_of_script(word));
    if (script != 0) ++hits_[script];
    const language_set in = stop_word_in(word.text);
    if (in == 0) return;
    for (std::size_t language = 1; language < hits_.size(); ++language) {
        if ((in >> language & 1U) != 0) ++hits_[language];
    }
}

text_language language_guess::of_text() const
{
    std::size_t best = 1;
    for (std::size_t language = 2; language < hits_.size(); ++language)
        if (hits_[language] > hits_[best]) best = language;
    std::size_t second = 0;
    for (std::size_t language = 1; language < hits_.size(); ++language) {
        if (language != best && !are_alike(language, best))
            second = std::max(second, hits_[language]);
    }
    // In running text every second or third word is one of these; a table or list has few.
    constexpr std::size_t hits_min = 2;
    constexpr std::size_t words_a_hit = 12;
    const bool is_enough = hits_[best] >= hits_min && hits_[best] * words_a_hit >= words_;
    const bool is_clear = hits_[best] * 4 >= second * 5 && hits_[best] > second;
    return is_enough && is_clear ? static_cast<text_language>(best) : text_language::unknown;
}

language_set language_guess::of_question() const
{
    const std::size_t most = *std::max_element(hits_.begin(), hits_.end());
    language_set all = 0;
    for (std::size_t language = 1; language < hits_.size(); ++language)
        if (hits_[language] == most) all |= only(static_cast<text_language>(language));
    return all;
}

}  // namespace parlance::text_analysis
