#pragma once

#include <parlance/extract/outline.hpp>
#include <parlance/extract/xlsx_workbook.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::extract {

/// A range such as B2:F20; rows and columns are counted from 1.
struct cell_range {
    std::uint32_t row = 0;
    std::uint32_t column = 0;
    std::uint32_t last_row = 0;
    std::uint32_t last_column = 0;
};

/// "B2" or "B2:F20"; a range with row 0 when it is neither.
cell_range range_in(std::string_view reference);

struct sheet_cell {
    std::uint32_t row = 0;
    std::uint32_t column = 0;
    std::size_t from = 0;  // in the texts of the sheet
    std::size_t bytes = 0;
};

/// Reads xl/worksheets/sheetN.xml: texts as they are shown. Hidden rows and columns are left out,
/// and rows and columns are counted without them.
class xlsx_sheet : public xml_handler {
public:
    struct context {
        const xlsx_strings& strings;
        const xlsx_formats& formats;
        date_epoch epoch = date_epoch::from_1900;
        std::size_t cells_left = 0;  // of the whole workbook
    };
    explicit xlsx_sheet(context& with) : with_(with) {}

    void start(std::string_view element, xml_attributes attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view piece) override;
    [[nodiscard]] bool is_full() const override { return is_full_; }

    /// A table of the sheet's, told by its filter or by a part of its own.
    void add_table(std::string_view reference);
    [[nodiscard]] bool is_empty() const { return cells_.empty(); }
    /// All that was read: each run of rows is a table or a text.
    void write_to(outline& out);

private:
    void start_cell(xml_attributes attributes);
    void start_row(xml_attributes attributes);
    void hide_columns(xml_attributes attributes);
    void end_cell();
    [[nodiscard]] std::string shown_value() const;
    [[nodiscard]] cell_range visible(cell_range range) const;
    void count_hidden_columns();

    context& with_;
    std::string texts_;
    std::vector<sheet_cell> cells_;
    std::vector<cell_range> merges_;
    std::vector<cell_range> tables_;
    std::vector<bool> is_column_hidden_;  // empty when none is
    std::vector<std::uint32_t> hidden_columns_before_;
    std::vector<std::uint32_t> hidden_rows_;
    std::uint32_t row_ = 0;
    std::uint32_t column_ = 0;
    std::string value_;
    std::string type_;
    std::size_t style_ = 0;
    std::size_t phonetic_ = 0;
    bool is_row_hidden_ = false;
    bool is_in_value_ = false;
    bool is_full_ = false;
};

}  // namespace parlance::extract
