#pragma once

#include <parlance/knowledge/ingestion_queue.hpp>
#include <parlance/postgresql/statement.hpp>

#include <cstdint>
#include <vector>

namespace parlance::postgresql {

/// What keeps passages of the document with this row. They are more than none.
statement insert_passages(std::int64_t document,
                          const std::vector<knowledge::indexed_passage>& passages);

/// What makes them found.
/// @param scope  of the document.
statement insert_postings(std::int64_t document, std::int64_t scope,
                          const std::vector<knowledge::indexed_passage>& passages);

}  // namespace parlance::postgresql
