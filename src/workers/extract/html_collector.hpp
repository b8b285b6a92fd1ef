#pragma once

#include <parlance/extract/outline.hpp>
#include <parlance/extract/table_lines.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::extract {

/// What an attribute of an element says; `value` is empty when there is none.
struct html_attribute {
    std::string_view name;  // lower case
    std::string_view value;
};

/// Makes an outline of the elements and texts of a page, as an HTML parser reports them.
class html_collector {
public:
    void start(std::string_view element, const std::vector<html_attribute>& attributes);
    void end(std::string_view element);
    void text(std::string_view piece);

    [[nodiscard]] bool is_full() const { return out_.is_full(); }
    document_text finish();

private:
    struct open_table {
        table_lines lines;
        std::vector<table_cell> row;
        bool is_in_cell = false;
        bool is_layout = false;  // holds headings or tables: its cells are no values
    };
    struct open_list {
        bool is_ordered = false;
        std::size_t next = 1;
    };

    [[nodiscard]] bool is_in_value() const;
    void start_table_part(std::string_view element, const std::vector<html_attribute>& attributes);
    void end_table_part(std::string_view element);
    void end_block(std::string_view element);
    void end_row();
    void use_as_layout();
    void start_item();
    void flush();

    outline out_;
    std::string text_;
    std::string item_number_;  // "2. ", until the item's first line is written
    std::size_t depth_ = 0;
    std::size_t hidden_from_ = 0;    // depth of the hidden element that is open; 0 = none
    std::size_t heading_level_ = 0;  // of the open heading; 0 = none
    std::size_t pre_depth_ = 0;
    std::size_t items_open_ = 0;
    std::size_t tables_ignored_ = 0;
    std::vector<open_list> lists_;
    std::vector<open_table> tables_;
};

}  // namespace parlance::extract
