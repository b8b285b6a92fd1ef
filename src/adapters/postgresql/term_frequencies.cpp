#include <parlance/postgresql/term_frequencies.hpp>

#include <parlance/postgresql/quick_plans.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace parlance::postgresql {
namespace {

/// How many rows of the index are counted, all terms together and each.
constexpr std::int64_t rows_counted_max = 4'096;
constexpr std::int64_t rows_of_a_term_min = 48;
constexpr std::int64_t rows_of_a_term_max = 1'000;

/// How many documents a sample has: about so many passages.
constexpr std::int64_t passages_sampled = 1'024;
constexpr std::int64_t documents_sampled_min = 16;
constexpr std::int64_t documents_sampled_max = 128;
constexpr std::int64_t rows_sampled_max = 4'096;  // all terms together

/// Per scope that is not empty: documents, passages, and the first and the last document.
statement count_readable(const access::principal_id& who)
{
    return statement("WITH " PARLANCE_READABLE_SCOPES
                     "SELECT d.scope, count(*), sum(d.passage_count)::bigint, min(d.seq), "
                     "max(d.seq) FROM scopes JOIN documents AS d ON d.scope = scopes.scope "
                     "AND " PARLANCE_IS_READY "GROUP BY d.scope",
                     who);
}

/// Per term: how many rows were counted, and how many passages they name.
statement count_rows(const access::principal_id& who, const std::vector<std::string>& terms,
                     std::int64_t rows_max)
{
    return statement(
        "WITH " PARLANCE_READABLE_SCOPES
        "SELECT asked.at, counted.rows, counted.passages "
        "FROM unnest($2) WITH ORDINALITY AS asked (term, at) CROSS JOIN LATERAL ("
        "SELECT count(*) AS rows, coalesce(sum(few.passages), 0)::bigint AS passages "
        "FROM (SELECT p.passages FROM scopes JOIN passage_postings AS p "
        "ON p.scope = scopes.scope AND p.term = asked.term "
        "JOIN documents AS d ON d.scope = p.scope AND d.seq = p.document WHERE " PARLANCE_IS_READY
        "LIMIT $3) AS few) AS counted",
        who, verbatim_list{terms}, rows_max);
}

/// What one may read, by scope.
struct readable_scopes {
    std::vector<std::int64_t> scopes;
    std::vector<std::int64_t> passages;
    std::vector<std::int64_t> first;  // documents
    std::vector<std::int64_t> last;
};

/// Per term an estimate: its share in documents at even distances, in each scope.
statement estimate(const readable_scopes& in, const std::vector<std::string>& terms,
                   std::int64_t documents)
{
    return statement(
        "WITH whole AS (SELECT * FROM unnest($1, $2, $3, $4) AS w (scope, passages, first, last)), "
        "sample AS MATERIALIZED (SELECT DISTINCT whole.scope, d.seq, d.passage_count FROM whole "
        "CROSS JOIN generate_series(1, $6) AS step CROSS JOIN LATERAL ("
        "SELECT d.seq, d.passage_count FROM documents AS d WHERE d.scope = whole.scope "
        "AND " PARLANCE_IS_READY
        "AND d.seq >= whole.first + (whole.last - whole.first) * (step * 2 - 1) / ($6 * 2) "
        "ORDER BY d.seq LIMIT 1) AS d), "
        "sizes AS (SELECT scope, sum(passage_count) AS passages FROM sample GROUP BY scope) "
        "SELECT asked.at, coalesce(sum(whole.passages * (SELECT coalesce(sum(p.passages), 0) "
        "FROM sample JOIN passage_postings AS p ON p.scope = sample.scope "
        "AND p.term = asked.term AND p.document = sample.seq WHERE sample.scope = whole.scope) "
        "/ greatest(sizes.passages, 1)), 0)::bigint "
        "FROM unnest($5) WITH ORDINALITY AS asked (term, at) "
        "CROSS JOIN whole JOIN sizes ON sizes.scope = whole.scope GROUP BY asked.at",
        in.scopes, in.passages, in.first, in.last, verbatim_list{terms}, documents);
}

std::int64_t documents_sampled(const readable_counts& all, std::size_t terms)
{
    const std::int64_t most = std::clamp(rows_sampled_max / static_cast<std::int64_t>(terms),
                                         documents_sampled_min, documents_sampled_max);
    const std::int64_t usual =
        std::max<std::int64_t>(all.passages / std::max<std::int64_t>(all.documents, 1), 1);
    return std::clamp(passages_sampled / usual, documents_sampled_min, most);
}

}  // namespace

task<readable_counts> count_terms(transaction& in, access::principal_id who,
                                  std::vector<std::string> terms)
{
    const auto asked = static_cast<std::int64_t>(std::max<std::size_t>(terms.size(), 1));
    const std::int64_t rows_max =
        std::clamp(rows_counted_max / asked, rows_of_a_term_min, rows_of_a_term_max);
    std::vector<statement> steps;
    steps.push_back(quick_plans());
    steps.push_back(count_readable(who));
    steps.push_back(count_rows(who, terms, rows_max));
    const std::vector<rows> read = co_await in.run_all(std::move(steps));
    readable_counts counted;
    readable_scopes scopes;
    for (const row one : read[1]) {
        counted.documents += one.integer(1);
        counted.passages += one.integer(2);
        scopes.scopes.push_back(one.integer(0));
        scopes.passages.push_back(one.integer(2));
        scopes.first.push_back(one.integer(3));
        scopes.last.push_back(one.integer(4));
    }
    counted.frequency.resize(terms.size(), 0);
    std::vector<std::string> frequent;
    std::vector<std::size_t> places;
    for (const row one : read[2]) {
        const auto at = static_cast<std::size_t>(one.integer(0) - 1);
        counted.frequency.at(at) = one.integer(2);
        if (one.integer(1) < rows_max) continue;
        places.push_back(at);
        frequent.push_back(terms[at]);
    }
    if (frequent.empty()) co_return counted;
    const rows estimated =
        co_await in.run(estimate(scopes, frequent, documents_sampled(counted, frequent.size())));
    for (const row one : estimated) {
        std::int64_t& known =
            counted.frequency[places.at(static_cast<std::size_t>(one.integer(0) - 1))];
        known = std::max(known, std::min(one.integer(1), counted.passages));
    }
    co_return counted;
}

}  // namespace parlance::postgresql
