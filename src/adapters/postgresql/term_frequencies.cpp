#include <parlance/postgresql/term_frequencies.hpp>

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

statement count_readable(const access::principal_id& who)
{
    return statement("WITH " PARLANCE_READABLE_SCOPES
                     "SELECT count(*), coalesce(sum(d.passage_count), 0)::bigint "
                     "FROM scopes JOIN documents AS d ON d.scope = scopes.scope "
                     "AND " PARLANCE_IS_READY,
                     who);
}

/// Per term: how many rows were counted, and how many passages they name.
statement count_rows(const access::principal_id& who, const std::vector<std::string>& terms,
                     std::int64_t rows_max)
{
    return statement("WITH " PARLANCE_READABLE_SCOPES
                     "SELECT asked.at, counted.rows, counted.passages "
                     "FROM unnest($2) WITH ORDINALITY AS asked (term, at) CROSS JOIN LATERAL ("
                     "SELECT count(*) AS rows, coalesce(sum(few.passages), 0)::bigint AS passages "
                     "FROM (SELECT p.passages FROM scopes JOIN passage_postings AS p "
                     "ON p.scope = scopes.scope AND p.term = asked.term "
                     "JOIN documents AS d ON d.seq = p.document WHERE " PARLANCE_IS_READY
                     "LIMIT $3) AS few) AS counted",
                     who, verbatim_list{terms}, rows_max);
}

/// Per term an estimate: its share in documents at even distances, in each scope.
statement estimate(const access::principal_id& who, const std::vector<std::string>& terms,
                   std::int64_t documents)
{
    return statement(
        "WITH " PARLANCE_READABLE_SCOPES
        ", whole AS (SELECT d.scope, min(d.seq) AS first, max(d.seq) AS last, "
        "sum(d.passage_count) AS passages FROM scopes JOIN documents AS d "
        "ON d.scope = scopes.scope AND " PARLANCE_IS_READY
        "GROUP BY d.scope), "
        "sample AS MATERIALIZED (SELECT DISTINCT d.scope, d.seq, d.passage_count FROM whole "
        "CROSS JOIN generate_series(1, $3) AS step CROSS JOIN LATERAL ("
        "SELECT d.scope, d.seq, d.passage_count FROM documents AS d WHERE d.scope = whole.scope "
        "AND " PARLANCE_IS_READY
        "AND d.seq >= whole.first + (whole.last - whole.first) * (step * 2 - 1) / ($3 * 2) "
        "ORDER BY d.seq LIMIT 1) AS d), "
        "sizes AS (SELECT scope, sum(passage_count) AS passages FROM sample GROUP BY scope) "
        "SELECT asked.at, coalesce(sum(whole.passages * (SELECT coalesce(sum(p.passages), 0) "
        "FROM sample JOIN passage_postings AS p ON p.scope = sample.scope "
        "AND p.term = asked.term AND p.document = sample.seq WHERE sample.scope = whole.scope) "
        "/ greatest(sizes.passages, 1)), 0)::bigint "
        "FROM unnest($2) WITH ORDINALITY AS asked (term, at) "
        "CROSS JOIN whole JOIN sizes ON sizes.scope = whole.scope GROUP BY asked.at",
        who, verbatim_list{terms}, documents);
}

std::int64_t documents_sampled(const readable_counts& all)
{
    const std::int64_t usual =
        std::max<std::int64_t>(all.passages / std::max<std::int64_t>(all.documents, 1), 1);
    return std::clamp(passages_sampled / usual, documents_sampled_min, documents_sampled_max);
}

}  // namespace

task<readable_counts> count_terms(transaction& in, access::principal_id who,
                                  std::vector<std::string> terms)
{
    const auto asked = static_cast<std::int64_t>(std::max<std::size_t>(terms.size(), 1));
    const std::int64_t rows_max =
        std::clamp(rows_counted_max / asked, rows_of_a_term_min, rows_of_a_term_max);
    std::vector<statement> steps;
    // Compiling a plan takes longer than a search.
    steps.emplace_back("SET LOCAL jit = off");
    steps.push_back(count_readable(who));
    steps.push_back(count_rows(who, terms, rows_max));
    const std::vector<rows> read = co_await in.run_all(std::move(steps));
    readable_counts counted{read[1][0].integer(0), read[1][0].integer(1), {}};
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
    const rows estimated = co_await in.run(estimate(who, frequent, documents_sampled(counted)));
    for (const row one : estimated) {
        std::int64_t& known =
            counted.frequency[places.at(static_cast<std::size_t>(one.integer(0) - 1))];
        known = std::max(known, std::min(one.integer(1), counted.passages));
    }
    co_return counted;
}

}  // namespace parlance::postgresql
