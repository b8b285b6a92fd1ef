#include <parlance/postgresql/queue_places.hpp>

#include <unordered_map>

namespace parlance::postgresql {
namespace {

#define PARLANCE_IS_QUEUED "state = 'queued' AND deleted_at IS NULL"

/// How many documents of others are read before the one with this rank among its owner's.
#define PARLANCE_OTHERS_BEFORE                                                  \
    "coalesce((SELECT sum(least(other.documents, CASE WHEN (other.last_taken, " \
    "other.principal) < (owner.last_taken, owner.principal) THEN mine.rank "    \
    "ELSE mine.rank - 1 END)) FROM waiting AS other "                           \
    "WHERE other.principal <> owner.principal), 0)::bigint "

}  // namespace

task<std::int64_t> place_of_one(transaction& in, access::principal_id owner, std::int64_t seq)
{
    const rows found = co_await in.run(
        "WITH mine AS (SELECT count(*) AS rank FROM documents "
        "WHERE principal = $1 AND " PARLANCE_IS_QUEUED
        " AND seq <= $2), "
        "waiting AS (SELECT o.principal, o.last_taken, count(*) AS documents "
        "FROM document_owners AS o JOIN documents AS d ON d.principal = o.principal "
        "AND d." PARLANCE_IS_QUEUED
        " WHERE o.principal <> $1 GROUP BY o.principal, o.last_taken) "
        "SELECT mine.rank + " PARLANCE_OTHERS_BEFORE
        "FROM mine CROSS JOIN document_owners AS owner WHERE owner.principal = $1",
        owner, seq);
    co_return found.empty() ? 0 : found[0].integer(0);
}

task<std::vector<std::int64_t>> places_of(transaction& in, std::vector<queued_row> which)
{
    std::vector<uuid_bytes> owners;
    std::vector<std::int64_t> seqs;
    for (const queued_row& one : which) {
        owners.push_back(one.owner.bytes());
        seqs.push_back(one.seq);
    }
    const rows found = co_await in.run(
        "WITH mine AS (SELECT * FROM (SELECT principal, seq, "
        "row_number() OVER (PARTITION BY principal ORDER BY seq) AS rank FROM documents "
        "WHERE principal = ANY($1) AND " PARLANCE_IS_QUEUED
        ") AS ranked WHERE seq = ANY($2)), "
        "waiting AS (SELECT o.principal, o.last_taken, count(*) AS documents "
        "FROM document_owners AS o JOIN documents AS d ON d.principal = o.principal "
        "AND d." PARLANCE_IS_QUEUED
        " GROUP BY o.principal, o.last_taken) "
        "SELECT mine.seq, mine.rank + " PARLANCE_OTHERS_BEFORE
        "FROM mine JOIN document_owners AS owner ON owner.principal = mine.principal",
        owners, seqs);
    std::unordered_map<std::int64_t, std::int64_t> known;
    for (const row one : found) known.emplace(one.integer(0), one.integer(1));
    std::vector<std::int64_t> places;
    for (const queued_row& one : which) {
        const auto place = known.find(one.seq);
        places.push_back(place == known.end() ? 0 : place->second);
    }
    co_return places;
}

}  // namespace parlance::postgresql
