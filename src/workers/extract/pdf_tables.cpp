#include <parlance/extract/pdf_tables.hpp>

#include <parlance/extract/table_builder.hpp>
#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

namespace parlance::extract {
namespace {

constexpr std::size_t columns_max = 30;
constexpr std::size_t lines_max = 20'000;  // of a page: a drawing, not a table

/// What stands together in one cell: a line, or a block of several.
struct text_unit {
    std::vector<std::size_t> lines;
    float left = 0;
    float top = 0;
    float right = 0;
    float bottom = 0;
};

struct grid_row {
    std::vector<text_unit> cells;  // from left to right
    float top = 0;
    float bottom = 0;
};

struct grid_column {
    float left = 0;
    float right = 0;
    std::size_t characters = 0;
    std::size_t cells = 0;
};

struct placed_cell {
    std::size_t column = 0;
    text_unit unit;
};

float middle_of(const pdf_line& line)
{
    return (line.top + line.bottom) / 2;
}

/// Which lines have another one at their height.
std::vector<bool> lines_beside_others(const pdf_page& page)
{
    std::vector<std::size_t> order(page.lines.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&page](std::size_t one, std::size_t other) {
        return middle_of(page.lines[one]) < middle_of(page.lines[other]);
    });
    std::vector<bool> is_beside(page.lines.size(), false);
    for (std::size_t at = 1; at < order.size(); ++at) {
        const pdf_line& above = page.lines[order[at - 1]];
        const pdf_line& below = page.lines[order[at]];
        const float height = std::min(above.bottom - above.top, below.bottom - below.top);
        if (middle_of(below) - middle_of(above) > height * 0.35F) continue;
        is_beside[order[at - 1]] = true;
        is_beside[order[at]] = true;
    }
    return is_beside;
}

void add_line(const pdf_page& page, std::size_t at, text_unit& to)
{
    const pdf_line& line = page.lines[at];
    to.left = to.lines.empty() ? line.left : std::min(to.left, line.left);
    to.top = to.lines.empty() ? line.top : std::min(to.top, line.top);
    to.right = to.lines.empty() ? line.right : std::max(to.right, line.right);
    to.bottom = to.lines.empty() ? line.bottom : std::max(to.bottom, line.bottom);
    to.lines.push_back(at);
}

/// The program gives a cell of several lines as a block, but also a whole column of short rows. It
/// is a column when each of its lines stands beside others.
std::vector<text_unit> units_of(const pdf_page& page)
{
    const std::vector<bool> is_beside = lines_beside_others(page);
    std::vector<text_unit> units;
    for (std::size_t from = 0; from < page.lines.size();) {
        std::size_t to = from;
        bool is_column = true;
        for (; to < page.lines.size() && page.lines[to].block == page.lines[from].block; ++to) {
            is_column = is_column && is_beside[to];
        }
        for (std::size_t at = from; at < to; ++at) {
            if (at == from || is_column) units.emplace_back();
            add_line(page, at, units.back());
        }
        from = to;
    }
    return units;
}

/// Texts beside each other, from the top of the page.
std::vector<grid_row> rows_of(const pdf_page& page)
{
    std::vector<text_unit> units = units_of(page);
    std::stable_sort(units.begin(), units.end(), [](const text_unit& one, const text_unit& other) {
        return one.top + one.bottom < other.top + other.bottom;
    });
    std::vector<grid_row> rows;
    for (text_unit& unit : units) {
        bool is_same = false;
        if (!rows.empty()) {
            const float shared =
                std::min(rows.back().bottom, unit.bottom) - std::max(rows.back().top, unit.top);
            is_same = shared >
                      0.5F * std::min(rows.back().bottom - rows.back().top, unit.bottom - unit.top);
        }
        if (!is_same) rows.push_back({{}, unit.top, unit.bottom});
        rows.back().top = std::min(rows.back().top, unit.top);
        rows.back().bottom = std::max(rows.back().bottom, unit.bottom);
        rows.back().cells.push_back(std::move(unit));
    }
    for (grid_row& row : rows) {
        std::sort(
            row.cells.begin(), row.cells.end(),
            [](const text_unit& one, const text_unit& other) { return one.left < other.left; });
    }
    return rows;
}

class table_region {
public:
    explicit table_region(const pdf_page& page) : page_(page) {}

