#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/knowledge/passage_index.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace parlance::postgresql {

enum class something_to_read { no, yes };

/// Asks which of some principals may read any document: answers their places, from 1.
statement who_has_something(const std::vector<access::principal_id>& all);

/// What postgresql_passage_index reads in a transaction. Both throw refusal.
task<result<knowledge::index_hits>> search_passages(transaction& in, access::principal_id who,
                                                    std::vector<std::string> terms,
                                                    std::size_t limit);
task<result<std::vector<knowledge::found_passage>>> read_passages(
    transaction& in, access::principal_id who, std::vector<knowledge::passage_id> which);

}  // namespace parlance::postgresql
