#include <parlance/extract/sheet_tables.hpp>

#include <parlance/extract/table_builder.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace parlance::extract {
namespace {

class table_finder {
public:
    table_finder(const sheet_grid& grid, outline& out) : grid_(grid), out_(out) {}

    void write()
    {
        std::size_t from = 0;
        while (from < grid_.cells.size() && !out_.is_full()) {
            const std::size_t to = end_of_run(from);
            write_run(from, to);
            from = to;
        }
    }

private:
    /// Cells up to the next empty row.
    [[nodiscard]] std::size_t end_of_run(std::size_t from) const
    {
        std::size_t at = from + 1;
        while (at < grid_.cells.size() && grid_.cells[at].row <= last_row_of(at - 1) + 1) ++at;
        return at;
    }

    [[nodiscard]] std::uint32_t last_row_of(std::size_t at) const { return grid_.cells[at].row; }

    void write_run(std::size_t from, std::size_t to)
    {
        first_column_ = UINT32_MAX;
        last_column_ = 0;
        for (std::size_t at = from; at < to; ++at) {
            first_column_ = std::min(first_column_, grid_.cells[at].column);
            last_column_ = std::max(last_column_, grid_.cells[at].column);
        }
        const std::size_t columns =
            std::min<std::size_t>(last_column_ - first_column_ + 1, table_lines::columns_max);
        covered_until_.assign(columns, 0);
        out_.gap();
        table_builder builder([this](const std::string& line) { out_.line(line); });
        const std::pair span(first_column_, columns);
        if (span == last_span_) builder.expect(last_headers_);
        while (from < to && !out_.is_full()) from = add_row(from, to, builder);
        auto headers = builder.finish();
        if (!headers.empty()) last_headers_ = std::move(headers);
        last_span_ = span;
    }

    /// Gives the cells of one row to the builder. @return where the next row begins.
    std::size_t add_row(std::size_t from, std::size_t to, table_builder& builder)
    {
        const std::uint32_t row_number = grid_.cells[from].row;
        std::size_t end = from;
        while (end < to && grid_.cells[end].row == row_number) ++end;
        table_row row;
        std::size_t at = from;
        for (std::size_t column = 0; column < covered_until_.size(); ++column) {
            const auto column_number = first_column_ + static_cast<std::uint32_t>(column);
            while (at < end && grid_.cells[at].column < column_number) ++at;
            if (covered_until_[column] >= row_number) continue;
            table_cell cell;
            if (at < end && grid_.cells[at].column == column_number) {
                cell.text = grid_.texts.substr(grid_.cells[at].from, grid_.cells[at].bytes);
            }
            cell.is_header = is_header(row_number, column_number);
            merge(cell, row_number, column_number);
            row.push_back(std::move(cell));
        }
        builder.add(std::move(row));
        return end;
    }

    void merge(table_cell& cell, std::uint32_t row, std::uint32_t column)
    {
        const auto at = std::lower_bound(
            grid_.merges.begin(), grid_.merges.end(), std::pair(row, column),
            [](const auto& one, auto place) { return std::pair(one.row, one.column) < place; });
        if (at == grid_.merges.end() || at->row != row || at->column != column) return;
        const std::size_t index = column - first_column_;
        const std::size_t last =
            std::min<std::size_t>(at->last_column - first_column_ + 1, covered_until_.size());
        for (std::size_t step = index; step < last; ++step) covered_until_[step] = at->last_row;
        cell.columns = last - index;
        cell.rows = at->last_row - at->row + 1;
    }

    [[nodiscard]] bool is_header(std::uint32_t row, std::uint32_t column) const
    {
        auto table = std::lower_bound(
            grid_.tables.begin(), grid_.tables.end(), row,
            [](const cell_range& one, std::uint32_t place) { return one.row < place; });
        for (; table != grid_.tables.end() && table->row == row; ++table) {
            if (column >= table->column && column <= table->last_column) return true;
        }
        return false;
    }

    const sheet_grid& grid_;
    outline& out_;
    std::uint32_t first_column_ = 0;
    std::uint32_t last_column_ = 0;
    std::vector<std::uint32_t> covered_until_;  // row down to which a merged cell covers a column
    std::vector<std::string> last_headers_;
    std::pair<std::uint32_t, std::size_t> last_span_{0, 0};
};

}  // namespace

void write_tables(const sheet_grid& grid, outline& out)
{
    table_finder(grid, out).write();
}

}  // namespace parlance::extract