    /// Takes a row that fits under those before it.
    bool take(const grid_row& row)
    {
        if (row.cells.size() > columns_max) return false;
        const pdf_line& first = page_.lines[row.cells.front().lines.front()];
        if (!rows_.empty() && row.top - bottom_ > 2.5F * (first.bottom - first.top)) return false;
        std::vector<grid_column> columns = columns_;
        std::vector<placed_cell> cells;
        for (const text_unit& unit : row.cells) {
            const auto column = place(unit, columns);
            if (!column || (!cells.empty() && cells.back().column == *column)) return false;
            cells.push_back({*column, unit});
        }
        columns_ = std::move(columns);
        if (cells.size() > 1) {
            ++full_rows_;
            last_full_ = rows_.size() + 1;
        }
        rows_.push_back(std::move(cells));
        bottom_ = row.bottom;
        return true;
    }

    /// The table, if these rows are one.
    std::optional<pdf_table> finish()
    {
        // What stands under the last row of several cells is the text that follows.
        while (rows_.size() > last_full_ && rows_.back().front().column == 0) rows_.pop_back();
        const bool has_rows = full_rows_ >= 3 || (full_rows_ == 2 && columns_.size() >= 3);
        if (!has_rows || columns_.size() < 2 || is_prose()) return std::nullopt;
        pdf_table table;
        for (const auto& cells : rows_)
            for (const placed_cell& cell : cells)
                table.lines.insert(table.lines.end(), cell.unit.lines.begin(),
                                   cell.unit.lines.end());
        std::sort(table.lines.begin(), table.lines.end());
        table.rows = lines_of_table(as_rows());
        return table;
    }

private:
    /// The column that a text belongs to; a new one when it overlaps none, nothing when several.
    std::optional<std::size_t> place(const text_unit& line, std::vector<grid_column>& columns) const
    {
        std::optional<std::size_t> found;
        for (std::size_t at = 0; at < columns.size(); ++at) {
            if (line.left >= columns[at].right || line.right <= columns[at].left) continue;
            if (found) return std::nullopt;
            found = at;
        }
        if (!found) {
            if (columns.size() >= columns_max) return std::nullopt;
            const auto after = std::find_if(
                columns.begin(), columns.end(),
                [&line](const grid_column& column) { return column.left > line.left; });
            if (after != columns.end()) return std::nullopt;  // would renumber the rows before
            columns.push_back({line.left, line.right, 0, 0});
            found = columns.size() - 1;
        }
        grid_column& column = columns[*found];
        column.left = std::min(column.left, line.left);
        column.right = std::max(column.right, line.right);
        for (const std::size_t at : line.lines) {
            column.characters += count_characters(page_.lines[at].text);
        }
        ++column.cells;
        return found;
    }

    [[nodiscard]] bool is_prose() const
    {
        constexpr std::size_t cell_characters = 28;
        return std::all_of(columns_.begin(), columns_.end(), [](const grid_column& column) {
            return column.characters > cell_characters * column.cells;
        });
    }

    [[nodiscard]] std::vector<table_row> as_rows() const
    {
        std::vector<table_row> rows;
        for (const auto& cells : rows_) {
            // A text without a first cell goes on with the row above it.
            const bool goes_on = !rows.empty() && cells.front().column > 0;
            if (!goes_on) rows.emplace_back(columns_.size());
            for (const placed_cell& cell : cells) {
                std::string& text = rows.back()[cell.column].text;
                for (const std::size_t at : cell.unit.lines) {
                    if (!text.empty()) text += ' ';
                    text += page_.lines[at].text;
                }
            }
        }
        return rows;
    }

    const pdf_page& page_;
    std::vector<grid_column> columns_;
    std::vector<std::vector<placed_cell>> rows_;
    std::size_t full_rows_ = 0;
    std::size_t last_full_ = 0;  // number of rows up to the last one of several cells
    float bottom_ = 0;
};

}  // namespace

std::vector<pdf_table> tables_on(const pdf_page& page)
{
    std::vector<pdf_table> tables;
    if (page.lines.size() > lines_max) return tables;
    const std::vector<grid_row> rows = rows_of(page);
    for (std::size_t at = 0; at < rows.size();) {
        table_region region(page);
        if (rows[at].cells.size() < 2 || !region.take(rows[at])) {
            ++at;
            continue;
        }
        for (++at; at < rows.size() && region.take(rows[at]);) ++at;
        if (auto table = region.finish()) tables.push_back(std::move(*table));
    }
    return tables;
}

}  // namespace parlance::extract
