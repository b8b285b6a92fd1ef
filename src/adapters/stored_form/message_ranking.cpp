#include <parlance/stored_form/message_ranking.hpp>

#include <parlance/foundation/text.hpp>
#include <parlance/stored_form/message_number.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace parlance::stored_form {
namespace {

// As in BM25: how fast repetitions stop to count, and how much a long message is set back.
constexpr double saturation = 1.2;
constexpr double length_share = 0.75;

}  // namespace

std::vector<word_forms> words_in(std::string_view text, const knowledge::text_analyzer& analyzer)
{
    std::vector<word_forms> words;
    for (knowledge::asked_word& word : analyzer.asked_words(text)) {
        if (words.size() == search_terms_max) break;
        if (std::find(words.begin(), words.end(), word.forms) == words.end()) {
            words.push_back(std::move(word.forms));
        }
    }
    return words;
}

std::set<std::string> all_forms(const std::vector<word_forms>& words)
{
    std::set<std::string> wanted;
    for (const word_forms& forms : words) wanted.insert(forms.begin(), forms.end());
    return wanted;
}

std::string joined_terms(const std::vector<std::string>& terms)
{
    std::string joined;
    for (const std::string& term : terms) {
        if (!joined.empty()) joined += ' ';
        joined += term;
    }
    return joined;
}

std::string terms_of_message(std::string_view text, const knowledge::text_analyzer& analyzer)
{
    return joined_terms(
        analyzer.terms(text.substr(0, floor_to_character(text, indexed_bytes_max))));
}

void message_ranking::add(std::int64_t message, std::string_view terms)
{
    if (!known_.insert(message).second) return;
    candidate found;
    found.message = message;
    count_words(found, terms);
    all_.push_back(std::move(found));
}

void message_ranking::count_words(candidate& in, std::string_view terms) const
{
    while (!terms.empty()) {
        const std::size_t space = std::min(terms.find(' '), terms.size());
        const std::string_view term = terms.substr(0, space);
        for (std::size_t at = 0; at < words_.size(); ++at) {
            const word_forms& forms = words_[at];
            if (std::find(forms.begin(), forms.end(), term) != forms.end()) ++in.counts[at];
        }
        in.length += 1;
        terms.remove_prefix(std::min(space + 1, terms.size()));
    }
}

/// BM25 among the candidates, with what is rare among them as what is rare.
void message_ranking::score()
{
    std::map<std::size_t, std::int64_t> holding;
    double length = 0;
    for (const candidate& one : all_) {
        length += one.length;
        for (const auto& [word, count] : one.counts) ++holding[word];
    }
    const auto total = static_cast<double>(all_.size());
    const double usual = std::max(length / std::max(total, 1.0), 1.0);
    for (candidate& one : all_) {
        const double size = 1 - length_share + length_share * one.length / usual;
        one.score = 0;
        for (const auto& [word, count] : one.counts) {
            const auto with = static_cast<double>(holding[word]);
            const double rarity = std::log(1 + (total - with + 0.5) / (with + 0.5));
            const auto times = static_cast<double>(count);
            one.score += rarity * times * (saturation + 1) / (times + saturation * size);
        }
        // All of the words are worth more than any of them, however rare.
        if (one.counts.size() == words_.size()) one.score += 1'000;
    }
}

std::vector<std::int64_t> message_ranking::best(std::size_t limit)
{
    score();
    std::sort(all_.begin(), all_.end(), [](const candidate& left, const candidate& right) {
        return std::pair(left.score, left.message) > std::pair(right.score, right.message);
    });
    std::vector<std::int64_t> chosen;
    std::set<std::int64_t> turns;
    for (const candidate& one : all_) {
        if (chosen.size() == limit) break;
        const bool is_title = place_of_message(one.message) == chat::match_place::title;
        if (!is_title && !turns.insert(turn_of_message(one.message)).second) continue;
        chosen.push_back(one.message);
    }
    return chosen;
}

}  // namespace parlance::stored_form
