#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parlance::knowledge {

/// Where a question is answered: a file, and a page or a section of it when the question says so.
struct answer_place {
    std::string file;  // its name, without folders
    std::optional<std::int64_t> page;
    std::string section;  // the last part of a heading path, or all of it
};

/// A question whose answer is known.
struct known_question {
    std::string id;
    std::string text;
    std::vector<answer_place> relevant;  // empty: no document answers it
};

/// What a search brought for a question.
struct search_outcome {
    std::vector<answer_place> ranked;  // of passages, best first; a file may come several times
    bool is_answerable = false;
};

/// A share of some questions, 0 to 1; without a value when there are none of the kind.
class mean {
public:
    void add(double value);
    [[nodiscard]] std::optional<double> value() const;
    [[nodiscard]] std::size_t count() const { return count_; }

private:
    double sum_ = 0;
    std::size_t count_ = 0;
};

/// How well searches did. Passages of one file count as one at its best rank for file measures.
struct evaluation {
    std::size_t questions = 0;
    // Over questions that a document answers.
    mean recall_at_1, recall_at_5, recall_at_10, recall_at_k;
    mean hit_at_1, hit_at_5, hit_at_10, hit_at_k;
    mean reciprocal_rank_at_10;
    mean gain_at_10;  // nDCG with gains of 0 and 1
    mean wrongly_abstained;
    // Over those of them that name a page.
    mean page_at_1, page_at_5, near_page_at_1, near_page_at_5;  // near: within one page
    // Over those that name a section and no page.
    mean section_at_1;
    // Over questions that no document answers.
    mean unanswerable_told;
};

/// Counts one search in. @param k  of recall_at_k and hit_at_k, at least 1.
void count_in(evaluation& sum, const known_question& asked, const search_outcome& got,
              std::size_t k);

/// One measure by its name, as in the table and in JSON.
struct named_measure {
    std::string name;
    mean value;
};

/// In the order of the table.
std::vector<named_measure> measures_of(const evaluation& sum, std::size_t k);

}  // namespace parlance::knowledge
