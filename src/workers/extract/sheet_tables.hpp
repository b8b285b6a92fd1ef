#pragma once

#include <parlance/extract/outline.hpp>
#include <parlance/extract/xlsx_sheet.hpp>

#include <string_view>
#include <vector>

namespace parlance::extract {

/// The visible cells of a sheet, sorted by row and column.
struct sheet_grid {
    std::string_view texts;
    const std::vector<sheet_cell>& cells;
    const std::vector<cell_range>& merges;
    const std::vector<cell_range>& tables;  // whose first row holds headers
};

/// Finds the tables of a sheet, which stand apart by empty rows, and writes a line for each row.
void write_tables(const sheet_grid& grid, outline& out);

}  // namespace parlance::extract
