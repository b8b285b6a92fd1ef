#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::knowledge {

/// What a text is written in, as far as it changes which words are one word.
enum class text_language : std::uint8_t {
    unknown,
    english,
    german,
    french,
    spanish,
    italian,
    portuguese,
    dutch,
    swedish,
    danish,
    norwegian,
    finnish,
    romanian,
    hungarian,
    turkish,
    russian,
    greek,
    arabic,
    hindi
};
inline constexpr std::size_t text_language_count = 19;

/// A word of a question.
struct asked_word {
    /// The terms under which texts may hold it, the likeliest first: its stems in the languages
    /// that the question may be in, and the word as it is.
    std::vector<std::string> forms;
    /// In scripts without spaces words are pairs of neighbours, most of which are no words: the
    /// pairs of one run carry its number, from 1; 0 = a word between spaces.
    std::size_t run = 0;
    /// A text may well say the same thing without it: "get", "need", "way"; or it names the kind of
    /// the answer, in whose place the answer stands: "38 GBP" for a price, "Tuesday" for a day.
    bool is_everyday = false;
};

/// Turns text into the terms that passages are indexed and found by: case and diacritics folded,
/// stop words dropped, words stemmed. Pure and safe on any thread. Implemented by text_analysis.
class text_analyzer {
public:
    virtual ~text_analyzer() = default;

    /// The language of a text, by its most frequent words; unknown when too little speaks for one.
    [[nodiscard]] virtual text_language language_of(std::string_view text) const = 0;

    /// Terms in the order of the text, with repetitions; letters and digits only. A word that is
    /// stemmed differently with and without its diacritics makes two.
    /// @param language  of the text; English words are assumed when it is unknown.
    [[nodiscard]] virtual std::vector<std::string> terms(std::string_view text,
                                                         text_language language) const = 0;

    /// The words of a question in its order, with repetitions.
    [[nodiscard]] virtual std::vector<asked_word> asked_words(std::string_view question) const = 0;

    [[nodiscard]] std::vector<std::string> terms(std::string_view text) const
    {
        return terms(text, language_of(text));
    }
};

}  // namespace parlance::knowledge
