#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/sqlite_passage_index.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

namespace parlance::sqlite {
namespace {

using knowledge::found_passage;
using knowledge::index_hits;

/// Which documents a search may look into. The number of a document is the upper part of the seq
/// of its passages (see document_rows.hpp), so the index is filtered without a join.
#define PARLANCE_READABLE                                                   \
    "WITH readable (seq) AS MATERIALIZED (SELECT seq FROM documents WHERE " \
    "state = 'ready' AND deleted_at IS NULL AND (principal = ?1 OR is_sample = 1)) "

#define PARLANCE_FOUND_COLUMNS                                                              \
    "p.id, d.id, p.ordinal, p.page, p.section, p.text, d.file_name, d.title, d.media_type " \
    "FROM passages AS p JOIN documents AS d ON d.seq = p.document "

found_passage found_in(const query& row)
{
    return {.is = {.id = knowledge::passage_id(row.uuid(0)),
                   .document = knowledge::document_id(row.uuid(1)),
                   .ordinal = row.integer(2),
                   .page = row.optional_integer(3),
                   .section = row.text(4),
                   .text = row.text(5)},
            .file_name = row.text(6),
            .title = row.text(7),
            .media_type = row.text(8)};
}

/// A term as FTS5 takes it: a string, never an operator.
std::string quoted(const std::string& term)
{
    std::string made = "\"";
    for (const char letter : term) {
        if (letter == '"') made += '"';
        if (letter != '\0') made += letter;
    }
    return made + '"';
}

std::string any_of(const std::vector<std::string>& terms)
{
    std::string made;
    for (const std::string& term : terms) {
        if (!made.empty()) made += " OR ";
        made += quoted(term);
    }
    return made;
}

void count_readable(connection& on, const access::principal_id& who, index_hits& hits)
{
    query counted(on,
                  "SELECT count(*), coalesce(sum(passage_count), 0) FROM documents "
                  "WHERE state = 'ready' AND deleted_at IS NULL "
                  "AND (principal = ? OR is_sample = 1)",
                  who);
    if (!counted.next()) return;
    hits.documents_total = counted.integer(0);
    hits.passages_total = counted.integer(1);
}

std::int64_t frequency_of(connection& on, const access::principal_id& who, const std::string& term)
{
    query counted(on,
                  PARLANCE_READABLE
                  "SELECT count(*) FROM passage_terms "
                  "WHERE passage_terms MATCH ?2 AND (rowid >> 20) IN readable",
                  who, quoted(term));
    return counted.next() ? counted.integer(0) : 0;
}

/// The best passages' seqs. The filter comes before the ranking: FTS5's own ORDER BY rank would
/// sort what may not be read too.
std::vector<std::int64_t> best_of(connection& on, const access::principal_id& who,
                                  const std::vector<std::string>& terms, std::size_t limit)
{
    std::vector<std::int64_t> best;
    query ranked(on,
                 PARLANCE_READABLE
                 "SELECT rowid, bm25(passage_terms, 3.0, 2.0, 1.0) AS distance "
                 "FROM passage_terms WHERE passage_terms MATCH ?2 AND (rowid >> 20) IN readable "
                 "ORDER BY distance, rowid LIMIT ?3",
                 who, any_of(terms), static_cast<std::int64_t>(limit));
    while (ranked.next()) best.push_back(ranked.integer(0));
    return best;
}

result<index_hits> search_now(connection& on, const access::principal_id& who,
                              const std::vector<std::string>& terms, std::size_t limit)
{
    index_hits hits;
    count_readable(on, who, hits);
    for (const std::string& term : terms) {
        hits.term_frequency.push_back(frequency_of(on, who, term));
    }
    if (terms.empty()) return hits;
    for (const std::int64_t seq : best_of(on, who, terms, limit)) {
        query row(on, "SELECT " PARLANCE_FOUND_COLUMNS "WHERE p.seq = ?", seq);
        if (row.next()) hits.passages.push_back(found_in(row));
    }
    return hits;
}

result<std::vector<found_passage>> read_now(connection& on, const access::principal_id& who,
                                            const std::vector<knowledge::passage_id>& which)
{
    std::vector<found_passage> found;
    for (const knowledge::passage_id& asked : which) {
        query row(on,
                  "SELECT " PARLANCE_FOUND_COLUMNS
                  "WHERE p.id = ? AND d.state = 'ready' AND d.deleted_at IS NULL "
                  "AND (d.principal = ? OR d.is_sample = 1)",
                  asked, who);
        if (row.next()) found.push_back(found_in(row));
    }
    return found;
}

}  // namespace

task<result<index_hits>> sqlite_passage_index::search(call_scope, access::principal who,
                                                      std::vector<std::string> terms,
                                                      std::size_t limit)
{
    std::function<result<index_hits>(connection&)> work = [who = who.id, terms = std::move(terms),
                                                           limit](connection& on) {
        return search_now(on, who, terms, limit);
    };
    co_return co_await database_.read<index_hits>(std::move(work));
}

task<result<std::vector<found_passage>>> sqlite_passage_index::read(
    call_scope, access::principal who, std::vector<knowledge::passage_id> which)
{
    using passages = std::vector<found_passage>;
    std::function<result<passages>(connection&)> work = [who = who.id,
                                                         which = std::move(which)](connection& on) {
        return read_now(on, who, which);
    };
    co_return co_await database_.read<passages>(std::move(work));
}

}  // namespace parlance::sqlite
