#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/knowledge/document_store.hpp>
#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/page_cursor.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parlance::sqlite {

/// A passage's seq is its document's seq times this, plus its ordinal.
inline constexpr std::int64_t passages_per_document_max = std::int64_t{1} << 20;

/// What sqlite_document_store does on a connection; writes are inside a transaction that the caller
/// commits when a value comes back. All functions throw refusal.
result<knowledge::document> add_document(connection& on, const access::principal_id& who,
                                         const knowledge::document& added);
result<knowledge::document> find_document(connection& on, const access::principal_id& who,
                                          const knowledge::document_id& which);
result<knowledge::document_page> list_documents(connection& on, const access::principal_id& who,
                                                const page_cursor& after, std::size_t limit);
result<std::optional<knowledge::document>> take_queued(connection& on);
result<> finish_ready(connection& on, const knowledge::document_id& which, const std::string& title,
                      const std::vector<knowledge::indexed_passage>& passages);
result<> finish_failed(connection& on, const knowledge::document_id& which,
                       const std::string& reason);
result<std::size_t> requeue_left_reading(connection& on);

}  // namespace parlance::sqlite
