#pragma once

#include <parlance/knowledge/extractor.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::knowledge {

/// A piece of a document before it has an id.
struct cut_passage {
    std::optional<std::int64_t> page;
    std::string section;  // heading path, outermost first, " › " between
    std::string text;
};

/// Cuts text into passages of limits::passage_words_min to passage_words_max words, of about the
/// same length within a section. None crosses a heading or a page; a short section is a passage of
/// its own. Paragraphs, then lines (table rows), then sentences stay whole where they fit.
std::vector<cut_passage> cut_passages(const std::vector<extracted_block>& blocks);

/// Words as people count them; in scripts without spaces two characters count as one.
std::size_t count_words(std::string_view text);

}  // namespace parlance::knowledge
