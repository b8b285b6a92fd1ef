#include <parlance/postgresql/passage_search.hpp>

#include <parlance/postgresql/passage_scores.hpp>
#include <parlance/postgresql/term_frequencies.hpp>
#include <parlance/stored_form/passage_number.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace parlance::postgresql {
namespace {

using knowledge::found_passage;
using knowledge::index_hits;

// In SQL a passage's document is `seq >> 20` and its ordinal `seq & 1048575`.
static_assert(stored_form::passages_per_document_max == 1'048'576);

#define PARLANCE_FOUND_COLUMNS                                                       \
    "p.id, d.id, p.seq & 1048575, p.page, p.section, p.text, d.file_name, d.title, " \
    "d.media_type, p.seq FROM passages AS p JOIN documents AS d ON d.seq = p.seq >> 20 "

constexpr int number_column = 9;

found_passage found_in(const row& from)
{
    return {.is = {.id = knowledge::passage_id(from.uuid(0)),
                   .document = knowledge::document_id(from.uuid(1)),
                   .ordinal = from.integer(2),
                   .page = from.optional_integer(3),
                   .section = from.text(4),
                   .text = from.text(5)},
            .file_name = from.text(6),
            .title = from.text(7),
            .media_type = from.text(8)};
}

/// How many passages a search may score: a word that most passages hold says little and costs much.
/// All words of a question together; about 10 ms.
constexpr std::int64_t passages_scored_max = 4'000;

/// Of words that are too frequent to be scored everywhere: how many rows of the index are looked
/// at, all words of a question together, and how much of each.
constexpr std::int64_t frequent_rows_max = 128;
constexpr std::int64_t frequent_bytes_max = 4'096;  // about 700 passages of one document

/// Which of the terms, by place, may be scored wherever they are, the rarest first, and which not.
struct divided_terms {
    std::vector<std::size_t> scored;
    std::vector<std::size_t> frequent;
};

divided_terms divide(const std::vector<std::int64_t>& frequency)
{
    std::vector<std::size_t> order;
    for (std::size_t at = 0; at < frequency.size(); ++at)
        if (frequency[at] > 0) order.push_back(at);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        return frequency[left] < frequency[right];
    });
    divided_terms terms;
    std::int64_t passages = 0;
    for (const std::size_t at : order) {
        passages += frequency[at];
        (passages <= passages_scored_max ? terms.scored : terms.frequent).push_back(at);
    }
    return terms;
}

std::vector<std::string> texts_of(const std::vector<std::string>& terms,
                                  const std::vector<std::size_t>& places)
{
    std::vector<std::string> texts;
    texts.reserve(places.size());
    for (const std::size_t at : places) texts.push_back(terms[at]);
    return texts;
}

void add_postings(const rows& read, const std::vector<std::size_t>& places,
                  std::vector<found_postings>& to)
{
    for (const row one : read) {
        const auto at = static_cast<std::size_t>(one.integer(0) - 1);
        to.push_back({places.at(at), one.integer(1), one.text(2)});
    }
}

/// A row that was read twice counts once.
void leave_out_copies(std::vector<found_postings>& from)
{
    const auto key_of = [](const found_postings& one) {
        return std::tie(one.term, one.document, one.places);
    };
    std::sort(from.begin(), from.end(),
              [&](const auto& left, const auto& right) { return key_of(left) < key_of(right); });
    const auto is_same = [&](const auto& left, const auto& right) {
        return key_of(left) == key_of(right);
    };
    from.erase(std::unique(from.begin(), from.end(), is_same), from.end());
}

/// All postings of some terms.
statement scored_postings(const access::principal_id& who, const std::vector<std::string>& terms)
{
    return statement(
        "WITH " PARLANCE_READABLE_SCOPES
        "SELECT asked.at, found.document, found.places "
        "FROM unnest($2) WITH ORDINALITY AS asked (term, at) CROSS JOIN LATERAL ("
        "SELECT p.document, p.places FROM scopes JOIN passage_postings AS p "
        "ON p.scope = scopes.scope AND p.term = asked.term "
        "JOIN documents AS d ON d.scope = p.scope AND d.seq = p.document WHERE " PARLANCE_IS_READY
        "LIMIT $3) AS found",
        who, verbatim_list{terms}, passages_scored_max);
}

