#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/heavy_work.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/document.hpp>
#include <parlance/knowledge/passage_index.hpp>
#include <parlance/knowledge/sentences.hpp>
#include <parlance/knowledge/text_analyzer.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace parlance::knowledge {

/// What retrieval found for a question.
struct retrieval {
    std::vector<found_passage> passages;  // best first
    std::int64_t documents_searched = 0;
    /// False when the words that matter in the question are not in what was found.
    bool is_answerable = false;
    /// Of each passage the sentence or two that match the question best; only when asked for.
    std::vector<text_range> quotes;
};

/// Finds the passages that answer a question, among those `who` may read.
class retriever {
public:
    /// A question and what is found for it may be long: texts are analysed by `aside`.
    retriever(passage_index& index, const text_analyzer& analyzer, heavy_work& aside);

    /// Near copies of a better passage are left out.
    /// @param limit  at most limits::passages_max.
    /// @errors  those of passage_index.
    task<result<retrieval>> retrieve(call_scope scope, access::principal who, std::string question,
                                     std::size_t limit) const;

    /// The passages that one answer is grounded in, with their quotes.
    task<result<retrieval>> retrieve_to_cite(call_scope scope, access::principal who,
                                             std::string question) const;

private:
    struct search;
    task<result<retrieval>> find(call_scope scope, access::principal who, search wanted) const;

    passage_index& index_;
    const text_analyzer& analyzer_;
    heavy_work& aside_;
};

}  // namespace parlance::knowledge
