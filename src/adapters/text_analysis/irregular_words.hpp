#pragma once

#include <string_view>

namespace parlance::text_analysis {

/// The base form of an irregular English verb or plural ("found" -> "find"), which no stemmer
/// knows; the word itself when it is none. Forms that are also other words (left, saw) are none.
std::string_view regular_form(std::string_view word);

}  // namespace parlance::text_analysis
