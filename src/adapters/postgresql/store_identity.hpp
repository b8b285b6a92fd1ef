#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/store_id.hpp>
#include <parlance/postgresql/config.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <optional>
#include <string>
#include <vector>

namespace parlance::postgresql {

// See knowledge::document_store. What they throw undoes the transaction.

task<result<knowledge::store_id>> make_identity(transaction& in, knowledge::store_id proposed);
task<result<knowledge::holdings>> holdings_of(transaction& in);
task<result<std::vector<std::string>>> added_content(transaction& in,
                                                     std::vector<std::string> content_hashes);

/// A database from outside, for those who only look.
struct store_look {
    std::optional<knowledge::store_id> self;  // nothing: it has no id yet
    knowledge::holdings held = knowledge::holdings::nothing;
};

/// Looks at a database, whatever its schema is, and makes nothing there.
/// @errors  overloaded: it cannot be reached.
task<result<store_look>> look_at_store(config where, collaborators with);

}  // namespace parlance::postgresql
