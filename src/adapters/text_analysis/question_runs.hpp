#pragma once

#include <string>
#include <string_view>

namespace parlance::text_analysis {

/// A question with a space in place of what only makes it a question or a sentence in Chinese and
/// Japanese: particles, pronouns, question words, endings in hiragana. Other text stays.
std::string without_function_characters(std::string_view question);

}  // namespace parlance::text_analysis
