#include <parlance/extract/xlsx_sheet.hpp>

#include <parlance/extract/extract_limits.hpp>
#include <parlance/extract/office_package.hpp>
#include <parlance/extract/sheet_tables.hpp>
#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace parlance::extract {
namespace {

constexpr std::uint32_t rows_most = 1'048'576;  // what the format allows
constexpr std::uint32_t columns_most = 16'384;
constexpr std::size_t merges_max = 100'000;
constexpr std::size_t tables_max = 200;

struct position {
    std::uint32_t row = 0;
    std::uint32_t column = 0;
};

/// "BC12", as far as it goes.
position position_in(std::string_view reference)
{
    position at;
    std::size_t step = 0;
    for (; step < reference.size(); ++step) {
        char letter = reference[step];
        if (letter == '$') continue;
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - ('a' - 'A'));
        if (letter < 'A' || letter > 'Z' || at.column > columns_most) break;
        at.column = at.column * 26 + static_cast<std::uint32_t>(letter - 'A' + 1);
    }
    at.row = static_cast<std::uint32_t>(count_in(reference.substr(step), 0));
    if (at.column > columns_most || at.row > rows_most) return {};
    return at;
}

}  // namespace

cell_range range_in(std::string_view reference)
{
    const std::size_t colon = reference.find(':');
    const position first = position_in(reference.substr(0, colon));
    const position last =
        colon == std::string_view::npos ? first : position_in(reference.substr(colon + 1));
    if (first.row == 0 || first.column == 0 || last.row < first.row || last.column < first.column) {
        return {};
    }
    return {first.row, first.column, last.row, last.column};
}

void xlsx_sheet::start(std::string_view element, xml_attributes attributes)
{
    if (element == "row") return start_row(attributes);
    if (element == "c") return start_cell(attributes);
    if (element == "rPh") ++phonetic_;
    if (element == "v" || element == "t") is_in_value_ = phonetic_ == 0;
    if (element == "col") hide_columns(attributes);
    if (element == "mergeCell" && merges_.size() < merges_max) {
        const cell_range range = range_in(value_of(attributes, "ref"));
        if (range.row > 0) merges_.push_back(range);
    }
    if (element == "autoFilter") add_table(value_of(attributes, "ref"));
}

void xlsx_sheet::add_table(std::string_view reference)
{
    const cell_range range = range_in(reference);
    if (range.row > 0 && tables_.size() < tables_max) tables_.push_back(range);
}

void xlsx_sheet::hide_columns(xml_attributes attributes)
{
    const std::string_view hidden = value_of(attributes, "hidden");
    if (hidden.empty() || !is_on(hidden)) return;
    const std::size_t first = count_in(value_of(attributes, "min"), 0);
    const std::size_t last =
        std::min<std::size_t>(count_in(value_of(attributes, "max"), 0), columns_most);
    if (is_column_hidden_.empty()) is_column_hidden_.resize(columns_most + 2);
    for (std::size_t column = std::max<std::size_t>(first, 1); column <= last; ++column) {
        is_column_hidden_[column] = true;
    }
}

/// Called when all columns are known, which stand before the rows.
void xlsx_sheet::count_hidden_columns()
{
    if (is_column_hidden_.empty() || !hidden_columns_before_.empty()) return;
    std::uint32_t hidden = 0;
    for (const bool is_hidden : is_column_hidden_) {
        hidden_columns_before_.push_back(hidden);
        if (is_hidden) ++hidden;
    }
}

void xlsx_sheet::start_row(xml_attributes attributes)
{
    count_hidden_columns();
    row_ = static_cast<std::uint32_t>(count_in(value_of(attributes, "r"), row_ + 1));
    column_ = 0;
    const std::string_view hidden = value_of(attributes, "hidden");
    is_row_hidden_ = !hidden.empty() && is_on(hidden);
    if (is_row_hidden_ && hidden_rows_.size() < rows_most) hidden_rows_.push_back(row_);
}

