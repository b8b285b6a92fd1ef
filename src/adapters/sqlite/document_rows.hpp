#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/knowledge/document_store.hpp>
#include <parlance/sqlite/connection.hpp>
#include <parlance/stored_form/page_cursor.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parlance::sqlite {

/// What sqlite_document_store does on a connection; writes are inside a transaction that the caller
/// commits when a value comes back. All functions throw refusal.
result<knowledge::document> add_document(connection& on, const access::principal_id& who,
                                         const knowledge::document& added);
result<knowledge::document> find_document(connection& on, const access::principal_id& who,
                                          const knowledge::document_id& which);
/// By its row.
result<knowledge::document> document_at(connection& on, std::int64_t seq);

struct documents_wanted {
    std::optional<knowledge::document_state> state;
    stored_form::page_cursor after;
    std::size_t limit = 0;
};
result<knowledge::document_page> list_documents(connection& on, const access::principal_id& who,
                                                const documents_wanted& wanted);
result<std::vector<knowledge::passage>> read_page(connection& on, const access::principal_id& who,
                                                  const knowledge::document_id& which,
                                                  std::int64_t page);

}  // namespace parlance::sqlite
