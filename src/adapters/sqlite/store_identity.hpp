#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/knowledge/store_id.hpp>
#include <parlance/sqlite/connection.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace parlance::sqlite {

// See knowledge::document_store. Members throw refusal.

std::optional<knowledge::store_id> known_identity(connection& on);
result<knowledge::store_id> make_identity(connection& on, const knowledge::store_id& proposed);
knowledge::holdings holdings_of(connection& on);
std::vector<std::string> added_content(connection& on,
                                       const std::vector<std::string>& content_hashes);

/// A database from outside, for those who only look.
struct store_look {
    std::optional<knowledge::store_id> self;  // nothing: it has no id yet
    knowledge::holdings held = knowledge::holdings::nothing;
};

/// Looks at the database of a data directory and makes nothing there, also while a server uses it.
/// Blocks.  @return an empty look when there is no database.
/// @errors  invalid_request: it is no database of parlance; overloaded.
result<store_look> look_at_store(const std::filesystem::path& directory);

}  // namespace parlance::sqlite
