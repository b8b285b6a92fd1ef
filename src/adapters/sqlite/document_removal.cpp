#include <parlance/sqlite/document_removal.hpp>

#include <parlance/knowledge/document_limits.hpp>
#include <parlance/sqlite/document_rows.hpp>
#include <parlance/stored_form/passage_number.hpp>

#include <cstdint>
#include <optional>

namespace parlance::sqlite {
namespace {

/// A row that its owner may change, deleted or not.
struct own_row {
    std::int64_t seq = 0;
    std::optional<std::int64_t> deleted_at;
    std::string state;
};

result<own_row> own_row_of(connection& on, const access::principal_id& who,
                           const knowledge::document_id& which)
{
    query row(on,
              "SELECT seq, principal, deleted_at, state FROM documents "
              "WHERE id = ? AND (principal = ? OR (is_sample = 1 AND deleted_at IS NULL))",
              which, who);
    if (!row.next()) return fail(fault::not_found, "there is no such document");
    if (access::principal_id(row.uuid(1)) != who) {
        return fail(fault::forbidden, "only whoever added a document can change it");
    }
    return own_row{row.integer(0), row.optional_integer(2), row.text(3)};
}

}  // namespace

result<wall_time> remove_document(connection& on, const access::principal_id& who,
                                  const knowledge::document_id& which, wall_time now)
{
    const auto row = own_row_of(on, who, which);
    if (!row) return row.error();
    if (row->deleted_at) return wall_time(std::chrono::milliseconds(*row->deleted_at));
    query(on, "UPDATE documents SET deleted_at = ? WHERE seq = ?", now, row->seq).run();
    return now;
}

result<knowledge::document> restore_document(connection& on, const access::principal_id& who,
                                             const knowledge::document_id& which)
{
    const auto row = own_row_of(on, who, which);
    if (!row) return row.error();
    if (!row->deleted_at) return document_at(on, row->seq);
    query same(on,
               "SELECT 1 FROM documents AS other JOIN documents AS this ON this.seq = ? "
               "WHERE other.principal = this.principal AND other.content_hash = this.content_hash "
               "AND other.file_name = this.file_name AND other.deleted_at IS NULL",
               row->seq);
    if (same.next()) {
        return fail(fault::conflict, "The same file was added again since it was deleted.");
    }
    query(on, "UPDATE documents SET deleted_at = NULL WHERE seq = ?", row->seq).run();
    return document_at(on, row->seq);
}

result<knowledge::document> retry_document(connection& on, const access::principal_id& who,
                                           const knowledge::document_id& which)
{
    const auto row = own_row_of(on, who, which);
    if (!row) return row.error();
    if (row->deleted_at) return fail(fault::not_found, "there is no such document");
    if (row->state != "failed") {
        return fail(fault::conflict, "Only a document that could not be read can be read again.");
    }
    query(on,
          "UPDATE documents SET state = 'queued', reason = '', attempts = 0, due_at = 0 "
          "WHERE seq = ?",
          row->seq)
        .run();
    return document_at(on, row->seq);
}

std::size_t drop_passages(connection& on, std::int64_t document, std::size_t limit)
{
    const auto all = stored_form::passage_numbers_of(document);
    std::vector<std::int64_t> going;
    query rows(on, "SELECT seq FROM passages WHERE seq >= ? AND seq < ? LIMIT ?", all.first,
               all.end, static_cast<std::int64_t>(limit));
    while (rows.next()) going.push_back(rows.integer(0));
    for (const std::int64_t seq : going) {
        query(on, "DELETE FROM passage_terms WHERE rowid = ?", seq).run();
        query(on, "DELETE FROM passages WHERE seq = ?", seq).run();
    }
    return going.size();
}

result<std::size_t> purge_documents(connection& on, wall_time before)
{
    query gone(on,
               "SELECT seq FROM documents WHERE deleted_at IS NOT NULL AND deleted_at < ? "
               "AND state <> 'reading' LIMIT 1",
               before);
    if (!gone.next()) return std::size_t{0};
    const std::int64_t document = gone.integer(0);
    const std::size_t dropped = drop_passages(on, document, knowledge::rows_purged_at_once);
    if (dropped > 0) return dropped;
    query(on, "DELETE FROM documents WHERE seq = ?", document).run();
    return std::size_t{1};
}

result<std::vector<std::string>> unused_content(connection& on,
                                                const std::vector<std::string>& content_hashes)
{
    std::vector<std::string> unused;
    for (const std::string& hash : content_hashes) {
        query used(on, "SELECT 1 FROM documents WHERE content_hash = ? LIMIT 1", hash);
        if (!used.next()) unused.push_back(hash);
    }
    return unused;
}

}  // namespace parlance::sqlite
