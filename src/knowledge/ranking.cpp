#include <parlance/knowledge/ranking.hpp>

#include <parlance/knowledge/sentences.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace parlance::knowledge {
namespace {

// A title or heading says what a passage is about: one occurrence there counts as several.
constexpr double section_occurrences = 2.0;
constexpr double title_occurrences = 1.5;
constexpr double saturation = 1.2;    // BM25's k1
constexpr double length_share = 0.5;  // BM25's b; passages are of similar length by design
// What the question's words being there at all, and being in one sentence, add to the order.
constexpr double coverage_weight = 0.6;
constexpr double nearness_weight = 0.4;
constexpr double two_sentences_share = 0.9;  // words in two neighbours are less together
constexpr double copy_share = 0.9;           // of the vocabulary in common

/// Occurrences of the question's terms in one passage.
class term_counts {
public:
    term_counts(const text_analyzer& analyzer, const question_terms& asked, text_language language)
        : analyzer_(analyzer),
          asked_(asked),
          language_(language),
          counts_(asked.terms().size(), 0.0)
    {
    }

    std::vector<std::string> add(std::string_view text, double occurrences)
    {
        auto terms = analyzer_.terms(text, language_);
        for (const std::string& term : terms) {
            const std::size_t place = asked_.place_of(term);
            if (place < counts_.size()) counts_[place] += occurrences;
        }
        return terms;
    }
    [[nodiscard]] const std::vector<double>& counts() const { return counts_; }

private:
    const text_analyzer& analyzer_;
    const question_terms& asked_;
    text_language language_;
    std::vector<double> counts_;
};

struct measured {
    judged_passage judged;
    std::vector<double> counts;
    double terms = 0;
};

measured measure(const text_analyzer& analyzer, const question_terms& asked, found_passage what)
{
    term_counts counted(analyzer, asked, analyzer.language_of(what.is.text));
    counted.add(what.title, title_occurrences);
    // A sentence is read under its heading: both together are near each other.
    const auto headings = counted.add(what.is.section, section_occurrences);

    measured of{judged_passage{std::move(what), 0, 0, 0, {}}, {}, 0};
    double nearest = 0;
    std::vector<std::string> before = headings;  // and the sentence before: an answer's question
    const std::string_view text = of.judged.what.is.text;
    for (const text_range& where : sentences_of(text)) {
        auto terms = counted.add(text.substr(where.from, where.bytes), 1.0);
        of.terms += static_cast<double>(terms.size());
        before.insert(before.end(), terms.begin(), terms.end());
        nearest = std::max(nearest, two_sentences_share * asked.weight_in(before));
        before.resize(headings.size());
        before.insert(before.end(), terms.begin(), terms.end());
        nearest = std::max(nearest, asked.weight_in(before));
        std::move(terms.begin(), terms.end(), std::back_inserter(of.judged.vocabulary));
    }
    auto& vocabulary = of.judged.vocabulary;
    std::sort(vocabulary.begin(), vocabulary.end());
    vocabulary.erase(std::unique(vocabulary.begin(), vocabulary.end()), vocabulary.end());

    const double total = std::max(asked.total_weight(), 1e-9);
    of.counts = counted.counts();
    of.judged.nearness = nearest / total;
    for (std::size_t place = 0; place < of.counts.size(); ++place) {
        if (of.counts[place] <= 0) continue;
        of.judged.coverage += asked.terms()[place].weight / total;
    }
    return of;
}

double score_of(const question_terms& asked, const measured& of, double terms_average)
{
    const double length = 1 - length_share + length_share * of.terms / terms_average;
    double score = 0;
    for (std::size_t place = 0; place < of.counts.size(); ++place) {
        const double count = of.counts[place];
        score += asked.terms()[place].weight * count / (count + saturation * length);
    }
    return score / std::max(asked.total_weight(), 1e-9) + coverage_weight * of.judged.coverage +
           nearness_weight * of.judged.nearness;
}

/// True when two sorted vocabularies have at least copy_share of all their terms in common. Most
/// pairs are told apart by their first few terms.
bool are_near_copies(const std::vector<std::string>& left, const std::vector<std::string>& right)
{
    const auto fewer = static_cast<double>(std::min(left.size(), right.size()));
    const auto allowed = static_cast<std::size_t>(fewer * (1 - copy_share) / copy_share);
    std::size_t different = 0;
    auto one = left.begin();
    auto other = right.begin();
    while (one != left.end() && other != right.end() && different <= allowed) {
        const int order = one->compare(*other);
        if (order != 0) ++different;
        if (order <= 0) ++one;
        if (order >= 0) ++other;
    }
    different += static_cast<std::size_t>(left.end() - one);
    different += static_cast<std::size_t>(right.end() - other);
    const auto all = static_cast<double>(left.size() + right.size() + different) / 2;
    return static_cast<double>(different) <= all * (1 - copy_share);
}

}  // namespace

std::vector<judged_passage> rank_passages(const text_analyzer& analyzer,
                                          const question_terms& asked,
                                          std::vector<found_passage> found)
{
    std::vector<measured> all;
    all.reserve(found.size());
    double terms_total = 0;
    for (found_passage& what : found) {
        all.push_back(measure(analyzer, asked, std::move(what)));
        terms_total += all.back().terms;
    }
    const double average = std::max(terms_total / std::max<double>(1.0, double(all.size())), 1.0);

    std::vector<judged_passage> ranked;
    ranked.reserve(all.size());
    for (measured& of : all) {
        of.judged.score = score_of(asked, of, average);
        ranked.push_back(std::move(of.judged));
    }
    const auto is_better = [](const judged_passage& left, const judged_passage& right) {
        return left.score > right.score;
    };
    std::stable_sort(ranked.begin(), ranked.end(), is_better);
    return ranked;
}

void leave_out_near_copies(std::vector<judged_passage>& ranked)
{
    std::vector<judged_passage> kept;
    for (judged_passage& candidate : ranked) {
        const auto is_copy = [&candidate](const judged_passage& better) {
            return are_near_copies(candidate.vocabulary, better.vocabulary);
        };
        if (std::none_of(kept.begin(), kept.end(), is_copy)) kept.push_back(std::move(candidate));
    }
    ranked = std::move(kept);
}

bool is_answered(const question_terms& asked, const std::vector<judged_passage>& ranked)
{
    // A logistic regression over public questions in six languages, each asked once of all
    // documents, once without the document and once without the passage that answers it, and over
    // the development sets; divided by its bias, so that 1 is the line.
    constexpr double of_coverage = 0.70;
    constexpr double of_nearness = 0.88;
    constexpr double of_amount = 0.15;
    if (ranked.empty()) return false;
    const judged_passage& best = ranked.front();
    const double amount = best.coverage * asked.total_weight() / asked.weight_max();
    return of_coverage * best.coverage + of_nearness * best.nearness + of_amount * amount >= 1;
}

}  // namespace parlance::knowledge
