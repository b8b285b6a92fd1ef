#pragma once

#include <cstdint>

namespace parlance::stored_form {

// A passage's number is its document's number * 2^20 + its ordinal: it tells its document without a
// join.

inline constexpr std::int64_t passages_per_document_max = std::int64_t{1} << 20;

/// The numbers of a document's passages: from the first, up to but without the end.
struct passage_numbers {
    std::int64_t first;
    std::int64_t end;
};

constexpr passage_numbers passage_numbers_of(std::int64_t document)
{
    return {document * passages_per_document_max, (document + 1) * passages_per_document_max};
}

constexpr std::int64_t passage_number(std::int64_t document, std::int64_t ordinal)
{
    return document * passages_per_document_max + ordinal;
}

}  // namespace parlance::stored_form