/// Some postings of each term: of documents that have it in a title or heading, and of any.
std::vector<statement> frequent_postings(const access::principal_id& who,
                                         const std::vector<std::string>& terms)
{
    const auto asked = static_cast<std::int64_t>(std::max<std::size_t>(terms.size(), 1));
    const std::int64_t each = std::max<std::int64_t>(frequent_rows_max / asked, 2);
    std::vector<statement> both;
    for (const std::string_view which : {"p.in_headings AND ", ""}) {
        std::string sql =
            "WITH " PARLANCE_READABLE_SCOPES
            "SELECT asked.at, found.document, substring(found.places, 1, $4::integer) "
            "FROM unnest($2) WITH ORDINALITY AS asked (term, at) CROSS JOIN LATERAL ("
            "SELECT p.document, p.places FROM scopes JOIN passage_postings AS p "
            "ON p.scope = scopes.scope AND p.term = asked.term "
            "JOIN documents AS d ON d.scope = p.scope AND d.seq = p.document WHERE ";
        sql.append(which).append(PARLANCE_IS_READY "LIMIT $3) AS found");
        both.emplace_back(sql, who, verbatim_list{terms}, each, frequent_bytes_max);
    }
    return both;
}

/// What is searched for, and how much of it one may read.
struct counted_terms {
    std::vector<std::string> terms;
    readable_counts counts;
};

/// The best passages' numbers. Of words that nearly every passage holds only a part is looked at,
/// first where they are in titles and headings: BM25 would look at every passage for them.
task<std::vector<std::int64_t>> best_of(transaction& in, access::principal_id who,
                                        counted_terms asked, std::size_t limit)
{
    const readable_counts& counted = asked.counts;
    const divided_terms divided = divide(counted.frequency);
    std::vector<std::int64_t> best;
    std::vector<found_postings> found;
    if (!divided.scored.empty()) {
        const std::vector<std::string> scored = texts_of(asked.terms, divided.scored);
        const rows read = co_await in.run(scored_postings(who, scored));
        add_postings(read, divided.scored, found);
        best = best_passages(found, counted.frequency, counted.passages, limit);
    }
    if (best.size() >= limit || divided.frequent.empty()) co_return best;
    const std::vector<std::string> frequent = texts_of(asked.terms, divided.frequent);
    std::vector<rows> read = co_await in.run_all(frequent_postings(who, frequent));
    found.clear();
    for (const rows& some : read) add_postings(some, divided.frequent, found);
    leave_out_copies(found);
    const auto more =
        best_passages(found, counted.frequency, counted.passages, limit + best.size());
    for (const std::int64_t passage : more) {
        if (best.size() >= limit) break;
        if (std::find(best.begin(), best.end(), passage) == best.end()) best.push_back(passage);
    }
    co_return best;
}

}  // namespace

statement who_has_something(const std::vector<access::principal_id>& all)
{
    std::vector<uuid_bytes> principals;
    for (const access::principal_id& one : all) principals.push_back(one.bytes());
    return statement(
        "SELECT a.place FROM unnest($1) WITH ORDINALITY AS a (principal, place) "
        "WHERE EXISTS (SELECT 1 FROM documents AS d WHERE d.scope = 0 AND " PARLANCE_IS_READY
        ") OR EXISTS (SELECT 1 FROM document_owners AS o JOIN documents AS d "
        "ON d.scope = o.number WHERE o.principal = a.principal AND " PARLANCE_IS_READY ")",
        principals);
}

task<result<index_hits>> search_passages(transaction& in, access::principal_id who,
                                         std::vector<std::string> terms, std::size_t limit)
{
    readable_counts counted = co_await count_terms(in, who, terms);
    index_hits hits;
    hits.documents_total = counted.documents;
    hits.passages_total = counted.passages;
    hits.term_frequency = counted.frequency;
    if (terms.empty() || limit == 0) co_return hits;
    counted_terms asked{std::move(terms), std::move(counted)};
    const std::vector<std::int64_t> best = co_await best_of(in, who, std::move(asked), limit);
    if (best.empty()) co_return hits;
    const rows read =
        co_await in.run("SELECT " PARLANCE_FOUND_COLUMNS "WHERE p.seq = ANY($1)", best);
    std::unordered_map<std::int64_t, found_passage> by_number;
    for (const row one : read) by_number.emplace(one.integer(number_column), found_in(one));
    for (const std::int64_t passage : best) {
        const auto place = by_number.find(passage);
        if (place != by_number.end()) hits.passages.push_back(std::move(place->second));
    }
    co_return hits;
}

task<result<std::vector<found_passage>>> read_passages(transaction& in, access::principal_id who,
                                                       std::vector<knowledge::passage_id> which)
{
    std::vector<uuid_bytes> ids;
    ids.reserve(which.size());
    for (const knowledge::passage_id& one : which) ids.push_back(one.bytes());
    const rows read = co_await in.run("SELECT " PARLANCE_FOUND_COLUMNS
                                      "WHERE p.id = ANY($1) AND " PARLANCE_IS_READY
                                      "AND (d.principal = $2 OR d.is_sample)",
                                      ids, who);
    std::vector<found_passage> found;
    for (const row one : read) found.push_back(found_in(one));
    co_return found;
}

}  // namespace parlance::postgresql
