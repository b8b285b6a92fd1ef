#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parlance::extract {

struct table_cell {
    std::string text;
    bool is_header = false;
    std::size_t columns = 1;  // colspan
    std::size_t rows = 1;     // rowspan
};

/// Turns the rows of a table into lines that can be read alone.
class table_lines {
public:
    static constexpr std::size_t columns_max = 256;  // a wider table is cut
    static constexpr std::size_t span_max = 1'000;   // rows that one cell may cover

    /// The line of this row; empty for the row of headers and for rows without text.
    std::string add_row(std::vector<table_cell> cells);
    /// Names the columns of a table that has no row of headers. Called before the first row.
    void use_headers(std::vector<std::string> headers) { headers_ = std::move(headers); }
    [[nodiscard]] const std::vector<std::string>& headers() const { return headers_; }
    /// The headers of a table that has no other row; empty otherwise.
    [[nodiscard]] std::string headers_alone() const;

private:
    struct carried_cell {
        std::string text;
        std::size_t rows_left = 0;
    };
    [[nodiscard]] std::vector<table_cell> spread(std::vector<table_cell> cells);
    void spread_one(const table_cell& cell, std::vector<table_cell>& row);
    [[nodiscard]] std::string as_pairs(const std::vector<table_cell>& cells) const;

    std::vector<std::string> headers_;
    std::vector<carried_cell> carried_;
    std::size_t rows_ = 0;
};

/// A header cut to a length at which it can be repeated in every row.
std::string column_name(std::string_view header);

/// "Header: value; Header: value"; a value without a header stands alone, empty ones are left out.
std::string record_line(const std::vector<std::string>& headers,
                        const std::vector<std::string>& values);

}  // namespace parlance::extract
