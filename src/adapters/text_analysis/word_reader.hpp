#pragma once

#include <parlance/text_analysis/stop_words.hpp>
#include <parlance/text_analysis/token_reader.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace parlance::text_analysis {

/// A word that is to become terms.
struct plain_word {
    std::string folded;
    std::string written;  // with its diacritics, where it has any
    bool is_stemmed = true;
    std::size_t run = 0;  // of ideographs, from 1
};

/// Turns tokens into words: resolves apostrophes and hyphens, drops stop words, pairs ideographs.
class word_reader {
public:
    /// @param stopped  in which languages a stop word is dropped.
    word_reader(std::string_view text, language_set stopped) : tokens_(text), stopped_(stopped) {}

    /// The next words, at most a few; empty at the end of the text.
    const std::vector<plain_word>& next();

private:
    void take(token& piece);
    bool take_suffix(token& piece);
    void take_ideographs(std::string_view run);
    void add(plain_word word) { words_.push_back(std::move(word)); }

    token_reader tokens_;
    language_set stopped_;
    std::vector<plain_word> words_;
    std::string prefix_;  // one letter before a hyphen
    std::size_t runs_ = 0;
    bool is_after_how_ = false;
    bool is_after_number_ = false;
};

}  // namespace parlance::text_analysis
