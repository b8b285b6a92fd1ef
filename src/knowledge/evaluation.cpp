#include <parlance/knowledge/evaluation.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>
#include <string_view>
#include <utility>

namespace parlance::knowledge {
namespace {

constexpr std::size_t rank_max = 10;

/// The ranked files, each once, at its best rank.
std::vector<std::string> files_of(const std::vector<answer_place>& ranked)
{
    std::vector<std::string> files;
    for (const answer_place& one : ranked) {
        if (std::find(files.begin(), files.end(), one.file) == files.end())
            files.push_back(one.file);
    }
    return files;
}

/// Without case and with single spaces, so that only the words of a heading count.
std::string normal(std::string_view text)
{
    std::string made;
    for (const char letter : text) {
        const bool is_space = letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
        if (is_space && (made.empty() || made.back() == ' ')) continue;
        const bool is_upper = letter >= 'A' && letter <= 'Z';
        made += is_space ? ' ' : is_upper ? static_cast<char>(letter + ('a' - 'A')) : letter;
    }
    if (!made.empty() && made.back() == ' ') made.pop_back();
    return made;
}

/// Counts what depends on files alone.
void count_files(evaluation& sum, const known_question& asked, const search_outcome& got,
                 std::size_t k)
{
    std::set<std::string> wanted;
    for (const answer_place& place : asked.relevant) wanted.insert(place.file);
    const std::vector<std::string> files = files_of(got.ranked);

    std::vector<std::size_t> hits;  // ranks from 0
    for (std::size_t rank = 0; rank < files.size(); ++rank)
        if (wanted.contains(files[rank])) hits.push_back(rank);
    const auto hits_in = [&hits](std::size_t most) {
        return static_cast<double>(std::count_if(hits.begin(), hits.end(),
                                                 [most](std::size_t rank) { return rank < most; }));
    };
    const auto add = [&](mean& recall, mean& hit, std::size_t most) {
        recall.add(hits_in(most) / static_cast<double>(wanted.size()));
        hit.add(hits_in(most) > 0 ? 1 : 0);
    };
    add(sum.recall_at_1, sum.hit_at_1, 1);
    add(sum.recall_at_5, sum.hit_at_5, 5);
    add(sum.recall_at_10, sum.hit_at_10, rank_max);
    add(sum.recall_at_k, sum.hit_at_k, k);

    const bool is_ranked = !hits.empty() && hits.front() < rank_max;
    sum.reciprocal_rank_at_10.add(is_ranked ? 1.0 / static_cast<double>(hits.front() + 1) : 0);
    const auto gain = [](std::size_t rank) {
        return 1.0 / std::log2(static_cast<double>(rank) + 2);
    };
    double gained = 0;
    double best = 0;
    for (const std::size_t rank : hits)
        if (rank < rank_max) gained += gain(rank);
    for (std::size_t rank = 0; rank < std::min(rank_max, wanted.size()); ++rank) best += gain(rank);
    sum.gain_at_10.add(gained / best);
}

bool is_on_page(const answer_place& found, const answer_place& wanted, std::int64_t distance_max)
{
    return found.file == wanted.file && found.page && wanted.page &&
           std::abs(*found.page - *wanted.page) <= distance_max;
}

bool is_in_section(const answer_place& found, const answer_place& wanted)
{
    return found.file == wanted.file && !wanted.section.empty() &&
           normal(found.section).ends_with(normal(wanted.section));
}

/// True when one of the first `most` passages is where the question says, by `is_there`.
template <class Test>
bool any_there(const known_question& asked, const search_outcome& got, std::size_t most,
               Test is_there)
{
    const std::size_t count = std::min(most, got.ranked.size());
    return std::any_of(got.ranked.begin(), got.ranked.begin() + static_cast<std::ptrdiff_t>(count),
                       [&](const answer_place& found) {
                           return std::any_of(
                               asked.relevant.begin(), asked.relevant.end(),
                               [&](const answer_place& wanted) { return is_there(found, wanted); });
                       });
}

void count_places(evaluation& sum, const known_question& asked, const search_outcome& got)
{
    const auto has_page = [](const answer_place& place) { return place.page.has_value(); };
    const auto has_section = [](const answer_place& place) { return !place.section.empty(); };
    if (std::any_of(asked.relevant.begin(), asked.relevant.end(), has_page)) {
        const auto exact = [](const answer_place& found, const answer_place& wanted) {
            return is_on_page(found, wanted, 0);
        };
        const auto near = [](const answer_place& found, const answer_place& wanted) {
            return is_on_page(found, wanted, 1);
        };
        sum.page_at_1.add(any_there(asked, got, 1, exact) ? 1 : 0);
        sum.page_at_5.add(any_there(asked, got, 5, exact) ? 1 : 0);
        sum.near_page_at_1.add(any_there(asked, got, 1, near) ? 1 : 0);
        sum.near_page_at_5.add(any_there(asked, got, 5, near) ? 1 : 0);
    } else if (std::any_of(asked.relevant.begin(), asked.relevant.end(), has_section)) {
        sum.section_at_1.add(any_there(asked, got, 1, is_in_section) ? 1 : 0);
    }
}

}  // namespace

void mean::add(double value)
{
    sum_ += value;
    ++count_;
}

std::optional<double> mean::value() const
{
    if (count_ == 0) return std::nullopt;
    return sum_ / static_cast<double>(count_);
}

void count_in(evaluation& sum, const known_question& asked, const search_outcome& got,
              std::size_t k)
{
    ++sum.questions;
    if (asked.relevant.empty()) {
        sum.unanswerable_told.add(got.is_answerable ? 0 : 1);
        return;
    }
    sum.wrongly_abstained.add(got.is_answerable ? 0 : 1);
    count_files(sum, asked, got, k);
    count_places(sum, asked, got);
}

std::vector<named_measure> measures_of(const evaluation& sum, std::size_t k)
{
    std::vector<named_measure> measures{
        {"recall@1", sum.recall_at_1},   {"recall@5", sum.recall_at_5},
        {"recall@10", sum.recall_at_10}, {"hit@1", sum.hit_at_1},
        {"hit@5", sum.hit_at_5},         {"hit@10", sum.hit_at_10}};
    if (k != 1 && k != 5 && k != rank_max) {
        measures.push_back({"recall@" + std::to_string(k), sum.recall_at_k});
        measures.push_back({"hit@" + std::to_string(k), sum.hit_at_k});
    }
    const std::vector<named_measure> others{{"MRR@10", sum.reciprocal_rank_at_10},
                                            {"nDCG@10", sum.gain_at_10},
                                            {"page@1", sum.page_at_1},
                                            {"page@5", sum.page_at_5},
                                            {"page@1 within 1", sum.near_page_at_1},
                                            {"page@5 within 1", sum.near_page_at_5},
                                            {"section@1", sum.section_at_1},
                                            {"unanswerable told", sum.unanswerable_told},
                                            {"wrongly abstained", sum.wrongly_abstained}};
    measures.insert(measures.end(), others.begin(), others.end());
    return measures;
}

}  // namespace parlance::knowledge
