#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::extract {

/// A line of text on a page, or a part of one between gaps that are wider than a space; distances
/// in points from the upper left corner.
struct pdf_line {
    float left = 0;
    float top = 0;
    float right = 0;
    float bottom = 0;
    std::uint32_t block = 0;    // counted through the page
    bool is_after_gap = false;  // on the same line as the part before it
    float letter_height = 0;    // of most letters: one tall sign does not make a heading
    std::string text;
};

struct pdf_page {
    float width = 0;
    float height = 0;
    std::vector<pdf_line> lines;

    [[nodiscard]] bool is_lost() const { return width <= 0 || height <= 0; }
};

/// Reads what `pdftotext -bbox-layout` writes, piece by piece.
class pdf_layout {
public:
    void feed(std::string_view bytes);

    std::string title;
    std::vector<pdf_page> pages;

    /// True when the pages hold more text or lines than a document may.
    [[nodiscard]] bool is_full() const;
    [[nodiscard]] bool has_too_many_pages() const;

private:
    void take(std::string_view line);
    void take_word(std::string_view line);

    std::string rest_;  // a line that has not ended yet
    std::uint32_t block_ = 0;
    float word_end_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace parlance::extract
