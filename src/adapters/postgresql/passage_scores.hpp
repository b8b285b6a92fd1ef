#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace parlance::postgresql {

/// A row of passage_postings that a search read.
struct found_postings {
    std::size_t term = 0;  // place among those asked for
    std::int64_t document = 0;
    std::string places;
};

/// The best passages by BM25, a term in the title worth three and one in the section worth two in
/// the text. Ties are in the order of the passages' numbers.
/// @param frequency  per term, how many of `total` passages hold it.
/// @return passage numbers, at most `limit`.
std::vector<std::int64_t> best_passages(const std::vector<found_postings>& found,
                                        const std::vector<std::int64_t>& frequency,
                                        std::int64_t total, std::size_t limit);

}  // namespace parlance::postgresql
