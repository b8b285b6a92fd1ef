#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::text_analysis {

/// English words that people use for each other in questions and documents ("car", "vehicle"), or
/// that are one idea as a verb, a noun and an adjective where no stemmer sees it ("heavy",
/// "weight"). @param stem  of an English word.
/// @return the stems of the others; empty for most words.
std::span<const std::string> related_stems(const std::string& stem);

}  // namespace parlance::text_analysis
