#include <parlance/sqlite/document_rows.hpp>

namespace parlance::sqlite {
namespace {

/// In the order of document_in.
#define PARLANCE_DOCUMENT_COLUMNS                                                 \
    "id, file_name, title, media_type, size_bytes, content_hash, state, reason, " \
    "passage_count, is_sample, created_at "

knowledge::document document_in(const query& row)
{
    const auto state = knowledge::document_state_named(row.text(6));
    if (!state) {
        throw refusal(fail(fault::internal, "the database holds a document with no known state"));
    }
    return {.id = knowledge::document_id(row.uuid(0)),
            .file_name = row.text(1),
            .title = row.text(2),
            .media_type = row.text(3),
            .size_bytes = row.integer(4),
            .content_hash = row.text(5),
            .state = *state,
            .reason = row.text(7),
            .passage_count = row.integer(8),
            .is_sample = row.integer(9) != 0,
            .created_at = row.time(10)};
}

/// The seq of a document that is being read.
result<std::int64_t> find_reading(connection& on, const knowledge::document_id& which)
{
    query row(on, "SELECT seq FROM documents WHERE id = ? AND state = 'reading'", which);
    if (!row.next()) return fail(fault::conflict, "the document is not being read");
    return row.integer(0);
}

void insert_passage(connection& on, std::int64_t document,
                    const knowledge::indexed_passage& indexed)
{
    const knowledge::passage& is = indexed.is;
    const std::int64_t seq = document * passages_per_document_max + is.ordinal;
    query(on,
          "INSERT INTO passages (seq, id, document, ordinal, page, section, text) "
          "VALUES (?, ?, ?, ?, ?, ?, ?)",
          seq, is.id, document, is.ordinal, is.page, is.section, is.text)
        .run();
    query(on,
          "INSERT INTO passage_terms (rowid, title_terms, section_terms, text_terms) "
          "VALUES (?, ?, ?, ?)",
          seq, indexed.title_terms, indexed.section_terms, indexed.text_terms)
        .run();
}

}  // namespace

result<knowledge::document> add_document(connection& on, const access::principal_id& who,
                                         const knowledge::document& added)
{
    query same(on,
               "SELECT " PARLANCE_DOCUMENT_COLUMNS
               "FROM documents WHERE principal = ? AND content_hash = ? AND file_name = ? "
               "AND deleted_at IS NULL",
               who, added.content_hash, added.file_name);
    if (same.next()) return document_in(same);
    query made(on,
               "INSERT INTO documents (principal, id, file_name, title, media_type, size_bytes, "
               "content_hash, state, is_sample, created_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?) RETURNING " PARLANCE_DOCUMENT_COLUMNS,
               who, added.id, added.file_name, added.title, added.media_type, added.size_bytes,
               added.content_hash, std::int64_t{added.is_sample ? 1 : 0}, added.created_at);
    made.next();
    return document_in(made);
}

result<knowledge::document> find_document(connection& on, const access::principal_id& who,
                                          const knowledge::document_id& which)
{
    query row(on,
              "SELECT " PARLANCE_DOCUMENT_COLUMNS
              "FROM documents WHERE id = ? AND deleted_at IS NULL "
              "AND (principal = ? OR is_sample = 1)",
              which, who);
    if (!row.next()) return fail(fault::not_found, "there is no such document");
    return document_in(row);
}

result<knowledge::document_page> list_documents(connection& on, const access::principal_id& who,
                                                const page_cursor& after, std::size_t limit)
{
    knowledge::document_page page;
    query rows(on,
               "SELECT " PARLANCE_DOCUMENT_COLUMNS
               "FROM documents WHERE deleted_at IS NULL AND (principal = ? OR is_sample = 1) "
               "AND (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?",
               who, after.when, after.which, static_cast<std::int64_t>(limit) + 1);
    while (rows.next()) {
        if (page.items.size() == limit) {
            const auto& last = page.items.back();
            page.next_cursor = format_cursor({last.created_at, last.id.bytes()});
            break;
        }
        page.items.push_back(document_in(rows));
    }
    return page;
}

result<std::optional<knowledge::document>> take_queued(connection& on)
{
    query taken(on,
                "UPDATE documents SET state = 'reading' WHERE seq = "
                "(SELECT min(seq) FROM documents WHERE state = 'queued') "
                "RETURNING " PARLANCE_DOCUMENT_COLUMNS);
    if (!taken.next()) return std::optional<knowledge::document>();
    return std::optional<knowledge::document>(document_in(taken));
}

result<> finish_ready(connection& on, const knowledge::document_id& which, const std::string& title,
                      const std::vector<knowledge::indexed_passage>& passages)
{
    const auto document = find_reading(on, which);
    if (!document) return document.error();
    for (const auto& passage : passages) {
        if (passage.is.ordinal < 0 || passage.is.ordinal >= passages_per_document_max) {
            return fail(fault::invalid_request, "a document has too many passages");
        }
        insert_passage(on, *document, passage);
    }
    query(on, "UPDATE documents SET state = 'ready', title = ?, passage_count = ? WHERE seq = ?",
          title, static_cast<std::int64_t>(passages.size()), *document)
        .run();
    return {};
}

result<> finish_failed(connection& on, const knowledge::document_id& which,
                       const std::string& reason)
{
    const auto document = find_reading(on, which);
    if (!document) return document.error();
    query(on, "UPDATE documents SET state = 'failed', reason = ? WHERE seq = ?", reason, *document)
        .run();
    return {};
}

result<std::size_t> requeue_left_reading(connection& on)
{
    query(on, "UPDATE documents SET state = 'queued' WHERE state = 'reading'").run();
    return static_cast<std::size_t>(on.rows_changed());
}

}  // namespace parlance::sqlite
