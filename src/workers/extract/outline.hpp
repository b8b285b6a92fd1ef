#pragma once

#include <parlance/extract/document_text.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::extract {

/// Gathers what a reader finds, in the order of the document, into blocks under heading paths.
class outline {
public:
    static constexpr std::size_t level_max = 6;

    /// The title that the document names itself; the first one counts.
    void title(std::string_view text);
    /// Names the document when nothing else did: its first heading is then only a section.
    void has_no_title() { is_titled_by_heading_ = false; }
    /// What follows stands on this page or slide, counted from 1. Sections go on.
    void page(std::uint32_t number);
    /// Ends the open sections of this level and those in them.
    void end_sections(std::size_t level);
    /// Ends every open section.
    void top() { end_sections(0); }
    /// Text whose lines keep their spaces, such as code.
    void verbatim(std::string_view text);
    /// The next line stands apart from the one before it.
    void gap() { is_after_line_ = false; }
    /// Begins a section. @param level  1 is outermost; up to level_max.
    void heading(std::size_t level, std::string_view text);
    /// Text that stands apart from what is before it; its lines are kept.
    void paragraph(std::string_view text);
    /// A row or list item: it stands directly below the line before it, if that was one.
    void line(std::string_view text);

    /// True when the text and its heading paths are over limits::document_text_bytes_max: headers
    /// and headings are repeated, so that a small file can become a large text.
    [[nodiscard]] bool is_full() const;

    /// Everything. A heading that only repeats the title is left out of the paths.
    document_text finish();

private:
    void add(const std::string& text, bool is_line);
    void add_block(std::string text, std::optional<std::uint32_t> page);
    void close_block();
    [[nodiscard]] std::vector<std::string> path() const;

    struct open_heading {
        std::size_t level = 1;
        std::string text;
        bool has_content = false;
        std::optional<std::uint32_t> page;  // on which it stands
    };
    document_text document_;
    std::vector<open_heading> open_;
    std::string first_heading_;
    std::string text_;
    std::optional<std::uint32_t> page_;
    bool is_titled_by_heading_ = true;
    bool is_after_line_ = false;
    std::size_t bytes_ = 0;
};

/// White space collapsed to single spaces, none at the ends; the non-breaking space is one too.
std::string one_line(std::string_view text);

}  // namespace parlance::extract
