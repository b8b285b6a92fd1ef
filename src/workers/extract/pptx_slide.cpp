#include <parlance/extract/pptx_slide.hpp>

#include <parlance/extract/office_package.hpp>
#include <parlance/extract/outline.hpp>
#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <utility>

namespace parlance::extract {
namespace {

std::size_t span_in(std::string_view text)
{
    std::size_t span = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9' || span > table_lines::span_max) break;
        span = span * 10 + static_cast<std::size_t>(digit - '0');
    }
    return std::clamp<std::size_t>(span, 1, table_lines::span_max);
}

bool is_yes(std::string_view value)
{
    return value == "1" || value == "true";
}

bool is_shape(std::string_view element)
{
    return element == "sp" || element == "graphicFrame" || element == "pic" || element == "cxnSp";
}

std::string on_one_line(const std::vector<std::string>& lines)
{
    std::string all;
    for (const std::string& line : lines) {
        if (!all.empty()) all += ' ';
        all += line;
    }
    return all;
}

}  // namespace

bool pptx_slide::is_full() const
{
    return bytes_ > limits::document_text_bytes_max;
}

void pptx_slide::start(std::string_view element, xml_attributes attributes)
{
    if (skipped_ > 0) {
        ++skipped_;
        return;
    }
    if (element == "Fallback") {
        skipped_ = 1;
        return;
    }
    if (element == "sld" && value_of(attributes, "show") == "0") is_hidden = true;
    start_shape(element, attributes);
    if (element == "tbl" || is_in_table_) start_table_part(element, attributes);
    if (element == "t") is_in_text_ = true;
    if (element == "br") text_ += '\n';
    if (element == "tab") text_ += '\t';
}

void pptx_slide::start_shape(std::string_view element, xml_attributes attributes)
{
    if (is_shape(element)) {
        lines_.clear();
        placeholder_.clear();
        is_shape_hidden_ = false;
    }
    if (element == "cNvPr" && is_yes(value_of(attributes, "hidden"))) is_shape_hidden_ = true;
    if (element == "ph") {
        placeholder_ = value_of(attributes, "type");
        if (placeholder_.empty()) placeholder_ = "obj";
    }
}

void pptx_slide::start_table_part(std::string_view element, xml_attributes attributes)
{
    if (element == "tbl") {
        is_in_table_ = true;
        has_header_row_ = false;
        rows_.clear();
    }
    if (element == "tblPr") has_header_row_ = is_yes(value_of(attributes, "firstRow"));
    if (element == "tr") rows_.emplace_back();
    if (element != "tc" || rows_.empty()) return;
    is_cell_covered_ =
        is_yes(value_of(attributes, "hMerge")) || is_yes(value_of(attributes, "vMerge"));
    lines_.clear();
    if (is_cell_covered_) return;
    table_cell cell;
    cell.is_header = has_header_row_ && rows_.size() == 1;
    cell.columns = span_in(value_of(attributes, "gridSpan"));
    cell.rows = span_in(value_of(attributes, "rowSpan"));
    bytes_ += sizeof cell;
    rows_.back().push_back(std::move(cell));
}

void pptx_slide::end(std::string_view element)
{
    if (skipped_ > 0) {
        --skipped_;
        return;
    }
    if (element == "t") is_in_text_ = false;
    if (element == "p") end_paragraph();
    if (element == "tc" && !rows_.empty() && !rows_.back().empty() && !is_cell_covered_) {
        rows_.back().back().text = on_one_line(std::exchange(lines_, {}));
    }
    if (element == "tbl" && is_in_table_) end_table();
    if (is_shape(element)) end_shape();
}

void pptx_slide::text(std::string_view piece)
{
    if (!is_in_text_ || skipped_ > 0) return;
    bytes_ += piece.size();
    text_ += piece;
}

void pptx_slide::end_paragraph()
{
    std::string line = one_line(std::exchange(text_, {}));
    if (!line.empty()) lines_.push_back(std::move(line));
}

void pptx_slide::end_table()
{
    is_in_table_ = false;
    if (!is_shape_hidden_) shapes.push_back({lines_of_table(std::exchange(rows_, {})), true});
    lines_.clear();
}

void pptx_slide::end_shape()
{
    std::vector<std::string> lines = std::exchange(lines_, {});
    const std::string kind = std::exchange(placeholder_, {});
    if (lines.empty() || is_shape_hidden_) return;
    if (kind == "dt" || kind == "ftr" || kind == "sldNum" || kind == "hdr") return;
    if ((kind == "title" || kind == "ctrTitle") && title.empty()) {
        title = on_one_line(lines);
        return;
    }
    shapes.push_back({std::move(lines), false});
}

}  // namespace parlance::extract
