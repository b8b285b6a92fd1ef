#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/knowledge/document_store.hpp>
#include <parlance/sqlite/connection.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace parlance::sqlite {

/// Deleting, restoring, trying again and erasing, as document_store says; like document_rows.hpp.
result<wall_time> remove_document(connection& on, const access::principal_id& who,
                                  const knowledge::document_id& which, wall_time now);
result<knowledge::document> restore_document(connection& on, const access::principal_id& who,
                                             const knowledge::document_id& which);
result<knowledge::document> retry_document(connection& on, const access::principal_id& who,
                                           const knowledge::document_id& which);
result<std::size_t> purge_documents(connection& on, wall_time before);
result<std::vector<std::string>> unused_content(connection& on,
                                                const std::vector<std::string>& content_hashes);

/// Takes at most `limit` passages of a document, and their index rows.  @return how many.
std::size_t drop_passages(connection& on, std::int64_t document, std::size_t limit);

}  // namespace parlance::sqlite
