#include <parlance/postgresql/reading_rows.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/postgresql/document_removal.hpp>
#include <parlance/postgresql/document_rows.hpp>
#include <parlance/postgresql/passage_rows.hpp>
#include <parlance/stored_form/passage_number.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace parlance::postgresql {
namespace {

// What leases and pauses are counted by, in milliseconds: the same for all replicas, and the same
// over one transaction.
#define PARLANCE_NOW "floor(extract(epoch FROM now()) * 1000)::bigint"
#define PARLANCE_IS_DUE "state = 'queued' AND deleted_at IS NULL AND due_at <= " PARLANCE_NOW

/// A document that is being read, in the transaction that changes it.
struct held_row {
    std::int64_t seq = 0;
    std::int64_t scope = 0;
    bool is_done = false;  // what is to be done was done before, and nobody heard of it
};

/// The document, locked, while the reading is the latest one and has not ended.
/// @param end  the state in which what is to be done leaves it.
task<result<held_row>> held_by(transaction& in, knowledge::reading which, std::string_view end)
{
    const rows found = co_await in.run(
        "SELECT seq, scope, state FROM documents "
        "WHERE id = $1 AND reader = $2 AND epoch = $3 AND state IN ('reading', $4) FOR UPDATE",
        which.is.id, which.by, which.epoch, end);
    if (!found.empty()) {
        const row one = found[0];
        const bool is_reading = one.text(2) == "reading";
        if (is_reading || in.may_be_done())
            co_return held_row{one.integer(0), one.integer(1), !is_reading};
    }
    co_return fail(fault::conflict, "the document is not being read by this reader");
}

constexpr std::int64_t lease_milliseconds =
    std::chrono::milliseconds(limits::ingestion_lease).count();

task<> requeue_lapsed(transaction& in)
{
    co_await in.run(
        "UPDATE documents SET state = 'queued' WHERE seq IN (SELECT seq FROM documents "
        "WHERE state = 'reading' AND lease_until <= " PARLANCE_NOW " FOR UPDATE SKIP LOCKED)");
}

/// The oldest document that is due of the principal who has waited longest, locked. Another's when
/// all of that principal's are being taken by others just now.
task<std::optional<std::int64_t>> lock_next_due(transaction& in)
{
    std::vector<uuid_bytes> tried;
    while (tried.size() < owners_tried_max) {
        const rows turn = co_await in.run(
            "SELECT o.principal FROM document_owners AS o WHERE o.principal <> ALL($1) AND EXISTS ("
            "SELECT 1 FROM documents AS d WHERE d.principal = o.principal AND " PARLANCE_IS_DUE
            ") ORDER BY o.last_taken, o.principal LIMIT 1",
            tried);
        if (turn.empty()) co_return std::nullopt;
        tried.push_back(turn[0].uuid(0));
        const rows oldest =
            co_await in.run("SELECT seq FROM documents WHERE principal = $1 AND " PARLANCE_IS_DUE
                            " ORDER BY seq LIMIT 1 FOR UPDATE SKIP LOCKED",
                            tried.back());
        if (!oldest.empty()) co_return oldest[0].integer(0);
    }
    co_return std::nullopt;
}

/// When to ask again, if ever, on the caller's clock.
task<std::optional<wall_time>> earliest_due(transaction& in, wall_time now)
{
    const rows found = co_await in.run(
        "SELECT min(due) - " PARLANCE_NOW
        " FROM ("
        "SELECT min(due_at) AS due FROM documents WHERE state = 'queued' AND deleted_at IS NULL "
        "UNION ALL SELECT min(lease_until) FROM documents WHERE state = 'reading') AS both_kinds");
    if (found[0].is_null(0)) co_return std::nullopt;
    const std::chrono::milliseconds pause(found[0].integer(0));
    co_return now + std::max(pause, queue_asked_again_after);
}

/// The same principal's row may be just being changed by another replica, which says the same.
statement turn_was_had(std::int64_t document)
{
    return statement(
        "UPDATE document_owners SET last_taken = (SELECT max(last_taken) + 1 FROM document_owners) "
        "WHERE number IN (SELECT o.number FROM document_owners AS o JOIN documents AS d "
        "ON d.principal = o.principal WHERE d.seq = $1 FOR UPDATE OF o SKIP LOCKED)",
        document);
}

/// The reading that this work gave before, while it is the latest one.
task<std::optional<knowledge::reading>> given_before(transaction& in, knowledge::reader_id by,
                                                     given_reading before)
{
    if (!before.document) co_return std::nullopt;
    const rows found = co_await in.run(
        "SELECT attempts FROM documents "
        "WHERE seq = $1 AND state = 'reading' AND reader = $2 AND epoch = $3",
        *before.document, by, before.epoch);
    if (found.empty()) co_return std::nullopt;
    auto document = co_await document_at(in, *before.document);
    if (!document) co_return std::nullopt;
    co_return knowledge::reading{std::move(*document), by, before.epoch, found[0].integer(0), {}};
}

}  // namespace

