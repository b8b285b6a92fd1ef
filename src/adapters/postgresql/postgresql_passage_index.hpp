#pragma once

#include <parlance/knowledge/passage_index.hpp>
#include <parlance/postgresql/database.hpp>

#include <string>
#include <vector>

namespace parlance::postgresql {

/// Passages by BM25 over rows of postings. A principal reads own documents and samples, once ready.
class postgresql_passage_index : public knowledge::passage_index {
public:
    /// @param from  outlives the index.
    explicit postgresql_passage_index(database& from) : database_(from) {}

    task<result<knowledge::index_hits>> search(call_scope scope, access::principal who,
                                               std::vector<std::string> terms,
                                               std::size_t limit) override;
    task<result<std::vector<knowledge::found_passage>>> read(
        call_scope scope, access::principal who, std::vector<knowledge::passage_id> which) override;

private:
    database& database_;
};

}  // namespace parlance::postgresql