void xlsx_sheet::start_cell(xml_attributes attributes)
{
    const position at = position_in(value_of(attributes, "r"));
    column_ = at.column > 0 ? at.column : column_ + 1;
    if (at.row > 0) row_ = at.row;
    type_ = value_of(attributes, "t");
    style_ = count_in(value_of(attributes, "s"), 0);
    value_.clear();
}

void xlsx_sheet::text(std::string_view piece)
{
    constexpr std::size_t value_bytes_max = 1024 * 1024;  // a cell holds 32,767 characters
    if (is_in_value_ && value_.size() < value_bytes_max) value_ += piece;
}

void xlsx_sheet::end(std::string_view element)
{
    if (element == "rPh" && phonetic_ > 0) --phonetic_;
    if (element == "v" || element == "t") is_in_value_ = false;
    if (element == "c") end_cell();
}

std::string xlsx_sheet::shown_value() const
{
    if (type_ == "s") return std::string(with_.strings.at(count_in(value_, SIZE_MAX)));
    if (type_ == "b") return value_ == "1" ? "TRUE" : "FALSE";
    if (!type_.empty() && type_ != "n") return value_;
    double number = 0;
    const auto read = std::from_chars(value_.data(), value_.data() + value_.size(), number);
    if (read.ec != std::errc() || read.ptr != value_.data() + value_.size()) return value_;
    return formatted_number(number, with_.formats.code_of(style_), with_.epoch);
}

void xlsx_sheet::end_cell()
{
    if (value_.empty() || is_row_hidden_ || is_full_ || column_ > columns_most) return;
    if (!is_column_hidden_.empty() && is_column_hidden_[column_]) return;
    const std::string text = one_line(shown_value());
    if (text.empty()) return;
    if (with_.cells_left == 0 || texts_.size() > limits::document_text_bytes_max) {
        is_full_ = true;
        return;
    }
    --with_.cells_left;
    const cell_range at = visible({row_, column_, row_, column_});
    cells_.push_back({at.row, at.column, texts_.size(), text.size()});
    texts_ += text;
}

/// The range as it is counted without hidden rows and columns; those of hidden rows move up.
cell_range xlsx_sheet::visible(cell_range range) const
{
    const auto rows_before = [this](std::uint32_t row) {
        const auto at = std::lower_bound(hidden_rows_.begin(), hidden_rows_.end(), row);
        return static_cast<std::uint32_t>(at - hidden_rows_.begin());
    };
    const auto columns_before = [this](std::uint32_t column) {
        return hidden_columns_before_.empty() ? 0U : hidden_columns_before_.at(column);
    };
    const auto hidden_in = [&](std::uint32_t last, std::uint32_t before) {
        return std::min(last, rows_before(last + 1) - before);
    };
    const std::uint32_t before = rows_before(range.row);
    const std::uint32_t last = range.last_row - before - hidden_in(range.last_row, before);
    range.row -= before;
    range.last_row = std::max(range.row, last);
    const std::uint32_t last_column = range.last_column - columns_before(range.last_column + 1);
    range.column -= columns_before(range.column);
    range.last_column = std::max(range.column, last_column);
    return range;
}

void xlsx_sheet::write_to(outline& out)
{
    for (cell_range& merge : merges_) merge = visible(merge);
    for (cell_range& table : tables_) table = visible(table);
    const auto is_before = [](const auto& one, const auto& other) {
        return std::pair(one.row, one.column) < std::pair(other.row, other.column);
    };
    if (!std::is_sorted(cells_.begin(), cells_.end(), is_before)) {
        std::stable_sort(cells_.begin(), cells_.end(), is_before);
    }
    std::sort(merges_.begin(), merges_.end(), is_before);
    std::sort(tables_.begin(), tables_.end(), is_before);
    write_tables({texts_, cells_, merges_, tables_}, out);
}

}  // namespace parlance::extract