task<result<knowledge::next_reading>> take_queued(transaction& in, knowledge::reader_id by,
                                                  wall_time now,
                                                  std::shared_ptr<given_reading> given)
{
    const wall_time until = now + limits::ingestion_lease;
    knowledge::next_reading next;
    if (in.may_be_done()) next.taken = co_await given_before(in, by, *given);
    if (next.taken) {
        next.taken->until = until;
        co_return next;
    }
    co_await requeue_lapsed(in);
    const auto seq = co_await lock_next_due(in);
    if (!seq) {
        next.due = co_await earliest_due(in, now);
        co_return next;
    }
    const dropped earlier = co_await drop_passages(in, *seq);
    if (!earlier.is_all) {
        next.due = now;
        co_return next;
    }
    std::vector<statement> all;
    all.push_back(turn_was_had(*seq));
    all.emplace_back(
        "UPDATE documents SET state = 'reading', reader = $1, epoch = epoch + 1, "
        "attempts = attempts + 1, lease_until = " PARLANCE_NOW
        " + $2 WHERE seq = $3 RETURNING epoch, attempts",
        by, lease_milliseconds, *seq);
    const std::vector<rows> done = co_await in.run_all(std::move(all));
    auto document = co_await document_at(in, *seq);
    if (!document) co_return document.error();
    const row taken = done.back()[0];
    *given = given_reading{*seq, taken.integer(0)};
    knowledge::reading made{std::move(*document), by, taken.integer(0), taken.integer(1), until};
    next.taken = std::move(made);
    co_return next;
}

task<result<>> keep_passages(transaction& in, knowledge::reading which,
                             std::vector<knowledge::indexed_passage> passages)
{
    const auto held = co_await held_by(in, which, "reading");
    if (!held) co_return held.error();
    if (in.may_be_done() && !passages.empty()) {
        const rows kept =
            co_await in.run("SELECT 1 FROM passages WHERE id = $1", passages.front().is.id);
        if (!kept.empty()) co_return result<>();
    }
    for (const auto& passage : passages) {
        if (passage.is.ordinal < 0 ||
            passage.is.ordinal >= stored_form::passages_per_document_max) {
            co_return fail(fault::invalid_request, "a document has too many passages");
        }
    }
    std::vector<statement> all;
    if (!passages.empty()) {
        all.push_back(insert_passages(held->seq, passages));
        all.push_back(insert_postings(held->seq, held->scope, passages));
    }
    all.emplace_back("UPDATE documents SET lease_until = " PARLANCE_NOW " + $1 WHERE seq = $2",
                     lease_milliseconds, held->seq);
    co_await in.run_all(std::move(all));
    co_return result<>();
}

task<result<>> finish_ready(transaction& in, knowledge::reading which, std::string title)
{
    const auto held = co_await held_by(in, which, "ready");
    if (!held) co_return held.error();
    if (held->is_done) co_return result<>();
    const auto all = stored_form::passage_numbers_of(held->seq);
    const verbatim kept_title{title};
    co_await in.run(
        "UPDATE documents SET state = 'ready', reason = '', title = $1, "
        "(passage_count, page_count) = (SELECT count(*), "
        "coalesce(max(coalesce(page, (p.seq - $3) / $2 + 1)), 0) FROM passages AS p "
        "WHERE p.seq >= $3 AND p.seq < $4) WHERE seq = $5",
        kept_title, static_cast<std::int64_t>(limits::part_passages_max), all.first, all.end,
        held->seq);
    co_return result<>();
}

task<result<>> finish_failed(transaction& in, knowledge::reading which, std::string reason)
{
    const auto held = co_await held_by(in, which, "failed");
    if (!held) co_return held.error();
    if (held->is_done) co_return result<>();
    co_await drop_passages(in, held->seq);  // what is left of a long one goes with its next reading
    const verbatim kept_reason{reason};
    co_await in.run("UPDATE documents SET state = 'failed', reason = $1 WHERE seq = $2",
                    kept_reason, held->seq);
    co_return result<>();
}

task<result<>> put_back(transaction& in, knowledge::reading which, std::chrono::milliseconds pause)
{
    const auto held = co_await held_by(in, which, "queued");
    if (!held) co_return held.error();
    if (held->is_done) co_return result<>();
    const std::int64_t milliseconds = pause.count();
    co_await in.run("UPDATE documents SET state = 'queued', attempts = $1, due_at = " PARLANCE_NOW
                    " + $2 WHERE seq = $3",
                    which.attempt, milliseconds, held->seq);
    co_return result<>();
}

task<result<std::size_t>> requeue_left_reading(transaction& in)
{
    const rows left =
        co_await in.run("UPDATE documents SET state = 'queued' WHERE state = 'reading'");
    co_await in.run("UPDATE documents SET due_at = 0 WHERE state = 'queued' AND due_at > 0");
    co_return static_cast<std::size_t>(left.changed());
}

}  // namespace parlance::postgresql
