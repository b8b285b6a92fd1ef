#include <parlance/knowledge/question_terms.hpp>

#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>

namespace parlance::knowledge {
namespace {

constexpr double weak_share = 0.5;

// Verbs, adjectives and nouns so common in English that a text may well say the same thing without
// them. They help to rank, but they alone do not tell what a question is about.
constexpr std::string_view everyday_words =
    "able add allow apply ask available become begin best better big bring call case certain "
    "change come common consider contain correct count different easy end exact example exist "
    "expect explain fact few find first follow get give go good great handle happen help hold "
    "idea important include inside keep kind know large last learn least less let like list little "
    "long look lot main make many matter maximum mean method minimum more most much name need new "
    "next normal number offer often old one only open other outside own part people person "
    "place point possible prefer proper provide put question quick reach reason receive regard "
    "require right run same say see seem send set show simple situation small soon sort special "
    "start stay still stop sure take talk tell thing think time total try turn type understand use "
    "usual value various very want way well whole wish without word work wrong";

std::unordered_set<std::string> weak_terms(const text_analyzer& analyzer)
{
    const auto all = analyzer.terms(everyday_words);
    return {all.begin(), all.end()};
}

}  // namespace

question_terms::question_terms(const text_analyzer& analyzer, std::string_view question)
{
    const auto weak = weak_terms(analyzer);
    std::unordered_set<std::string> seen;
    for (std::string& term : analyzer.terms(question)) {
        if (!seen.insert(term).second) continue;
        const bool is_weak = weak.contains(term);
        terms_.push_back({std::move(term), is_weak ? weak_share : 1.0, is_weak});
    }
    index();
}

void question_terms::weigh(const std::vector<std::int64_t>& frequency,
                           std::int64_t passages_total)
{
    for (std::size_t place = 0; place < terms_.size() && place < frequency.size(); ++place) {
        const double all = static_cast<double>(std::max<std::int64_t>(passages_total, 1));
        const double holding =
            std::clamp(static_cast<double>(frequency[place]), 1.0, std::max(all, 1.0));
        const double rarity = std::log(1.0 + (all - holding + 0.5) / (holding + 0.5));
        terms_[place].weight = rarity * (terms_[place].is_weak ? weak_share : 1.0);
    }
}

void question_terms::keep(const std::vector<std::size_t>& places)
{
    std::vector<weighted_term> kept;
    kept.reserve(places.size());
    for (const std::size_t place : places) kept.push_back(terms_.at(place));
    terms_ = std::move(kept);
    index();
}

std::vector<std::string> question_terms::texts() const
{
    std::vector<std::string> texts;
    texts.reserve(terms_.size());
    for (const weighted_term& term : terms_) texts.push_back(term.text);
    return texts;
}

double question_terms::total_weight() const
{
    double total = 0;
    for (const weighted_term& term : terms_) total += term.weight;
    return total;
}

std::size_t question_terms::place_of(const std::string& term) const
{
    const auto found = places_.find(term);
    return found == places_.end() ? terms_.size() : found->second;
}

double question_terms::weight_in(const std::vector<std::string>& terms) const
{
    std::vector<bool> is_counted(terms_.size(), false);
    double weight = 0;
    for (const std::string& term : terms) {
        const std::size_t place = place_of(term);
        if (place == terms_.size() || is_counted[place]) continue;
        is_counted[place] = true;
        weight += terms_[place].weight;
    }
    return weight;
}

void question_terms::index()
{
    places_.clear();
    for (std::size_t place = 0; place < terms_.size(); ++place) places_[terms_[place].text] = place;
}

}  // namespace parlance::knowledge
