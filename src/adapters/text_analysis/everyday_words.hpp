#pragma once

#include <parlance/text_analysis/stop_words.hpp>

#include <string_view>

namespace parlance::text_analysis {

/// In which languages a word is an everyday one: so common that a text may well say the same thing
/// without it ("get", "need"), or the name of the kind of an answer, in whose place the answer
/// itself stands ("38 GBP" for a price, "Tuesday" for a day).
/// @param stem  of a word in one of these languages.
language_set everyday_in(std::string_view stem);

}  // namespace parlance::text_analysis
