#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/knowledge/document_store.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace parlance::postgresql {

/// How many rows of the index go in one step: half a second. A step has rows_purged_at_once
/// passages.
inline constexpr std::int64_t postings_purged_at_once = 20'000;

/// Deleting, restoring, trying again and erasing, as document_store says; like document_rows.hpp.
task<result<wall_time>> remove_document(transaction& in, access::principal_id who,
                                        knowledge::document_id which, wall_time now);
task<result<knowledge::document>> restore_document(transaction& in, access::principal_id who,
                                                   knowledge::document_id which);
task<result<knowledge::document>> retry_document(transaction& in, access::principal_id who,
                                                 knowledge::document_id which);
/// Bounded.  @return how many rows went; 0 when nothing is left that was deleted before.
task<result<std::size_t>> purge_documents(transaction& in, wall_time before);

/// Those of the hashes that no document has, deleted ones included.
task<result<std::vector<std::string>>> unused_content(transaction& in,
                                                      std::vector<std::string> content_hashes);

/// Takes away a part of a document's passages and of what finds them, so that a long document keeps
/// nothing else waiting. The document is locked.
struct dropped {
    std::int64_t rows = 0;
    bool is_all = false;  // nothing is left
};
task<dropped> drop_passages(transaction& in, std::int64_t document);

}  // namespace parlance::postgresql
