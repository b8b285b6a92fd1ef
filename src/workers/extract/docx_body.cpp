#include <parlance/extract/docx_body.hpp>

#include <parlance/extract/office_package.hpp>
#include <parlance/extract/outline.hpp>
#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace parlance::extract {
namespace {

constexpr std::array<std::string_view, 16> left_out{
    "Fallback",    "delInstrText", "delText",         "fldData",
    "instrText",   "moveFrom",     "numberingChange", "pPrChange",
    "rPrChange",   "rt",           "sectPrChange",    "tblGridChange",
    "tblPrChange", "tcPrChange",   "tblPrExChange",   "trPrChange"};

std::size_t number_in(std::string_view text)
{
    constexpr std::size_t most = 1'000;
    std::size_t number = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9' || number > most) break;
        number = number * 10 + static_cast<std::size_t>(digit - '0');
    }
    return number;
}

/// The paragraphs of a cell on one line.
std::string joined(const std::vector<docx_piece>& pieces)
{
    std::string text;
    for (const docx_piece& piece : pieces) {
        const std::string one = one_line(piece.text);
        if (one.empty()) continue;
        if (!text.empty()) {
            const bool is_sentence =
                std::string_view(".:;,!?").find(text.back()) != std::string_view::npos;
            text += is_sentence ? " " : " / ";
        }
        text += one;
    }
    return text;
}

bool has_text(const std::vector<docx_piece>& pieces)
{
    return std::any_of(pieces.begin(), pieces.end(),
                       [](const docx_piece& piece) { return !one_line(piece.text).empty(); });
}

bool has_heading(const std::vector<docx_piece>& pieces)
{
    return std::any_of(pieces.begin(), pieces.end(), [](const docx_piece& piece) {
        return piece.is == docx_piece::kind::heading;
    });
}

bool is_note(std::string_view element)
{
    return element == "footnote" || element == "endnote";
}

}  // namespace

std::vector<docx_piece>& docx_body::target()
{
    if (tables_.empty()) return pieces_;
    auto& rows = tables_.back().rows;
    if (rows.empty()) rows.emplace_back();
    if (rows.back().cells.empty()) rows.back().cells.emplace_back();
    return rows.back().cells.back().pieces;
}

bool docx_body::is_full() const
{
    return bytes_ > limits::document_text_bytes_max;
}

void docx_body::add(docx_piece piece)
{
    bytes_ += piece.text.size() + sizeof(docx_piece);
    target().push_back(std::move(piece));
}

void docx_body::add_text(std::string_view piece)
{
    if (skipped_ > 0 || paragraphs_.empty() || paragraphs_.back().is_run_hidden) return;
    paragraphs_.back().text += piece;
}

void docx_body::start(std::string_view element, xml_attributes attributes)
{
    if (skipped_ > 0) {
        ++skipped_;
        return;
    }
    const bool is_deleted = element == "del" && row_properties_ == 0;
    if (is_deleted || std::find(left_out.begin(), left_out.end(), element) != left_out.end() ||
        (element == "sdtContent" && std::exchange(is_placeholder_, false))) {
        skipped_ = 1;
        return;
    }
    if (element == "p") {
        paragraphs_.emplace_back();
        return;
    }
    if (element == "sdtPr") is_placeholder_ = false;
    if (element == "showingPlcHdr") is_placeholder_ = is_on(value_of(attributes, "val"));
    if (is_note(element)) {
        const std::string_view type = value_of(attributes, "type");
        if (!type.empty() && type != "normal") skipped_ = 1;
        note_ = value_of(attributes, "id");
    }
    start_table_part(element, attributes);
    if (paragraphs_.empty()) return;
    start_property(element, attributes);
    start_inline(element, attributes);
}

void docx_body::start_table_part(std::string_view element, xml_attributes attributes)
{
    if (element == "tbl") {
        bytes_ += sizeof(open_table);
        tables_.emplace_back();
        return;
    }
    if (tables_.empty()) return;
    auto& rows = tables_.back().rows;
    if (element == "tr") {
        bytes_ += sizeof(row_parts);
        rows.emplace_back();
        return;
    }
    if (rows.empty()) return;
    row_parts& row = rows.back();
    if (element == "trPr") ++row_properties_;
    if (element == "tc") {
        bytes_ += sizeof(table_part);
        row.cells.emplace_back();
    }
    const std::string_view value = value_of(attributes, "val");
    if (row_properties_ > 0) start_row_property(row, element, value);
    if (row.cells.empty()) return;
    if (element == "gridSpan")
        row.cells.back().columns = std::max<std::size_t>(1, number_in(value));
    if (element == "vMerge") {
        row.cells.back().is_merged = true;
        row.cells.back().is_continued = value != "restart";
    }
}

void docx_body::start_row_property(row_parts& row, std::string_view element, std::string_view value)
{
    if (element == "tblHeader") row.is_header = is_on(value);
    if (element == "del" || (element == "hidden" && is_on(value))) row.is_left_out = true;
    if (element == "gridBefore" && number_in(value) > 0) {
        row.cells.emplace_back();
        row.cells.back().columns = number_in(value);
    }
}

void docx_body::start_number(std::string_view element, std::string_view value)
{
    open_paragraph& paragraph = paragraphs_.back();
    if (element == "numId") paragraph.number_id = value;
    if (element == "ilvl") paragraph.number_level = number_in(value);
}

