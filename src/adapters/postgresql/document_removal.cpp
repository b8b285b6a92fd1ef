#include <parlance/postgresql/document_removal.hpp>

#include <parlance/knowledge/document_limits.hpp>
#include <parlance/postgresql/document_rows.hpp>
#include <parlance/stored_form/passage_number.hpp>

#include <optional>
#include <utility>

namespace parlance::postgresql {
namespace {

/// A row that its owner may change, deleted or not.
struct own_row {
    std::int64_t seq = 0;
    std::optional<wall_time> deleted_at;
    std::string state;
};

/// Locked until the transaction ends: what is decided by it stays true.
task<result<own_row>> own_row_of(transaction& in, access::principal_id who,
                                 knowledge::document_id which)
{
    const rows found = co_await in.run(
        "SELECT seq, principal, deleted_at, state FROM documents "
        "WHERE id = $1 AND (principal = $2 OR (is_sample AND deleted_at IS NULL)) FOR UPDATE",
        which, who);
    if (found.empty()) co_return fail(fault::not_found, "there is no such document");
    const row one = found[0];
    if (access::principal_id(one.uuid(1)) != who) {
        co_return fail(fault::forbidden, "only whoever added a document can change it");
    }
    own_row own{one.integer(0), std::nullopt, one.text(3)};
    if (!one.is_null(2)) own.deleted_at = one.time(2);
    co_return own;
}

}  // namespace

task<result<wall_time>> remove_document(transaction& in, access::principal_id who,
                                        knowledge::document_id which, wall_time now)
{
    const auto own = co_await own_row_of(in, who, which);
    if (!own) co_return own.error();
    if (own->deleted_at) co_return *own->deleted_at;
    co_await in.run("UPDATE documents SET deleted_at = $1 WHERE seq = $2", now, own->seq);
    co_return now;
}

task<result<knowledge::document>> restore_document(transaction& in, access::principal_id who,
                                                   knowledge::document_id which)
{
    const auto own = co_await own_row_of(in, who, which);
    if (!own) co_return own.error();
    if (!own->deleted_at) co_return co_await document_at(in, own->seq);
    const rows restored = co_await in.run(
        "UPDATE documents AS this SET deleted_at = NULL WHERE seq = $1 AND NOT EXISTS ("
        "SELECT 1 FROM documents AS other WHERE other.principal = this.principal "
        "AND other.content_hash = this.content_hash AND other.file_name = this.file_name "
        "AND other.deleted_at IS NULL)",
        own->seq);
    if (restored.changed() == 0) {
        co_return fail(fault::conflict, "The same file was added again since it was deleted.");
    }
    co_return co_await document_at(in, own->seq);
}

task<result<knowledge::document>> retry_document(transaction& in, access::principal_id who,
                                                 knowledge::document_id which)
{
    const auto own = co_await own_row_of(in, who, which);
    if (!own) co_return own.error();
    if (own->deleted_at) co_return fail(fault::not_found, "there is no such document");
    if (own->state != "failed") {
        if (in.may_be_done()) co_return co_await document_at(in, own->seq);
        co_return fail(fault::conflict,
                       "Only a document that could not be read can be read again.");
    }
    co_await in.run(
        "UPDATE documents SET state = 'queued', reason = '', attempts = 0, due_at = 0 "
        "WHERE seq = $1",
        own->seq);
    co_return co_await document_at(in, own->seq);
}

task<dropped> drop_passages(transaction& in, std::int64_t document)
{
    const auto all = stored_form::passage_numbers_of(document);
    const auto passages_max = static_cast<std::int64_t>(knowledge::rows_purged_at_once);
    std::vector<statement> some;
    some.emplace_back(
        "DELETE FROM passages WHERE seq = ANY(ARRAY("
        "SELECT seq FROM passages WHERE seq >= $1 AND seq < $2 LIMIT $3))",
        all.first, all.end, passages_max);
    some.emplace_back(
        "DELETE FROM passage_postings WHERE ctid = ANY(ARRAY("
        "SELECT ctid FROM passage_postings WHERE document = $1 LIMIT $2))",
        document, postings_purged_at_once);
    const std::vector<rows> gone = co_await in.run_all(std::move(some));
    const std::int64_t passages = gone[0].changed();
    const std::int64_t postings = gone[1].changed();
    co_return dropped{passages + postings,
                      passages < passages_max && postings < postings_purged_at_once};
}

task<result<std::size_t>> purge_documents(transaction& in, wall_time before)
{
    // What another replica erases just now is left to it.
    const rows gone = co_await in.run(
        "SELECT seq FROM documents WHERE deleted_at IS NOT NULL AND deleted_at < $1 "
        "AND state <> 'reading' LIMIT 1 FOR UPDATE SKIP LOCKED",
        before);
    if (gone.empty()) co_return std::size_t{0};
    const std::int64_t document = gone[0].integer(0);
    const dropped some = co_await drop_passages(in, document);
    if (some.rows > 0) co_return static_cast<std::size_t>(some.rows);
    co_await in.run("DELETE FROM documents WHERE seq = $1", document);
    co_return std::size_t{1};
}

task<result<std::vector<std::string>>> unused_content(transaction& in,
                                                      std::vector<std::string> content_hashes)
{
    const verbatim_list hashes{content_hashes};
    const rows found = co_await in.run(
        "SELECT asked.hash FROM unnest($1) WITH ORDINALITY AS asked (hash, at) WHERE NOT EXISTS ("
        "SELECT 1 FROM documents WHERE content_hash = asked.hash) ORDER BY asked.at",
        hashes);
    std::vector<std::string> unused;
    for (const row one : found) unused.push_back(one.text(0));
    co_return unused;
}

}  // namespace parlance::postgresql
