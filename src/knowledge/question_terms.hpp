#pragma once

#include <parlance/knowledge/text_analyzer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace parlance::knowledge {

/// A word of a question and how much it says about what is asked for.
struct weighted_term {
    std::vector<std::string> forms;  // the terms that stand for it, the likeliest first
    std::size_t run = 0;             // as in asked_word
    double weight = 1;
    bool is_weak = false;  // an everyday word
};

/// The unique words of a question in its order, each with a weight. Cheap to move.
class question_terms {
public:
    /// Weights 1, everyday words less.
    question_terms(const text_analyzer& analyzer, std::string_view question);

    /// Gives each term the weight that its rarity has: BM25's inverse document frequency, a share
    /// of it for everyday words. A term that occurs nowhere weighs as one that occurs once.
    /// @param frequency  per term, in how many passages it occurs; of the same length as terms().
    void weigh(const std::vector<std::int64_t>& frequency, std::int64_t passages_total);
    /// The same. @param frequency  per text of texts().
    void weigh_by_texts(const std::vector<std::int64_t>& frequency, std::int64_t passages_total);

    /// Keeps only the terms at these places, in this order.
    void keep(const std::vector<std::size_t>& places);

    [[nodiscard]] const std::vector<weighted_term>& terms() const { return terms_; }
    /// What an index is asked for: the forms of all words, at most search_terms_max; of many
    /// words only the likeliest forms.
    [[nodiscard]] std::vector<std::string> texts() const;
    [[nodiscard]] double total_weight() const;
    /// What a word that nearly no passage holds weighs; 1 before weigh().
    [[nodiscard]] double weight_max() const { return weight_max_; }
    /// The place of a term, or terms().size().
    [[nodiscard]] std::size_t place_of(const std::string& term) const;
    /// What the question's terms that occur among `terms` weigh together.
    [[nodiscard]] double weight_in(const std::vector<std::string>& terms) const;

private:
    void index();
    std::vector<weighted_term> terms_;
    std::unordered_map<std::string, std::size_t> places_;
    double weight_max_ = 1;
};

}  // namespace parlance::knowledge
