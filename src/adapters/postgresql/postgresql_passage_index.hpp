#pragma once

#include <parlance/knowledge/passage_index.hpp>
#include <parlance/postgresql/database.hpp>
#include <parlance/postgresql/gathering.hpp>
#include <parlance/postgresql/passage_search.hpp>

#include <atomic>
#include <string>
#include <vector>

namespace parlance::postgresql {

/// Passages by BM25 over rows of postings. A principal reads own documents and samples, once ready.
/// When the last one who searched had nothing to read, the next one is asked about that first,
/// together with others, and searches only when there is something.
class postgresql_passage_index : public knowledge::passage_index {
public:
    /// @param from  outlives the index.
    explicit postgresql_passage_index(database& from);

    task<result<knowledge::index_hits>> search(call_scope scope, access::principal who,
                                               std::vector<std::string> terms,
                                               std::size_t limit) override;
    task<result<std::vector<knowledge::found_passage>>> read(
        call_scope scope, access::principal who, std::vector<knowledge::passage_id> which) override;

private:
    database& database_;
    gathering<access::principal_id, something_to_read> looks_;
    std::atomic<bool> last_had_nothing_{false};
};

}  // namespace parlance::postgresql
