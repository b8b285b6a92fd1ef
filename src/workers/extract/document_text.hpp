#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parlance::extract {

/// A run of text under one heading path. Paragraphs are separated by an empty line; the rows of a
/// table and the items of a list stand on lines of their own.
struct text_block {
    std::optional<std::uint32_t> page;
    std::vector<std::string> headings;  // outermost first
    std::string text;                   // UTF-8
};

struct document_text {
    std::string title;  // empty when the document names none
    std::vector<text_block> blocks;
};

}  // namespace parlance::extract
