#include <parlance/sqlite/document_rows.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/document_limits.hpp>
#include <parlance/sqlite/queue_places.hpp>
#include <parlance/stored_form/passage_number.hpp>

namespace parlance::sqlite {
namespace {

/// In the order of document_in, then what only the queue needs.
#define PARLANCE_DOCUMENT_COLUMNS                                                 \
    "id, file_name, title, media_type, size_bytes, content_hash, state, reason, " \
    "passage_count, is_sample, created_at, page_count, seq, principal "

constexpr int seq_column = 12;
constexpr int principal_column = 13;

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
            .created_at = row.time(10),
            .page_count = row.integer(11),
            .queue_place = 0};
}

/// Alone, not as one of a list.
knowledge::document single_document_in(connection& on, const query& row)
{
    knowledge::document made = document_in(row);
    if (made.state == knowledge::document_state::queued) {
        const access::principal_id owner(row.uuid(principal_column));
        made.queue_place = queue_places(on).place_of_one(owner, row.integer(seq_column));
    }
    return made;
}

}  // namespace

result<knowledge::document> add_document(connection& on, const access::principal_id& who,
                                         const knowledge::document& added)
{
    const std::int64_t is_sample = added.is_sample ? 1 : 0;
    query same(on,
               "SELECT " PARLANCE_DOCUMENT_COLUMNS
               "FROM documents WHERE principal = ? AND content_hash = ? AND file_name = ? "
               "AND (deleted_at IS NULL OR (is_sample = 1 AND ? = 1)) "
               "ORDER BY deleted_at IS NOT NULL LIMIT 1",
               who, added.content_hash, added.file_name, is_sample);
    if (same.next()) return single_document_in(on, same);
    query(on, "INSERT OR IGNORE INTO reading_turns (principal) VALUES (?)", who).run();
    query(
        on,
        "INSERT INTO documents (principal, id, file_name, title, media_type, size_bytes, "
        "content_hash, state, is_sample, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?)",
        who, added.id, added.file_name, added.title, added.media_type, added.size_bytes,
        added.content_hash, is_sample, added.created_at)
        .run();
    return document_at(on, on.last_row());
}

result<knowledge::document> document_at(connection& on, std::int64_t seq)
{
    query row(on, "SELECT " PARLANCE_DOCUMENT_COLUMNS "FROM documents WHERE seq = ?", seq);
    if (!row.next()) return fail(fault::not_found, "there is no such document");
    return single_document_in(on, row);
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
    return single_document_in(on, row);
}

result<knowledge::document_page> list_documents(connection& on, const access::principal_id& who,
                                                const documents_wanted& wanted)
{
    knowledge::document_page page;
    queue_places places(on);
    const std::string state = wanted.state ? std::string(name_of(*wanted.state)) : std::string();
    query rows(on,
               "SELECT " PARLANCE_DOCUMENT_COLUMNS
               "FROM documents WHERE deleted_at IS NULL AND (principal = ? OR is_sample = 1) "
               "AND (created_at, id) < (?, ?) AND (? = '' OR state = ?) "
               "ORDER BY created_at DESC, id DESC LIMIT ?",
               who, wanted.after.when, wanted.after.which, state, state,
               static_cast<std::int64_t>(wanted.limit) + 1);
    while (rows.next()) {
        if (page.items.size() == wanted.limit) {
            const auto& last = page.items.back();
            page.next_cursor = stored_form::format_cursor({last.created_at, last.id.bytes()});
            break;
        }
        page.items.push_back(document_in(rows));
        if (page.items.back().state != knowledge::document_state::queued) continue;
        const access::principal_id owner(rows.uuid(principal_column));
        page.items.back().queue_place = places.place_of(owner, rows.integer(seq_column));
    }
    return page;
}

result<std::vector<knowledge::passage>> read_page(connection& on, const access::principal_id& who,
                                                  const knowledge::document_id& which,
                                                  std::int64_t page)
{
    query document(on,
                   "SELECT seq FROM documents WHERE id = ? AND state = 'ready' "
                   "AND deleted_at IS NULL AND (principal = ? OR is_sample = 1)",
                   which, who);
    if (!document.next()) return fail(fault::not_found, "there is no such document");
    const auto all = stored_form::passage_numbers_of(document.integer(0));
    query rows(on,
               "SELECT id, ordinal, page, section, text FROM passages "
               "WHERE seq >= ? AND seq < ? AND coalesce(page, ordinal / ? + 1) = ? "
               "ORDER BY seq LIMIT ?",
               all.first, all.end, static_cast<std::int64_t>(limits::part_passages_max), page,
               static_cast<std::int64_t>(knowledge::page_passages_max));
    std::vector<knowledge::passage> passages;
    while (rows.next()) {
        passages.push_back({.id = knowledge::passage_id(rows.uuid(0)),
                            .document = which,
                            .ordinal = rows.integer(1),
                            .page = rows.optional_integer(2),
                            .section = rows.text(3),
                            .text = rows.text(4)});
    }
    return passages;
}

}  // namespace parlance::sqlite
