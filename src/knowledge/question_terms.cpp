#include <parlance/knowledge/question_terms.hpp>

#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>

namespace parlance::knowledge {
namespace {

constexpr double weak_share = 0.5;

// Verbs, adjectives, prepositions and nouns so common in English that a text may well say the same
// thing without them. They help to rank, but they alone do not tell what a question is about.
constexpr std::string_view everyday_words =
    "able above across add against allow along among apply around ask available away become begin "
    "behind below beside best better between beyond big bring call case certain change come common "
    "consider contain correct different down easy end exact example except exist expect explain "
    "fact few find first follow get give go good great handle happen help hold idea important "
    "include inside keep kind know large last learn least less let like list little long look lot "
    "main make many matter maximum mean method minimum more most much near need new next normal "
    "off offer often old one only open other out outside over own part past people per person "
    "place point possible prefer proper provide put question quick reach reason receive regard "
    "require right run same say see seem send set show simple situation small soon sort special "
    "start stay still stop sure take talk tell thing think through toward try turn type under "
    "understand until up upon use usual various very via want way well whole wish within without "
    "word work wrong";

// Words that name the kind of the answer. The answer itself stands in the text instead of them:
// "38 GBP" for a price, "Tuesday" for a day.
constexpr std::string_view answer_kinds =
    "address age amount charge colour color cost date day deadline distance duration fee height "
    "hour length limit location minute month name number percentage phone price quantity rate rule "
    "size sum time total value week weight width year";

std::unordered_set<std::string> weak_terms(const text_analyzer& analyzer)
{
    std::unordered_set<std::string> terms;
    for (const std::string_view words : {everyday_words, answer_kinds})
        for (std::string& term : analyzer.terms(words, text_language::english))
            terms.insert(std::move(term));
    return terms;
}

}  // namespace

question_terms::question_terms(const text_analyzer& analyzer, std::string_view question)
{
    const auto weak = weak_terms(analyzer);
    std::unordered_set<std::string> seen;
    for (asked_word& word : analyzer.asked_words(question)) {
        if (word.forms.empty() || !seen.insert(word.forms.front()).second) continue;
        const bool is_weak = weak.contains(word.forms.front());
        terms_.push_back({std::move(word.forms), word.run, is_weak ? weak_share : 1.0, is_weak});
    }
    index();
}

void question_terms::weigh(const std::vector<std::int64_t>& frequency, std::int64_t passages_total)
{
    const std::size_t count = std::min(terms_.size(), frequency.size());
    const auto occurs_beside = [&](std::size_t place, std::size_t other) {
        return other < count && terms_[other].run == terms_[place].run && frequency[other] > 0;
    };
    for (std::size_t place = 0; place < count; ++place) {
        const double all = static_cast<double>(std::max<std::int64_t>(passages_total, 1));
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
            if (texts.size() >= limits::query_terms_max) return texts;
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
