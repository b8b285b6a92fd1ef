#include <parlance/offline/extract_sentences.hpp>

#include <parlance/knowledge/question_terms.hpp>
#include <parlance/knowledge/sentences.hpp>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string_view>
#include <utility>

namespace parlance::offline {
namespace {

// What a title or heading shares with the question speaks for each sentence under it, but less.
constexpr double context_share = 0.5;
// Sources come best first: the second one's sentences have to be a little better, and so on.
constexpr double rank_step = 0.1;
// A sentence is shown beside the best one when it is nearly as good.
constexpr double score_share_needed = 0.6;

struct candidate {
    std::string_view text;
    std::vector<std::string> terms;
    std::size_t source = 0;  // place among the sources
    std::size_t position = 0;
    double score = 0;
};

/// True for text that itself holds "[n]" with the number of a source: it would read as a citation.
bool holds_a_mark(std::string_view text, std::size_t sources)
{
    for (std::size_t number = 1; number <= sources; ++number) {
        if (text.find("[" + std::to_string(number) + "]") != std::string_view::npos) return true;
    }
    return false;
}

std::vector<candidate> candidates_in(const knowledge::text_analyzer& analyzer,
                                     const language::prompt& asked)
{
    std::vector<candidate> all;
    for (std::size_t source = 0; source < asked.sources.size(); ++source) {
        const std::string_view text = asked.sources[source].text;
        std::size_t position = 0;
        for (const knowledge::text_range& where : knowledge::sentences_of(text)) {
            const std::string_view sentence = text.substr(where.from, where.bytes);
            if (holds_a_mark(sentence, asked.sources.size())) continue;
            all.push_back({sentence, analyzer.terms(sentence), source, position++, 0});
        }
    }
    return all;
}

/// Weighs the question's terms by how rare they are among the sentences at hand.
void weigh(knowledge::question_terms& question, const std::vector<candidate>& all)
{
    std::vector<std::int64_t> frequency(question.terms().size(), 0);
    for (const candidate& one : all) {
        const std::set<std::string> unique(one.terms.begin(), one.terms.end());
        for (const std::string& term : unique) {
            const std::size_t place = question.place_of(term);
            if (place < frequency.size()) ++frequency[place];
        }
    }
    question.weigh(frequency, static_cast<std::int64_t>(all.size()));
}

void score(const knowledge::text_analyzer& analyzer, const knowledge::question_terms& question,
           const language::prompt& asked, std::vector<candidate>& all)
{
    std::vector<std::vector<std::string>> contexts;
    for (const language::numbered_source& source : asked.sources) {
        contexts.push_back(analyzer.terms(source.title + "\n" + source.place));
    }
    for (candidate& one : all) {
        const double own = question.weight_in(one.terms);
        std::vector<std::string> both = one.terms;
        both.insert(both.end(), contexts[one.source].begin(), contexts[one.source].end());
        const double context = question.weight_in(both) - own;
        one.score =
            (own + context_share * context) / (1.0 + rank_step * static_cast<double>(one.source));
    }
}

/// The best ones, each text once.
std::vector<candidate> chosen_from(std::vector<candidate> all, std::size_t sentences_max)
{
    std::stable_sort(all.begin(), all.end(), [](const candidate& left, const candidate& right) {
        return left.score > right.score;
    });
    std::vector<candidate> chosen;
    std::set<std::string_view> seen;
    for (candidate& one : all) {
        if (chosen.size() >= sentences_max || one.score <= 0) break;
        if (!chosen.empty() && one.score < chosen.front().score * score_share_needed) break;
        if (seen.insert(one.text).second) chosen.push_back(std::move(one));
    }
    return chosen;
}

}  // namespace

std::vector<cited_sentence> extract_sentences(const knowledge::text_analyzer& analyzer,
                                              const language::prompt& asked,
                                              std::size_t sentences_max)
{
    std::vector<candidate> all = candidates_in(analyzer, asked);
    knowledge::question_terms question(analyzer, asked.question);
    weigh(question, all);
    score(analyzer, question, asked, all);
    std::vector<candidate> chosen = chosen_from(std::move(all), sentences_max);

    // Chosen is by relevance. They are told in the order of their sources, the best passage first:
    // a sentence may match more of the question's words and say less about it than its passage
    // does.
    std::sort(chosen.begin(), chosen.end(), [](const candidate& left, const candidate& right) {
        return std::pair(left.source, left.position) < std::pair(right.source, right.position);
    });
    std::vector<cited_sentence> sentences;
    sentences.reserve(chosen.size());
    for (const candidate& one : chosen) {
        sentences.push_back({std::string(one.text), asked.sources[one.source].number,
                             knowledge::is_record_line(one.text)});
    }
    return sentences;
}

}  // namespace parlance::offline
