#pragma once

#include <parlance/knowledge/passage_index.hpp>
#include <parlance/sqlite/sqlite_database.hpp>

#include <string>
#include <vector>

namespace parlance::sqlite {

/// Passages by BM25 over SQLite's FTS5. A principal reads own documents and samples, once ready.
class sqlite_passage_index : public knowledge::passage_index {
public:
    /// @param database  outlives the index.
    explicit sqlite_passage_index(sqlite_database& database) : database_(database) {}

    task<result<knowledge::index_hits>> search(call_scope scope, access::principal who,
                                               std::vector<std::string> terms,
                                               std::size_t limit) override;
    task<result<std::vector<knowledge::found_passage>>> read(
        call_scope scope, access::principal who, std::vector<knowledge::passage_id> which) override;

private:
    sqlite_database& database_;
};

}  // namespace parlance::sqlite
