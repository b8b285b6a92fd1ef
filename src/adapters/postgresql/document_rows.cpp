#include <parlance/postgresql/document_rows.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/document_limits.hpp>
#include <parlance/postgresql/queue_places.hpp>
#include <parlance/stored_form/passage_number.hpp>

#include <string>
#include <utility>

namespace parlance::postgresql {
namespace {

/// In the order of document_in, then what only the queue needs.
#define PARLANCE_DOCUMENT_COLUMNS                                                 \
    "id, file_name, title, media_type, size_bytes, content_hash, state, reason, " \
    "passage_count, is_sample, created_at, page_count, seq, principal "

constexpr int seq_column = 12;
constexpr int principal_column = 13;

knowledge::document document_in(const row& from)
{
    const auto state = knowledge::document_state_named(from.text(6));
    if (!state) {
        throw refusal(fail(fault::internal, "the database holds a document with no known state"));
    }
    return {.id = knowledge::document_id(from.uuid(0)),
            .file_name = from.text(1),
            .title = from.text(2),
            .media_type = from.text(3),
            .size_bytes = from.integer(4),
            .content_hash = from.text(5),
            .state = *state,
            .reason = from.text(7),
            .passage_count = from.integer(8),
            .is_sample = from.boolean(9),
            .created_at = from.time(10),
            .page_count = from.integer(11),
            .queue_place = 0};
}

/// Alone, not as one of a list.
task<result<knowledge::document>> single_document_in(transaction& in, rows found)
{
    if (found.empty()) co_return fail(fault::not_found, "there is no such document");
    knowledge::document made = document_in(found[0]);
    if (made.state == knowledge::document_state::queued) {
        const access::principal_id owner(found[0].uuid(principal_column));
        made.queue_place = co_await place_of_one(in, owner, found[0].integer(seq_column));
    }
    co_return made;
}

statement find_same(const access::principal_id& who, const knowledge::document& added)
{
    return statement("SELECT " PARLANCE_DOCUMENT_COLUMNS
                     "FROM documents WHERE principal = $1 AND content_hash = $2 AND file_name = $3 "
                     "AND (deleted_at IS NULL OR (is_sample AND $4)) "
                     "ORDER BY deleted_at IS NOT NULL LIMIT 1",
                     who, verbatim{added.content_hash}, verbatim{added.file_name}, added.is_sample);
}

/// The owner's row, as often as it is asked for; a sequence counts only those that are new.
statement make_owner(const access::principal_id& who)
{
    return statement(
        "INSERT INTO document_owners (principal) SELECT $1 WHERE NOT EXISTS ("
        "SELECT 1 FROM document_owners WHERE principal = $1) ON CONFLICT DO NOTHING",
        who);
}

statement insert_document(const access::principal_id& who, const knowledge::document& added)
{
    return statement(
        "INSERT INTO documents (principal, id, scope, file_name, title, media_type, size_bytes, "
        "content_hash, state, is_sample, created_at) "
        "SELECT $1, $2, CASE WHEN $8 THEN 0 ELSE number END, $3, $4, $5, $6, $7, 'queued', $8, $9 "
        "FROM document_owners WHERE principal = $1 "
        "ON CONFLICT (principal, content_hash, file_name) WHERE deleted_at IS NULL DO NOTHING "
        "RETURNING " PARLANCE_DOCUMENT_COLUMNS,
        who, added.id, verbatim{added.file_name}, verbatim{added.title}, added.media_type,
        added.size_bytes, verbatim{added.content_hash}, added.is_sample, added.created_at);
}

}  // namespace

task<result<knowledge::document>> add_document(transaction& in, access::principal_id who,
                                               knowledge::document added)
{
    std::vector<statement> all;
    all.push_back(find_same(who, added));
    all.push_back(make_owner(who));
    std::vector<rows> before = co_await in.run_all(std::move(all));
    if (!before[0].empty()) co_return co_await single_document_in(in, std::move(before[0]));
    rows made = co_await in.run(insert_document(who, added));
    // Nothing when the same was added between the two statements.
    if (made.empty()) made = co_await in.run(find_same(who, added));
    if (made.empty()) co_return fail(fault::overloaded, "the same file is being changed");
    co_return co_await single_document_in(in, std::move(made));
}

task<result<knowledge::document>> document_at(transaction& in, std::int64_t seq)
{
    rows found =
        co_await in.run("SELECT " PARLANCE_DOCUMENT_COLUMNS "FROM documents WHERE seq = $1", seq);
    co_return co_await single_document_in(in, std::move(found));
}

task<result<knowledge::document>> find_document(transaction& in, access::principal_id who,
                                                knowledge::document_id which)
{
    rows found = co_await in.run("SELECT " PARLANCE_DOCUMENT_COLUMNS
                                 "FROM documents WHERE id = $1 AND deleted_at IS NULL "
                                 "AND (principal = $2 OR is_sample)",
                                 which, who);
    co_return co_await single_document_in(in, std::move(found));
}

task<result<knowledge::document_page>> list_documents(transaction& in, access::principal_id who,
                                                      documents_wanted wanted)
{
    const std::string state = wanted.state ? std::string(name_of(*wanted.state)) : std::string();
    const auto most = static_cast<std::int64_t>(wanted.limit) + 1;
    // One's own and the samples: two lists that an index holds in order, never sorted as one.
    const rows found = co_await in.run(
        "SELECT listed.* FROM (SELECT 0 AS scope UNION ALL "
        "SELECT number FROM document_owners WHERE principal = $1) AS wanted "
        "CROSS JOIN LATERAL (SELECT " PARLANCE_DOCUMENT_COLUMNS
        "FROM documents WHERE scope = wanted.scope AND deleted_at IS NULL "
        "AND (created_at, id) < ($2, $3) AND ($4 = '' OR state = $4) "
        "ORDER BY created_at DESC, id DESC LIMIT $5) AS listed "
        "ORDER BY created_at DESC, id DESC LIMIT $5",
        who, wanted.after.when, wanted.after.which, state, most);
    knowledge::document_page page;
    std::vector<queued_row> queued;
    for (const row one : found) {
        if (page.items.size() == wanted.limit) {
            const auto& last = page.items.back();
            page.next_cursor = stored_form::format_cursor({last.created_at, last.id.bytes()});
            break;
        }
        page.items.push_back(document_in(one));
        if (page.items.back().state != knowledge::document_state::queued) continue;
        queued.push_back({access::principal_id(one.uuid(principal_column)), one.integer(seq_column),
                          page.items.size() - 1});
    }
    if (!queued.empty()) {
        const std::vector<std::int64_t> places = co_await places_of(in, queued);
        for (std::size_t at = 0; at < queued.size(); ++at)
            page.items[queued[at].item].queue_place = places[at];
    }
    co_return page;
}

task<result<std::vector<knowledge::passage>>> read_page(transaction& in, access::principal_id who,
                                                        knowledge::document_id which,
                                                        std::int64_t page)
{
    const rows document = co_await in.run(
        "SELECT seq FROM documents WHERE id = $1 AND state = 'ready' "
        "AND deleted_at IS NULL AND (principal = $2 OR is_sample)",
        which, who);
    if (document.empty()) co_return fail(fault::not_found, "there is no such document");
    const auto all = stored_form::passage_numbers_of(document[0].integer(0));
    const rows found = co_await in.run(
        "SELECT id, seq - $1, page, section, text FROM passages "
        "WHERE seq >= $1 AND seq < $2 AND coalesce(page, (seq - $1) / $3 + 1) = $4 "
        "ORDER BY seq LIMIT $5",
        all.first, all.end, static_cast<std::int64_t>(limits::part_passages_max), page,
        static_cast<std::int64_t>(knowledge::page_passages_max));
    std::vector<knowledge::passage> passages;
    for (const row one : found) {
        passages.push_back({.id = knowledge::passage_id(one.uuid(0)),
                            .document = which,
                            .ordinal = one.integer(1),
                            .page = one.optional_integer(2),
                            .section = one.text(3),
                            .text = one.text(4)});
    }
    co_return passages;
}

}  // namespace parlance::postgresql
