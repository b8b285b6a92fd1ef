#pragma once

#include <string_view>

namespace parlance::text_analysis {

/// Words that say nothing about what a text or question is about: articles, pronouns, auxiliaries,
/// prepositions, conjunctions and question words. Folded, as in token::text.
bool is_stop_word(std::string_view word);

/// Words that only form a question behind "how": "how long", "how many".
bool is_measure_of_how(std::string_view word);

}  // namespace parlance::text_analysis
