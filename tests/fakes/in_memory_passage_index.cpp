#include <fakes/in_memory_passage_index.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <sstream>
#include <string_view>

namespace parlance::fakes {
namespace {

using knowledge::found_passage;
using knowledge::index_hits;
using knowledge::indexed_passage;

constexpr double title_weight = 3;
constexpr double section_weight = 2;

double count_in(const std::string& terms, std::string_view asked)
{
    std::istringstream words(terms);
    std::string word;
    double count = 0;
    while (words >> word) count += word == asked ? 1 : 0;
    return count;
}

double weight_of(const indexed_passage& passage, std::string_view term)
{
    return title_weight * count_in(passage.title_terms, term) +
           section_weight * count_in(passage.section_terms, term) +
           count_in(passage.text_terms, term);
}

found_passage found_in(const knowledge::document& document, const knowledge::passage& is)
{
    return {is, document.file_name, document.title, document.media_type};
}

struct candidate {
    found_passage found;
    std::vector<double> weights;  // per term
    double score = 0;
};

std::vector<candidate> candidates_of(
    const std::vector<in_memory_document_store::readable_document>& readable,
    const std::vector<std::string>& terms, index_hits& hits)
{
    std::vector<candidate> candidates;
    for (const auto& document : readable) {
        for (const indexed_passage& passage : document.passages) {
            candidate next{found_in(document.is, passage.is), {}, 0};
            bool holds_any = false;
            for (std::size_t at = 0; at < terms.size(); ++at) {
                const double weight = weight_of(passage, terms[at]);
                next.weights.push_back(weight);
                if (weight > 0) {
                    holds_any = true;
                    ++hits.term_frequency[at];
                }
            }
            ++hits.passages_total;
            if (holds_any) candidates.push_back(std::move(next));
        }
    }
    return candidates;
}

}  // namespace

task<result<index_hits>> in_memory_passage_index::search(call_scope, access::principal who,
                                                         std::vector<std::string> terms,
                                                         std::size_t limit)
{
    if (auto planned = plan_.enter(index_operation::search)) co_return *planned;
    const auto readable = documents_.readable_by(who.id);
    index_hits hits;
    hits.documents_total = static_cast<std::int64_t>(readable.size());
    hits.term_frequency.resize(terms.size());
    auto candidates = candidates_of(readable, terms, hits);
    for (candidate& each : candidates) {
        for (std::size_t at = 0; at < terms.size(); ++at) {
            const double share = static_cast<double>(hits.passages_total + 1) /
                                 static_cast<double>(hits.term_frequency[at] + 1);
            each.score += std::log(1 + share) * each.weights[at] / (each.weights[at] + 1);
        }
    }
    const auto is_better = [](const candidate& left, const candidate& right) {
        return left.score > right.score;
    };
    std::stable_sort(candidates.begin(), candidates.end(), is_better);
    if (candidates.size() > limit) {
        candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(limit), candidates.end());
    }
    for (candidate& each : candidates) hits.passages.push_back(std::move(each.found));
    co_return hits;
}

task<result<std::vector<found_passage>>> in_memory_passage_index::read(
    call_scope, access::principal who, std::vector<knowledge::passage_id> which)
{
    if (auto planned = plan_.enter(index_operation::read)) co_return *planned;
    std::vector<found_passage> found;
    for (const auto& document : documents_.readable_by(who.id)) {
        for (const indexed_passage& passage : document.passages) {
            if (std::find(which.begin(), which.end(), passage.is.id) == which.end()) continue;
            found.push_back(found_in(document.is, passage.is));
        }
    }
    co_return found;
}

}  // namespace parlance::fakes