void docx_body::start_property(std::string_view element, xml_attributes attributes)
{
    open_paragraph& paragraph = paragraphs_.back();
    const std::string_view value = value_of(attributes, "val");
    if (element == "pPr") ++paragraph_properties_;
    if (element == "vanish" && paragraph_properties_ == 0) paragraph.is_run_hidden = is_on(value);
    if (element == "rStyle" && paragraph_properties_ == 0 && styles_.of(value).is_hidden) {
        paragraph.is_run_hidden = true;
    }
    if (paragraph_properties_ == 0) return;
    start_number(element, value);
    if (element == "pStyle") paragraph.style = styles_.of(value);
    if (element == "outlineLvl") paragraph.style.level = (number_in(value) + 1) % 10;
}

void docx_body::start_inline(std::string_view element, xml_attributes attributes)
{
    if (paragraph_properties_ > 0) return;
    if (element == "r") paragraphs_.back().is_run_hidden = paragraphs_.back().style.is_hidden;
    if (element == "t") is_in_text_ = true;
    if (element == "tab" || element == "ptab") add_text("\t");
    if (element == "br" || element == "cr") add_text("\n");
    if (element == "noBreakHyphen") add_text("-");
    if (element == "footnoteReference" || element == "endnoteReference") {
        std::string key(element.substr(0, element.size() - std::string_view("Reference").size()));
        key += ' ';
        key += value_of(attributes, "id");
        paragraphs_.back().notes.push_back(std::move(key));
    }
}

void docx_body::end(std::string_view element)
{
    if (skipped_ > 0) {
        --skipped_;
        if (skipped_ > 0 || !is_note(element)) return;
    }
    if (element == "t") is_in_text_ = false;
    if (element == "pPr" && paragraph_properties_ > 0) --paragraph_properties_;
    if (element == "trPr" && row_properties_ > 0) --row_properties_;
    if (element == "r" && !paragraphs_.empty()) paragraphs_.back().is_run_hidden = false;
    if (element == "p") end_paragraph();
    if (element == "tbl") end_table();
    if (is_note(element)) end_note(element);
}

void docx_body::end_note(std::string_view element)
{
    std::string text = joined(pieces_);
    if (!text.empty()) notes[std::string(element) + ' ' + note_] = std::move(text);
    pieces_.clear();
}

void docx_body::text(std::string_view piece)
{
    if (is_in_text_) add_text(piece);
}

void docx_body::end_paragraph()
{
    if (paragraphs_.empty()) return;
    open_paragraph paragraph = std::move(paragraphs_.back());
    paragraphs_.pop_back();
    if (paragraph.style.is_contents) return;
    docx_piece piece;
    piece.text = std::move(paragraph.text);
    const std::string list =
        paragraph.number_id.empty() ? paragraph.style.number_id : paragraph.number_id;
    if (paragraph.style.level > 0) {
        piece.is = docx_piece::kind::heading;
        piece.level = paragraph.style.level;
    } else if (paragraph.style.is_title) {
        piece.is = docx_piece::kind::title;
    } else if (!list.empty() && list != "0" && !one_line(piece.text).empty()) {
        piece.is = docx_piece::kind::line;
        piece.text = numbering_.next(list, paragraph.number_level) + one_line(piece.text);
    }
    if (!one_line(piece.text).empty()) add(std::move(piece));
    for (const std::string& key : paragraph.notes) {
        const auto note = referred.find(key);
        if (note == referred.end() || note->second.empty()) continue;
        add({docx_piece::kind::line, 0, "Note: " + note->second});
        note->second.clear();
    }
}

/// A table that only puts text in its place: no row has two cells with text.
bool docx_body::is_layout(const open_table& table)
{
    return std::all_of(table.rows.begin(), table.rows.end(), [](const row_parts& row) {
        std::size_t filled = 0;
        for (const table_part& cell : row.cells) {
            if (has_text(cell.pieces)) ++filled;
            if (has_heading(cell.pieces)) filled = 0;
        }
        return filled <= 1;
    });
}

std::vector<table_row> docx_body::rows_of(const open_table& table)
{
    std::vector<table_row> rows;
    std::map<std::size_t, std::pair<std::size_t, std::size_t>> merged;  // column → row, cell
    for (const row_parts& parts : table.rows) {
        if (parts.is_left_out) continue;
        table_row row;
        std::size_t column = 0;
        for (const table_part& part : parts.cells) {
            const auto above = merged.find(column);
            if (part.is_continued && above != merged.end()) {
                ++rows[above->second.first][above->second.second].rows;
            } else {
                merged.erase(column);
                if (part.is_merged) merged[column] = {rows.size(), row.size()};
                row.push_back({joined(part.pieces), parts.is_header, part.columns, 1});
            }
            column += part.columns;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<docx_piece> docx_body::pieces_in(open_table& table)
{
    std::vector<docx_piece> pieces;
    for (row_parts& row : table.rows) {
        if (row.is_left_out) continue;
        for (table_part& cell : row.cells) {
            std::move(cell.pieces.begin(), cell.pieces.end(), std::back_inserter(pieces));
        }
    }
    return pieces;
}

std::vector<docx_piece> docx_body::as_pieces(open_table& table)
{
    if (is_layout(table)) return pieces_in(table);
    std::vector<docx_piece> pieces;
    for (std::string& line : lines_of_table(rows_of(table))) {
        pieces.push_back({docx_piece::kind::line, 0, std::move(line)});
    }
    return pieces;
}

void docx_body::end_table()
{
    if (tables_.empty()) return;
    open_table table = std::move(tables_.back());
    tables_.pop_back();
    for (docx_piece& piece : as_pieces(table)) add(std::move(piece));
}

}  // namespace parlance::extract
