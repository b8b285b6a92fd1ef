#pragma once

#include <parlance/extract/pdf_layout.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace parlance::extract {

/// Lines of a page that stand in rows and columns.
struct pdf_table {
    std::vector<std::size_t> lines;  // of the page, ascending
    std::vector<std::string> rows;
};

/// Finds tables by where texts stand. Columns of prose are told by their long lines.
std::vector<pdf_table> tables_on(const pdf_page& page);

}  // namespace parlance::extract
