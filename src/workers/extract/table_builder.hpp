#pragma once

#include <parlance/extract/table_lines.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::extract {

using table_row = std::vector<table_cell>;

/// Makes lines of a table whose header row may not be marked: it looks at the first rows before it
/// decides, and keeps no more than those in memory.
class table_builder {
public:
    explicit table_builder(std::function<void(std::string)> take) : take_(std::move(take)) {}

    /// These headers are used when the table has none of its own.
    void expect(std::vector<std::string> headers) { expected_ = std::move(headers); }
    void add(table_row row);
    /// Gives the lines that are left. @return the headers.
    std::vector<std::string> finish();

private:
    void decide();
    void pass(table_row row);

    std::function<void(std::string)> take_;
    std::vector<table_row> first_;
    std::vector<std::string> expected_;
    table_lines lines_;
    bool is_decided_ = false;
};

/// True when the first row names the columns: short texts that differ, above values of another
/// kind, or at least three of them.
bool names_columns(const std::vector<table_row>& rows);

/// The lines of a table that is complete.
std::vector<std::string> lines_of_table(std::vector<table_row> rows);

/// True for numbers, dates, amounts and the like: what stands below a header, not in it.
bool is_value_like(std::string_view text);

}  // namespace parlance::extract
