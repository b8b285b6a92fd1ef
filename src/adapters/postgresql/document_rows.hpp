#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/knowledge/document_store.hpp>
#include <parlance/postgresql/transaction.hpp>
#include <parlance/stored_form/page_cursor.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace parlance::postgresql {

/// What postgresql_document_store does in a transaction, which its caller commits when a value
/// comes back. All functions throw refusal.
task<result<knowledge::document>> add_document(transaction& in, access::principal_id who,
                                               knowledge::document added);
task<result<knowledge::document>> find_document(transaction& in, access::principal_id who,
                                                knowledge::document_id which);
/// By its row.
task<result<knowledge::document>> document_at(transaction& in, std::int64_t seq);

struct documents_wanted {
    std::optional<knowledge::document_state> state;
    stored_form::page_cursor after;
    std::size_t limit = 0;
};
task<result<knowledge::document_page>> list_documents(transaction& in, access::principal_id who,
                                                      documents_wanted wanted);
task<result<std::vector<knowledge::passage>>> read_page(transaction& in, access::principal_id who,
                                                        knowledge::document_id which,
                                                        std::int64_t page);

}  // namespace parlance::postgresql
