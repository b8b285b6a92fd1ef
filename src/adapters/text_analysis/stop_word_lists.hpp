#pragma once

#include <parlance/knowledge/text_analyzer.hpp>

#include <span>
#include <string_view>

namespace parlance::text_analysis {

/// The most frequent words of a language: articles, pronouns, auxiliaries, prepositions,
/// conjunctions and question words, separated by spaces.
struct stop_word_list {
    knowledge::text_language language;
    std::string_view words;
};

std::span<const stop_word_list> stop_word_lists();

}  // namespace parlance::text_analysis
