#pragma once

#include <parlance/knowledge/question_terms.hpp>
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

/// True for a row as readers write tables: "Zone: 2; Countries: European Union; …".
bool is_record_line(std::string_view line);

struct ranked_sentence {
    text_range where;
    double score = 0;  // higher is better; 0 = shares nothing with the question
};

/// The sentences of `text` by how much of the question they hold, best first; of equals, the first.
std::vector<ranked_sentence> rank_sentences(const text_analyzer& analyzer,
                                            const question_terms& asked, std::string_view text);

/// The sentence or two of `text` that match the question best; for a citation's quote.
text_range best_quote(const text_analyzer& analyzer, const question_terms& asked,
                      std::string_view text);

/// The same as rank_sentences for a question whose terms all weigh alike.
std::vector<ranked_sentence> rank_sentences(const text_analyzer& analyzer,
                                            std::string_view question, std::string_view text);

}  // namespace parlance::knowledge
