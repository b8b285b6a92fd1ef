#pragma once

#include <parlance/knowledge/text_analyzer.hpp>

#include <cstdint>
#include <string_view>

namespace parlance::text_analysis {

/// A set of languages, a bit each.
using language_set = std::uint32_t;

constexpr language_set only(knowledge::text_language language)
{
    return language_set{1} << static_cast<unsigned>(language);
}

/// In which languages a word says nothing about what a text or question is about, because it is one
/// of their most frequent. @param word  folded, as in token::text.
language_set stop_word_in(std::string_view word);

/// Words that only form a question behind "how": "how long", "how many".
bool is_measure_of_how(std::string_view word);

}  // namespace parlance::text_analysis
