#include <parlance/postgresql/passage_rows.hpp>

#include <parlance/postgresql/passage_postings.hpp>
#include <parlance/stored_form/passage_number.hpp>

#include <optional>
#include <string>
#include <utility>

namespace parlance::postgresql {

statement insert_passages(std::int64_t document,
                          const std::vector<knowledge::indexed_passage>& passages)
{
    std::vector<std::int64_t> numbers;
    std::vector<uuid_bytes> ids;
    std::vector<std::optional<std::int64_t>> pages;
    std::vector<std::string> sections;
    std::vector<std::string> texts;
    for (const knowledge::indexed_passage& each : passages) {
        numbers.push_back(stored_form::passage_number(document, each.is.ordinal));
        ids.push_back(each.is.id.bytes());
        pages.push_back(each.is.page);
        sections.push_back(each.is.section);
        texts.push_back(each.is.text);
    }
    return statement(
        "INSERT INTO passages (seq, id, page, section, text) "
        "SELECT * FROM unnest($1, $2, $3, $4, $5)",
        numbers, ids, pages, verbatim_list{sections}, verbatim_list{texts});
}

statement insert_postings(std::int64_t document, std::int64_t scope,
                          const std::vector<knowledge::indexed_passage>& passages)
{
    std::vector<std::int64_t> counts;
    std::vector<std::int64_t> headings;
    std::vector<std::string> terms;
    std::vector<std::string> places;
    for (term_postings& each : postings_of(passages)) {
        counts.push_back(each.passages);
        headings.push_back(each.in_headings ? 1 : 0);
        terms.push_back(std::move(each.term));
        places.push_back(std::move(each.places));
    }
    return statement(
        "INSERT INTO passage_postings (document, scope, passages, in_headings, term, places) "
        "SELECT $1, $2, found.passages, found.heading = 1, found.term, found.places "
        "FROM unnest($3, $4, $5, $6) AS found (passages, heading, term, places)",
        document, scope, counts, headings, verbatim_list{terms}, verbatim_list{places});
}

}  // namespace parlance::postgresql
