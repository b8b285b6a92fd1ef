#pragma once

#include <parlance/text_analysis/stop_words.hpp>
#include <parlance/text_analysis/token_reader.hpp>

#include <array>
#include <cstddef>

namespace parlance::text_analysis {

/// Tells a language by the stop words of a text, and by the script where that says it all.
class language_guess {
public:
    void add(const token& word);

    /// The one language that much speaks for, or unknown.
    [[nodiscard]] knowledge::text_language of_text() const;
    /// Every language that as much speaks for as for any other; all when nothing is known.
    [[nodiscard]] language_set of_question() const;
    [[nodiscard]] std::size_t words() const { return words_; }

private:
    std::array<std::size_t, knowledge::text_language_count> hits_{};
    std::size_t words_ = 0;
};

}  // namespace parlance::text_analysis
