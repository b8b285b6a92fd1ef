#include <parlance/sqlite/reading_rows.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/sqlite/document_removal.hpp>
#include <parlance/sqlite/document_rows.hpp>
#include <parlance/stored_form/passage_number.hpp>

#include <cstdint>
#include <limits>
#include <optional>

namespace parlance::sqlite {
namespace {

constexpr std::size_t all_of_them = std::numeric_limits<std::int32_t>::max();

/// The seq of the document, while the reading is the latest one and has not ended.
result<std::int64_t> held_by(connection& on, const knowledge::reading& which)
{
    query row(on,
              "SELECT seq FROM documents "
              "WHERE id = ? AND state = 'reading' AND reader = ? AND epoch = ?",
              which.is.id, which.by, which.epoch);
    if (!row.next()) return fail(fault::conflict, "the document is not being read by this reader");
    return row.integer(0);
}

void insert_passage(connection& on, std::int64_t document,
                    const knowledge::indexed_passage& indexed)
{
    const knowledge::passage& is = indexed.is;
    const std::int64_t seq = stored_form::passage_number(document, is.ordinal);
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

/// Those of the longest waiting principal come first, the oldest of them first.
std::optional<std::int64_t> next_due(connection& on, wall_time now)
{
    query turn(on,
               "SELECT t.principal FROM reading_turns AS t WHERE EXISTS ("
               "SELECT 1 FROM documents AS d WHERE d.principal = t.principal "
               "AND d.state = 'queued' AND d.deleted_at IS NULL AND d.due_at <= ?) "
               "ORDER BY t.last_taken, t.principal LIMIT 1",
               now);
    if (!turn.next()) return std::nullopt;
    const uuid_bytes principal = turn.uuid(0);
    query(on,
          "UPDATE reading_turns SET last_taken = "
          "(SELECT max(last_taken) + 1 FROM reading_turns) WHERE principal = ?",
          principal)
        .run();
    query oldest(on,
                 "SELECT seq FROM documents WHERE principal = ? AND state = 'queued' "
                 "AND deleted_at IS NULL AND due_at <= ? ORDER BY seq LIMIT 1",
                 principal, now);
    if (!oldest.next()) return std::nullopt;
    return oldest.integer(0);
}

std::optional<wall_time> earliest_due(connection& on)
{
    query row(on,
              "SELECT min(due) FROM ("
              "SELECT min(due_at) AS due FROM documents WHERE state = 'queued' "
              "AND deleted_at IS NULL "
              "UNION ALL SELECT min(lease_until) FROM documents WHERE state = 'reading')");
    if (!row.next() || row.is_null(0)) return std::nullopt;
    return row.time(0);
}

}  // namespace

result<knowledge::next_reading> take_queued(connection& on, const knowledge::reader_id& by,
                                            wall_time now)
{
    query(on, "UPDATE documents SET state = 'queued' WHERE state = 'reading' AND lease_until <= ?",
          now)
        .run();
    knowledge::next_reading next;
    const auto seq = next_due(on, now);
    if (!seq) {
        next.due = earliest_due(on);
        return next;
    }
    drop_passages(on, *seq, all_of_them);
    const wall_time until = now + limits::ingestion_lease;
    query taken(on,
                "UPDATE documents SET state = 'reading', reader = ?, epoch = epoch + 1, "
                "attempts = attempts + 1, lease_until = ? WHERE seq = ? RETURNING epoch, attempts",
                by, until, *seq);
    if (!taken.next()) return fail(fault::internal, "a queued document is gone");
    auto document = document_at(on, *seq);
    if (!document) return document.error();
    knowledge::reading made{std::move(*document), by, taken.integer(0), taken.integer(1), until};
    next.taken = std::move(made);
    return next;
}

result<> keep_passages(connection& on, const knowledge::reading& which,
                       const std::vector<knowledge::indexed_passage>& passages)
{
    const auto document = held_by(on, which);
    if (!document) return document.error();
    for (const auto& passage : passages) {
        if (passage.is.ordinal < 0 ||
            passage.is.ordinal >= stored_form::passages_per_document_max) {
            return fail(fault::invalid_request, "a document has too many passages");
        }
        insert_passage(on, *document, passage);
    }
    query(on, "UPDATE documents SET lease_until = ? WHERE seq = ?", which.until, *document).run();
    return {};
}

result<> finish_ready(connection& on, const knowledge::reading& which, const std::string& title)
{
    const auto document = held_by(on, which);
    if (!document) return document.error();
    const auto all = stored_form::passage_numbers_of(*document);
    query(on,
          "UPDATE documents SET state = 'ready', reason = '', title = ?1, "
          "(passage_count, page_count) = (SELECT count(*), "
          "coalesce(max(coalesce(page, ordinal / ?2 + 1)), 0) FROM passages "
          "WHERE passages.seq >= ?3 AND passages.seq < ?4) WHERE seq = ?5",
          title, static_cast<std::int64_t>(limits::part_passages_max), all.first, all.end,
          *document)
        .run();
    return {};
}

result<> finish_failed(connection& on, const knowledge::reading& which, const std::string& reason)
{
    const auto document = held_by(on, which);
    if (!document) return document.error();
    drop_passages(on, *document, all_of_them);
    query(on, "UPDATE documents SET state = 'failed', reason = ? WHERE seq = ?", reason, *document)
        .run();
    return {};
}

result<> put_back(connection& on, const knowledge::reading& which, wall_time due)
{
    const auto document = held_by(on, which);
    if (!document) return document.error();
    query(on, "UPDATE documents SET state = 'queued', attempts = ?, due_at = ? WHERE seq = ?",
          which.attempt, due, *document)
        .run();
    return {};
}

result<std::size_t> requeue_left_reading(connection& on)
{
    query(on, "UPDATE documents SET state = 'queued' WHERE state = 'reading'").run();
    const auto requeued = static_cast<std::size_t>(on.rows_changed());
    query(on, "UPDATE documents SET due_at = 0 WHERE state = 'queued' AND due_at > 0").run();
    return requeued;
}

}  // namespace parlance::sqlite
