#include <parlance/knowledge/retriever.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/question_terms.hpp>
#include <parlance/knowledge/ranking.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <string_view>
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

/// A question, read: what the index is asked for, and what passages are weighed by.
struct read_question {
    question_terms whole;  // of all words, which weigh alike: for quotes
    question_terms asked;  // of a very long one only some, spread over it
    std::vector<std::string> texts;
};

read_question read(const text_analyzer& analyzer, std::string_view question)
{
    question_terms whole(analyzer, question);
    question_terms asked = whole;
    if (asked.terms().size() > search_terms_max) {
        asked.keep(spread_places(asked.terms().size(), search_terms_max));
    }
    auto texts = asked.texts();
    return {std::move(whole), std::move(asked), std::move(texts)};
}

/// What was found for a question, in the order in which it answers.
retrieval judged(const text_analyzer& analyzer, read_question& by, index_hits hits,
                 std::size_t limit)
{
    by.asked.weigh_by_texts(hits.term_frequency, hits.passages_total);
    auto ranked = rank_passages(analyzer, by.asked, std::move(hits.passages));
    retrieval found;
    found.documents_searched = hits.documents_total;
    found.is_answerable = is_answered(by.asked, ranked);
    leave_out_near_copies(ranked);
    if (ranked.size() > limit)
        ranked.erase(ranked.begin() + static_cast<std::ptrdiff_t>(limit), ranked.end());
    for (judged_passage& passage : ranked) found.passages.push_back(std::move(passage.what));
    return found;
}

}  // namespace

struct retriever::search {
    std::string question;
    std::size_t limit;
    bool has_quotes;
};

retriever::retriever(passage_index& index, const text_analyzer& analyzer, heavy_work& aside)
    : index_(index), analyzer_(analyzer), aside_(aside)
{
}

task<result<retrieval>> retriever::retrieve(call_scope scope, access::principal who,
                                            std::string question, std::size_t limit) const
{
    search wanted{std::move(question), std::clamp<std::size_t>(limit, 1, limits::passages_max),
                  false};
    co_return co_await find(std::move(scope), std::move(who), std::move(wanted));
}

task<result<retrieval>> retriever::retrieve_to_cite(call_scope scope, access::principal who,
                                                    std::string question) const
{
    search wanted{std::move(question), limits::passages_default, true};
    co_return co_await find(std::move(scope), std::move(who), std::move(wanted));
}

task<result<retrieval>> retriever::find(call_scope scope, access::principal who,
                                        search wanted) const
{
    using shared_question = std::shared_ptr<read_question>;
    std::function<result<shared_question>()> reading = [analyzer = &analyzer_,
                                                        question = std::move(wanted.question)] {
        auto made = std::make_shared<read_question>(read(*analyzer, question));
        return result<shared_question>(std::move(made));
    };
    auto question = co_await aside_.run<shared_question>(std::move(reading));
    if (!question) co_return question.error();

    auto texts = std::move((*question)->texts);
    auto hits = co_await index_.search(std::move(scope), std::move(who), std::move(texts),
                                       wanted.limit + candidates_more);
    if (!hits) co_return hits.error();

    std::function<result<retrieval>()> judging = [analyzer = &analyzer_, by = std::move(*question),
                                                  hits = std::move(*hits), limit = wanted.limit,
                                                  has_quotes = wanted.has_quotes]() mutable {
        retrieval found = judged(*analyzer, *by, std::move(hits), limit);
        if (!has_quotes) return result<retrieval>(std::move(found));
        for (const found_passage& passage : found.passages) {
            found.quotes.push_back(best_quote(*analyzer, by->whole, passage.is.text));
        }
        return result<retrieval>(std::move(found));
    };
    co_return co_await aside_.run<retrieval>(std::move(judging));
}

}  // namespace parlance::knowledge
