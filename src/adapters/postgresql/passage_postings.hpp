#pragma once

#include <parlance/knowledge/ingestion_queue.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::postgresql {

/// How often a term stands where in one passage.
struct posting {
    std::int64_t ordinal = 0;  // of the passage in its document
    std::int64_t in_title = 0;
    std::int64_t in_section = 0;
    std::int64_t in_text = 0;
    std::int64_t length = 0;  // of the passage, in terms
    friend bool operator==(const posting&, const posting&) = default;
};

/// The passages of one document that hold a term, as a row of passage_postings has them. `places`
/// are the postings in the order of their ordinals, five numbers each: how much the ordinal grows
/// (the first: itself), the three counts, the length. A number takes seven bits of a byte, the low
/// ones first; the eighth bit says that it goes on.
struct term_postings {
    std::string term;
    std::int64_t passages = 0;
    bool in_headings = false;  // in the title or the section of one of them
    std::string places;
};

/// Of passages of one document, ordinals rising. Sorted by term, each once.
std::vector<term_postings> postings_of(const std::vector<knowledge::indexed_passage>& passages);

/// Reads places, front to back. They may be cut anywhere.
class places_reader {
public:
    explicit places_reader(std::string_view places) : rest_(places) {}
    /// Nothing at the end, and where they were cut.
    std::optional<posting> next();

private:
    std::optional<std::int64_t> number();

    std::string_view rest_;
    std::int64_t ordinal_ = 0;
};

}  // namespace parlance::postgresql
