#include <parlance/knowledge/retriever.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>
#include <parlance/knowledge/ranking.hpp>

#include <algorithm>
#include <utility>

namespace parlance::knowledge {
namespace {

// The index orders by BM25 alone; the right passage is nearly always among a few more than asked.
constexpr std::size_t candidates_more = 24;

/// Up to `most` places of `count`, evenly spread, in order.
std::vector<std::size_t> spread_places(std::size_t count, std::size_t most)
{
    std::vector<std::size_t> places;
    const std::size_t taken = std::min(count, most);
    for (std::size_t step = 0; step < taken; ++step) places.push_back(step * count / taken);
    return places;
}

}  // namespace

retriever::retriever(passage_index& index, const text_analyzer& analyzer)
    : index_(index), analyzer_(analyzer)
{
}

/// Searches for the words, of a very long question for some that are spread over it, and weighs
/// them by what was found.
task<result<index_hits>> retriever::search(call_scope scope, access::principal who,
                                           question_terms& asked, std::size_t limit) const
{
    if (asked.terms().size() > search_terms_max) {
        const auto spread = spread_places(asked.terms().size(), search_terms_max);
        asked.keep(spread);
    }
    auto texts = asked.texts();
    auto hits = co_await index_.search(std::move(scope), std::move(who), std::move(texts), limit);
    if (hits) asked.weigh_by_texts(hits->term_frequency, hits->passages_total);
    co_return hits;
}

task<result<retrieval>> retriever::retrieve(call_scope scope, access::principal who,
                                            std::string question, std::size_t limit) const
{
    limit = std::clamp<std::size_t>(limit, 1, limits::passages_max);
    question_terms asked(analyzer_, question);
    auto hits = co_await search(std::move(scope), std::move(who), asked, limit + candidates_more);
    if (!hits) co_return hits.error();

    auto ranked = rank_passages(analyzer_, asked, std::move(hits->passages));
    retrieval found;
    found.documents_searched = hits->documents_total;
    found.is_answerable = is_answered(asked, ranked);
    leave_out_near_copies(ranked);
    if (ranked.size() > limit)
        ranked.erase(ranked.begin() + static_cast<std::ptrdiff_t>(limit), ranked.end());
    for (judged_passage& passage : ranked) found.passages.push_back(std::move(passage.what));
    co_return found;
}

text_range retriever::best_quote(std::string_view question, std::string_view passage_text) const
{
    constexpr std::size_t quote_bytes_max = 480;  // two sentences; a chip shows no more
    const auto ranked = rank_sentences(analyzer_, question, passage_text);
    if (ranked.empty()) return {0, 0};
    text_range quote = ranked.front().where;
    if (ranked.size() > 1 && ranked[1].score >= ranked[0].score / 2 && ranked[1].score > 0) {
        const text_range& second = ranked[1].where;
        const std::size_t from = std::min(quote.from, second.from);
        const std::size_t to = std::max(quote.from + quote.bytes, second.from + second.bytes);
        const std::string_view both = passage_text.substr(from, to - from);
        const bool are_neighbours = sentences_of(both).size() == 2;
        if (are_neighbours && both.size() <= quote_bytes_max) quote = {from, to - from};
    }
    if (quote.bytes > quote_bytes_max) {
        const std::string_view cut = passage_text.substr(quote.from);
        quote.bytes = floor_to_character(cut, quote_bytes_max);
    }
    return quote;
}

}  // namespace parlance::knowledge
