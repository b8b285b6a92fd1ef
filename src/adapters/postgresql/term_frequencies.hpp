#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace parlance::postgresql {

/// What a principal, $1, searches: see scopes in migration 0002.
#define PARLANCE_READABLE_SCOPES              \
    "scopes AS (SELECT 0 AS scope UNION ALL " \
    "SELECT number FROM document_owners WHERE principal = $1) "

/// Of documents AS d. Their owner is in the scope. Together with the scope it is an index of its
/// own, so that a join by scope and seq reads no row of the table.
#define PARLANCE_IS_READY "d.state = 'ready' AND d.deleted_at IS NULL "

/// What a principal may read, and how many of those passages hold each term.
struct readable_counts {
    std::int64_t documents = 0;
    std::int64_t passages = 0;
    std::vector<std::int64_t> frequency;  // in the order of the terms
};

/// Counts exactly where a term is in few documents (as many as a fair share of rows among all terms
/// allows) and estimates from a sample of documents where it is in more.  @throws refusal.
task<readable_counts> count_terms(transaction& in, access::principal_id who,
                                  std::vector<std::string> terms);

}  // namespace parlance::postgresql
