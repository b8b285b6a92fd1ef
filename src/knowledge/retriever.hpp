#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/document.hpp>
#include <parlance/knowledge/passage_index.hpp>
#include <parlance/knowledge/sentences.hpp>
#include <parlance/knowledge/text_analyzer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::knowledge {

/// What retrieval found for a question.
struct retrieval {
    std::vector<found_passage> passages;  // best first
    std::int64_t documents_searched = 0;
    /// False when the words that matter in the question are not in what was found.
    bool is_answerable = false;
};

/// Finds the passages that answer a question, among those `who` may read.
class retriever {
public:
    retriever(passage_index& index, const text_analyzer& analyzer);

    /// Near copies of a better passage are left out.
    /// @param limit  at most limits::passages_max.
    /// @errors  those of passage_index.
    task<result<retrieval>> retrieve(call_scope scope, access::principal who, std::string question,
                                     std::size_t limit) const;

    /// The sentence or two of `passage_text` that match the question best; for a citation's quote.
    [[nodiscard]] text_range best_quote(std::string_view question,
                                        std::string_view passage_text) const;

private:
    task<result<index_hits>> search(call_scope scope, access::principal who, question_terms& asked,
                                    std::size_t limit) const;

    passage_index& index_;
    const text_analyzer& analyzer_;
};

}  // namespace parlance::knowledge
