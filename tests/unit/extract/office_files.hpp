#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parlance::extract {

/// An entry of an archive, with what may be wrong about it.
struct zip_part {
    std::string name;
    std::string content;
    bool is_deflated = true;
    bool is_protected = false;         // flagged as encrypted
    std::uint32_t declared_bytes = 0;  // instead of the true size; 0 = true
    std::uint16_t method = 0;          // instead of the true one; 0 = true
};

/// A ZIP archive, written by hand so that its parts can lie.
std::string zipped(const std::vector<zip_part>& parts);

/// A Word document around what stands in its body; more parts may be added or replace its own.
/// Relations: rStyles, rNumbers, rNotes, rHeader point at
/// word/{styles,numbering,footnotes,header1}.
std::string docx_of(std::string_view body, std::vector<zip_part> more = {});

/// A presentation of slides, each given as what stands in its spTree.
std::string pptx_of(const std::vector<std::string>& slides, std::vector<zip_part> more = {});

/// A workbook with sheets of (name and attributes, what stands in its worksheet).
std::string xlsx_of(const std::vector<std::pair<std::string, std::string>>& sheets,
                    std::vector<zip_part> more = {});

/// <w:p> with a style and a text.
std::string word_paragraph(std::string_view style, std::string_view text);
/// A shape with a placeholder of this type and a line a text.
std::string slide_shape(std::string_view placeholder, const std::vector<std::string>& lines);
/// A row of inline strings; values that are numbers become numbers.
std::string sheet_row(unsigned number, const std::vector<std::string>& values);

/// An OLE file whose folder names these streams.
std::string ole_with(const std::vector<std::string>& streams);

/// A PDF with one line of text for each string of a page.
std::string pdf_of(const std::vector<std::vector<std::string>>& pages, std::string_view title = {});

}  // namespace parlance::extract
