#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/document.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace parlance::knowledge {

/// Terms that one search takes: a page of text. An index may order by the rarest of them alone.
inline constexpr std::size_t search_terms_max = 256;

/// What a search found, best first, and what is needed to judge it.
struct index_hits {
    std::vector<found_passage> passages;
    // Per asked term: how many readable passages hold it; an estimate where they are many.
    std::vector<std::int64_t> term_frequency;
    std::int64_t passages_total = 0;  // that the principal may read
    std::int64_t documents_total = 0;
};

/// Finds passages by terms. Implemented by sqlite (FTS5, BM25) and, in tests, in memory.
/// Only what `who` may read is searched, inside the query.
class passage_index {
public:
    virtual ~passage_index() = default;

    /// Passages that hold any of the terms, by BM25 with title and section weighted higher.
    /// @param terms  of text_analyzer, unique, at most search_terms_max.
    /// @param limit  0: only the counts, which may be rough for frequent terms.
    virtual task<result<index_hits>> search(call_scope scope, access::principal who,
                                            std::vector<std::string> terms, std::size_t limit) = 0;

    /// Those of the passages that exist and may be read today, in any order.
    virtual task<result<std::vector<found_passage>>> read(call_scope scope, access::principal who,
                                                          std::vector<passage_id> which) = 0;
};

}  // namespace parlance::knowledge
