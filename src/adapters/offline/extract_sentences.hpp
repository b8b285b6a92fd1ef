#pragma once

#include <parlance/knowledge/text_analyzer.hpp>
#include <parlance/language/prompt.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace parlance::offline {

/// A sentence of a source, byte for byte, and the number it is cited by.
struct cited_sentence {
    std::string text;
    std::size_t number = 0;
    bool is_record = false;  // a row of a table: shown as an item of a list
};

/// The sentences that answer best, at most `sentences_max`: the most relevant source first, within
/// a source in its own order. Empty when no sentence has anything to do with the question.
std::vector<cited_sentence> extract_sentences(const knowledge::text_analyzer& analyzer,
                                              const language::prompt& asked,
                                              std::size_t sentences_max);

}  // namespace parlance::offline
