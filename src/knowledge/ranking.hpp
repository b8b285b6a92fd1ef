#pragma once

#include <parlance/knowledge/document.hpp>
#include <parlance/knowledge/question_terms.hpp>
#include <parlance/knowledge/text_analyzer.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace parlance::knowledge {

/// How a passage answers a question.
struct judged_passage {
    found_passage what;
    double score = 0;                     // for the order
    double coverage = 0;                  // share of the question's weight that it holds, 0 to 1
    double nearness = 0;                  // the same of its best sentence, read under its heading
    std::vector<std::string> vocabulary;  // its terms, sorted, each once
};

/// Judges what an index found and orders it, best first: by how much of the question a passage
/// holds, how often, whether in one sentence, and whether in its title and headings.
std::vector<judged_passage> rank_passages(const text_analyzer& analyzer,
                                          const question_terms& asked,
                                          std::vector<found_passage> found);

/// Takes out passages that say nearly the same as a better one.
void leave_out_near_copies(std::vector<judged_passage>& ranked);

/// True when the best passage holds enough of what the question says, and holds it together. Half
/// of a short question in common is chance; of a long one it is not.
bool is_answered(const question_terms& asked, const std::vector<judged_passage>& ranked);

}  // namespace parlance::knowledge
