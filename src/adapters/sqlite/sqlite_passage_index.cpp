#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/sqlite_passage_index.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace parlance::sqlite {
namespace {

using knowledge::found_passage;
using knowledge::index_hits;

/// What a search may look into. The number of a document is the upper part of the seq of its
/// passages (see document_rows.hpp). Asked per row that matches, since searches look at few rows.
#define PARLANCE_IS_READABLE                                                            \
    "EXISTS (SELECT 1 FROM documents AS d WHERE d.seq = passage_terms.rowid >> 20 AND " \
    "d.state = 'ready' AND d.deleted_at IS NULL AND (d.principal = ?1 OR d.is_sample = 1)) "

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

std::string joined(const std::vector<std::string>& terms, std::string_view by)
{
    std::string made;
    for (const std::string& term : terms) {
        if (!made.empty()) made += by;
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

/// How many rows a search may score: a word that most passages hold says little and costs much.
/// All words of a question together; about 10 ms. A paragraph has rare words enough for half of it.
constexpr std::int64_t rows_scored_max = 4'000;
constexpr std::int64_t rows_scored_of_many_words = 2'000;
constexpr std::size_t many_words = 32;

/// How closely the passages that hold a word are counted: exactly up to `rows`, above that
/// estimated from as many, or from probes all over the index. All words of a question share the
/// rows, so that long questions take no longer than short ones.
struct counting {
    std::int64_t rows = 64;
    std::int64_t rows_of_a_probe = 0;
    std::int64_t probes = 0;  // each is a search of its own, which costs more than its rows
};

counting counting_for(std::size_t terms)
{
    const auto each = static_cast<std::int64_t>(std::max<std::size_t>(terms, 1));
    return {std::clamp<std::int64_t>(3'072 / each, 16, 1'000),
            std::clamp<std::int64_t>(1'024 / each, 16, 64),
            std::clamp<std::int64_t>(60 / each, 0, 6)};
}

/// Who asks, and on which connection.
struct asker {
    connection& on;
    const access::principal_id& who;
};

struct span_count {
    std::int64_t rows = 0;
    std::int64_t last = 0;  // the last row that was looked at
};

/// Readable passages from `from` on that hold `term`, up to `most`.
span_count count_from(asker by, const std::string& term, std::int64_t from, std::int64_t most)
{
    query counted(by.on,
                  "SELECT count(*), max(row) FROM (SELECT rowid AS row FROM passage_terms "
                  "WHERE passage_terms MATCH ?2 AND rowid >= ?3 AND " PARLANCE_IS_READABLE
                  "LIMIT ?4)",
                  by.who, quoted(term), from, most);
    if (!counted.next()) return {};
    return {counted.integer(0), counted.optional_integer(1).value_or(from)};
}

/// Places in the index at even distances, by passages.
std::vector<std::int64_t> probe_starts(connection& on, std::int64_t probes)
{
    std::vector<std::int64_t> starts;
    query ends(on, "SELECT min(seq), max(seq) FROM documents WHERE state = 'ready'");
    if (!ends.next() || ends.is_null(0)) return starts;
    const std::int64_t first = ends.integer(0);
    const std::int64_t count = ends.integer(1) - first + 1;
    for (std::int64_t probe = 0; probe < probes; ++probe)
        starts.push_back((first + count * (probe + 1) / (probes + 1)) << 20);
    return starts;
}

/// How many of all passages lie between two rows.
std::int64_t passages_between(asker by, std::int64_t from, std::int64_t last)
{
    query counted(by.on,
                  "SELECT coalesce(sum(passage_count), 0) FROM documents WHERE seq >= ?2 AND "
                  "seq < ?3 AND state = 'ready' AND deleted_at IS NULL "
                  "AND (principal = ?1 OR is_sample = 1)",
                  by.who, from >> 20, last >> 20);
    const std::int64_t whole = counted.next() ? counted.integer(0) : 0;
    constexpr std::int64_t ordinals = (std::int64_t{1} << 20) - 1;
    return whole + (last & ordinals) - (from & ordinals) + 1;
}

/// How many readable passages hold a term.
class frequencies {
public:
    frequencies(asker by, counting how, std::int64_t total) : by_(by), how_(how), total_(total)
    {
        if (how.probes > 0) starts_ = probe_starts(by.on, how.probes);
    }

    std::int64_t of(const std::string& term)
    {
        const span_count first = count_from(by_, term, 0, how_.rows);
        if (first.rows < how_.rows) return first.rows;
        std::int64_t rows = 0;
        std::int64_t passages = 0;
        for (const std::int64_t start : starts_) {
            const span_count here = count_from(by_, term, start, how_.rows_of_a_probe);
            if (here.rows == 0) continue;
            rows += here.rows;
            passages += passages_between(by_, start, here.last);
        }
        if (rows == 0) {
            rows = first.rows;
            passages = passages_between(by_, 0, first.last);
        }
        const double share =
            static_cast<double>(rows) / static_cast<double>(std::max(passages, rows));
        const auto estimated = static_cast<std::int64_t>(share * static_cast<double>(total_));
        return std::clamp(estimated, how_.rows, std::max(total_, how_.rows));
    }

private:
    asker by_;
    counting how_;
    std::int64_t total_;
    std::vector<std::int64_t> starts_;
};

/// The rarest of the terms that occur, as many as may be looked at together.
std::vector<std::string> scored_terms(const std::vector<std::string>& terms,
                                      const std::vector<std::int64_t>& frequency)
{
    std::vector<std::size_t> order;
    for (std::size_t at = 0; at < terms.size(); ++at)
        if (frequency[at] > 0) order.push_back(at);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        return frequency[left] < frequency[right];
    });
    const std::int64_t most =
        terms.size() < many_words ? rows_scored_max : rows_scored_of_many_words;
    std::vector<std::string> scored;
    std::int64_t rows = 0;
    for (const std::size_t at : order) {
        rows += frequency[at];
        if (rows > most) break;
        scored.push_back(terms[at]);
    }
    return scored;
}

using rows = std::vector<std::int64_t>;

/// The best passages' seqs by BM25. The filter comes before the ranking: FTS5's own ORDER BY rank
/// would sort what may not be read too.
void add_scored(asker by, const std::string& match, std::size_t limit, rows& best)
{
    query ranked(by.on,
                 "SELECT rowid, bm25(passage_terms, 3.0, 2.0, 1.0) AS distance "
                 "FROM passage_terms WHERE passage_terms MATCH ?2 AND " PARLANCE_IS_READABLE
                 "ORDER BY distance, rowid LIMIT ?3",
                 by.who, match, static_cast<std::int64_t>(limit));
    while (ranked.next()) best.push_back(ranked.integer(0));
}

/// Passages that match, without a score, until there are `limit`.
void add_unscored(asker by, const std::string& match, std::size_t limit, rows& best)
{
    query some(by.on,
               "SELECT rowid FROM passage_terms WHERE passage_terms MATCH ?2 "
               "AND " PARLANCE_IS_READABLE "LIMIT ?3",
               by.who, match, static_cast<std::int64_t>(limit));
    while (best.size() < limit && some.next()) {
        const std::int64_t row = some.integer(0);
        if (std::find(best.begin(), best.end(), row) == best.end()) best.push_back(row);
    }
}

/// The best passages' seqs. Of words that nearly every passage holds, those in titles and headings
/// come first, then passages that hold them all: BM25 would look at every passage for them.
rows best_of(asker by, const std::vector<std::string>& terms,
             const std::vector<std::int64_t>& frequency, std::size_t limit)
{
    rows best;
    const std::vector<std::string> scored = scored_terms(terms, frequency);
    if (!scored.empty()) add_scored(by, joined(scored, " OR "), limit, best);
    if (best.size() >= limit) return best;
    std::vector<std::string> found;
    for (std::size_t at = 0; at < terms.size(); ++at)
        if (frequency[at] > 0) found.push_back(terms[at]);
    if (found.size() == scored.size()) return best;
    const std::string any = joined(found, " OR ");
    add_unscored(by, "{title_terms section_terms} : (" + any + ")", limit / 2, best);
    add_unscored(by, joined(found, " AND "), limit, best);
    add_unscored(by, any, limit, best);
    return best;
}

result<index_hits> search_now(connection& on, const access::principal_id& who,
                              const std::vector<std::string>& terms, std::size_t limit)
{
    index_hits hits;
    count_readable(on, who, hits);
    const counting how = limit == 0 ? counting{} : counting_for(terms.size());
    const asker by{on, who};
    frequencies counted(by, how, hits.passages_total);
    for (const std::string& term : terms) hits.term_frequency.push_back(counted.of(term));
    if (terms.empty() || limit == 0) return hits;
    for (const std::int64_t seq : best_of(by, terms, hits.term_frequency, limit)) {
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
