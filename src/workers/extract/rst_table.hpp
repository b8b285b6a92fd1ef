#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::extract {

struct rst_table {
    std::vector<std::string> rows;  // a line each, headers repeated in them
    std::size_t lines_read = 0;     // 0 = no table begins there
};

/// A grid table (+---+) or a simple one (=== ===) that begins at a line.
rst_table read_rst_table(const std::vector<std::string_view>& lines, std::size_t at);

/// The rows of a csv-table or list-table, given what is indented below it.
std::vector<std::string> rst_directive_rows(std::string_view directive, std::string_view inside);

}  // namespace parlance::extract
