#include <parlance/knowledge/question_terms.hpp>

#include <parlance/knowledge/passage_index.hpp>

#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>

namespace parlance::knowledge {
namespace {

constexpr double weak_share = 0.3;

}  // namespace

question_terms::question_terms(const text_analyzer& analyzer, std::string_view question)
{
    std::unordered_set<std::string> seen;
    for (asked_word& word : analyzer.asked_words(question)) {
        if (word.forms.empty() || !seen.insert(word.forms.front()).second) continue;
        const double weight = word.is_everyday ? weak_share : 1.0;
        terms_.push_back({std::move(word.forms), word.run, weight, word.is_everyday});
    }
    index();
}

void question_terms::weigh(const std::vector<std::int64_t>& frequency, std::int64_t passages_total)
{
    const std::size_t count = std::min(terms_.size(), frequency.size());
    const auto occurs_beside = [&](std::size_t place, std::size_t other) {
        return other < count && terms_[other].run == terms_[place].run && frequency[other] > 0;
    };
    const double all = static_cast<double>(std::max<std::int64_t>(passages_total, 1));
    weight_max_ = std::log(1.0 + all);
    for (std::size_t place = 0; place < count; ++place) {
        const double holding =
            std::clamp(static_cast<double>(frequency[place]), 1.0, std::max(all, 1.0));
        const double rarity = std::log(1.0 + (all - holding + 0.5) / (holding + 0.5));
        terms_[place].weight = rarity * (terms_[place].is_weak ? weak_share : 1.0);
        // The pair between two words is no word: nobody writes it, and nobody misses it.
        const bool is_between =
            terms_[place].run > 0 && frequency[place] == 0 &&
            (occurs_beside(place, place + 1) || (place > 0 && occurs_beside(place, place - 1)));
        if (is_between) terms_[place].weight = 0;
    }
}

void question_terms::weigh_by_texts(const std::vector<std::int64_t>& frequency,
                                    std::int64_t passages_total)
{
    const std::vector<std::string> asked = texts();
    std::vector<std::int64_t> of_places(terms_.size(), 0);
    for (std::size_t at = 0; at < asked.size() && at < frequency.size(); ++at) {
        std::int64_t& most = of_places[place_of(asked[at])];
        most = std::max(most, frequency[at]);
    }
    weigh(of_places, passages_total);
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
    std::size_t forms_max = 0;
    for (const weighted_term& term : terms_) forms_max = std::max(forms_max, term.forms.size());
    for (std::size_t form = 0; form < forms_max; ++form) {
        for (const weighted_term& term : terms_) {
            if (texts.size() >= search_terms_max) return texts;
            if (form >= term.forms.size()) continue;
            // Two words can share a form that is likely for one only: it is that one's.
            if (place_of(term.forms[form]) != static_cast<std::size_t>(&term - terms_.data()))
                continue;
            texts.push_back(term.forms[form]);
        }
    }
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
    std::size_t forms_max = 0;
    for (const weighted_term& term : terms_) forms_max = std::max(forms_max, term.forms.size());
    for (std::size_t form = 0; form < forms_max; ++form) {
        for (std::size_t place = 0; place < terms_.size(); ++place) {
            if (form < terms_[place].forms.size())
                places_.emplace(terms_[place].forms[form], place);
        }
    }
}

}  // namespace parlance::knowledge
