#include <parlance/postgresql/passage_scores.hpp>

#include <parlance/postgresql/passage_postings.hpp>
#include <parlance/stored_form/passage_number.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace parlance::postgresql {
namespace {

// As SQLite's bm25() has them: how fast repetitions stop to count, and how much a long passage is
// set back.
constexpr double saturation = 1.2;
constexpr double length_share = 0.75;
constexpr double title_weight = 3;
constexpr double section_weight = 2;
constexpr double rarity_min = 1e-6;  // what every passage holds still decides between two equals

double rarity_of(std::int64_t frequency, std::int64_t total)
{
    const auto holding = static_cast<double>(std::clamp(frequency, std::int64_t{1}, total));
    const double others = static_cast<double>(total) - holding;
    return std::max(std::log((others + 0.5) / (holding + 0.5)), rarity_min);
}

double occurrences(const posting& one)
{
    return title_weight * static_cast<double>(one.in_title) +
           section_weight * static_cast<double>(one.in_section) + static_cast<double>(one.in_text);
}

/// The mean length of what was found, each time it was.
double usual_length(const std::vector<found_postings>& found)
{
    double length = 0;
    double count = 0;
    for (const found_postings& row : found) {
        places_reader places(row.places);
        while (const auto one = places.next()) {
            length += static_cast<double>(one->length);
            count += 1;
        }
    }
    return std::max(length / std::max(count, 1.0), 1.0);
}

}  // namespace

std::vector<std::int64_t> best_passages(const std::vector<found_postings>& found,
                                        const std::vector<std::int64_t>& frequency,
                                        std::int64_t total, std::size_t limit)
{
    const double usual = usual_length(found);
    std::unordered_map<std::int64_t, double> scores;
    for (const found_postings& row : found) {
        const double rarity = rarity_of(frequency[row.term], std::max(total, frequency[row.term]));
        places_reader places(row.places);
        while (const auto one = places.next()) {
            const double size =
                1 - length_share + length_share * static_cast<double>(one->length) / usual;
            const double times = occurrences(*one);
            scores[stored_form::passage_number(row.document, one->ordinal)] +=
                rarity * times * (saturation + 1) / (times + saturation * size);
        }
    }
    std::vector<std::pair<double, std::int64_t>> order;  // the best has the lowest number
    order.reserve(scores.size());
    for (const auto& [passage, score] : scores) order.emplace_back(-score, passage);
    const std::size_t count = std::min(limit, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count),
                      order.end());
    std::vector<std::int64_t> best;
    for (std::size_t at = 0; at < count; ++at) best.push_back(order[at].second);
    return best;
}

}  // namespace parlance::postgresql
