#include <parlance/extract/table_lines.hpp>

#include <algorithm>
#include <utility>

namespace parlance::extract {
namespace {

// Headers are repeated in every row; a longer one is no name of a column.
constexpr std::size_t header_bytes_max = 120;

}  // namespace

std::string column_name(std::string_view header)
{
    std::size_t bytes = std::min(header.size(), header_bytes_max);
    while (bytes > 0 && bytes < header.size() &&
           (static_cast<unsigned char>(header[bytes]) & 0xC0U) == 0x80U) {
        --bytes;
    }
    return std::string(header.substr(0, bytes));
}

std::string record_line(const std::vector<std::string>& headers,
                        const std::vector<std::string>& values)
{
    std::string line;
    for (std::size_t column = 0; column < values.size(); ++column) {
        if (values[column].empty()) continue;
        if (!line.empty()) line += "; ";
        if (column < headers.size() && !headers[column].empty()) {
            line += headers[column];
            line += headers[column].back() == ':' ? " " : ": ";
        }
        line += values[column];
    }
    return line;
}

/// Gives every column its own cell: what spans columns once, what spans rows in each of them.
std::vector<table_cell> table_lines::spread(std::vector<table_cell> cells)
{
    std::vector<table_cell> row;
    auto next = cells.begin();
    while (row.size() < columns_max) {
        const std::size_t column = row.size();
        if (column < carried_.size() && carried_[column].rows_left > 0) {
            --carried_[column].rows_left;
            row.push_back({carried_[column].text, false, 1, 1});
            continue;
        }
        if (next == cells.end()) {
            if (column >= carried_.size()) break;
            row.push_back({});
            continue;
        }
        spread_one(*next, row);
        ++next;
    }
    return row;
}

/// One cell in all of its columns, and in the rows that come.
void table_lines::spread_one(const table_cell& cell, std::vector<table_cell>& row)
{
    const std::size_t columns = std::clamp<std::size_t>(cell.columns, 1, columns_max);
    const std::size_t rows = std::clamp<std::size_t>(cell.rows, 1, span_max);
    for (std::size_t step = 0; step < columns && row.size() < columns_max; ++step) {
        if (carried_.size() <= row.size()) carried_.resize(row.size() + 1);
        carried_[row.size()] = {step == 0 ? cell.text : std::string(), rows - 1};
        table_cell own{step == 0 || cell.is_header ? cell.text : std::string(), cell.is_header, 1,
                       1};
        row.push_back(std::move(own));
    }
}

std::string table_lines::as_pairs(const std::vector<table_cell>& cells) const
{
    std::vector<std::string> values;
    values.reserve(cells.size());
    for (const table_cell& cell : cells) values.push_back(cell.text);
    return record_line(headers_, values);
}

std::string table_lines::add_row(std::vector<table_cell> cells)
{
    const std::vector<table_cell> row = spread(std::move(cells));
    const auto is_header = [](const table_cell& cell) {
        return cell.is_header || cell.text.empty();
    };
    const auto has_text = [](const table_cell& cell) { return !cell.text.empty(); };
    if (std::none_of(row.begin(), row.end(), has_text)) return {};
    const bool is_first = rows_++ == 0;
    const auto filled = static_cast<std::size_t>(std::count_if(row.begin(), row.end(), has_text));
    if (is_first && filled > 1 && std::all_of(row.begin(), row.end(), is_header)) {
        for (const table_cell& cell : row) headers_.push_back(column_name(cell.text));
        return {};
    }
    // A row such as <th>Price<td>5 in a table without a header row names its own value.
    if (headers_.empty() && row.size() == 2 && row[0].is_header && !row[1].is_header) {
        return record_line({row[0].text}, {row[1].text});
    }
    return as_pairs(row);
}

std::string table_lines::headers_alone() const
{
    return rows_ == 1 && !headers_.empty() ? record_line({}, headers_) : std::string();
}

}  // namespace parlance::extract
