#pragma once

#include <parlance/knowledge/text_analyzer.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace parlance::knowledge {

/// A part of a text, in bytes, at character boundaries.
struct text_range {
    std::size_t from = 0;
    std::size_t bytes = 0;
};

/// The sentences of a passage in order; a table row, list item or line of a record is one sentence.
/// White space around them belongs to none.
std::vector<text_range> sentences_of(std::string_view text);

struct ranked_sentence {
    text_range where;
    double score = 0;  // higher is better; 0 = shares nothing with the question
};

/// The sentences of `text` by how well they match `question`, best first.
std::vector<ranked_sentence> rank_sentences(const text_analyzer& analyzer,
                                            std::string_view question, std::string_view text);

}  // namespace parlance::knowledge
