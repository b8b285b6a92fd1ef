#pragma once

#include <parlance/extract/table_builder.hpp>
#include <parlance/extract/xml_parser.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::extract {

/// Reads the XML of one slide or of its notes. Left out: hidden shapes, the date, footer and number
/// that stand on every slide, and what stands in for a shape that an old program cannot show.
class pptx_slide : public xml_handler {
public:
    void start(std::string_view element, xml_attributes attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view piece) override;
    [[nodiscard]] bool is_full() const override;

    /// A shape with text; the lines of a table stand each for one row.
    struct shape {
        std::vector<std::string> lines;
        bool is_table = false;
    };
    std::string title;
    std::vector<shape> shapes;  // without the title
    bool is_hidden = false;

private:
    void start_table_part(std::string_view element, xml_attributes attributes);
    void start_shape(std::string_view element, xml_attributes attributes);
    void end_paragraph();
    void end_shape();
    void end_table();

    std::string text_;
    std::vector<std::string> lines_;  // of the open shape or cell
    std::string placeholder_;         // its type; empty = none
    std::vector<table_row> rows_;
    std::size_t skipped_ = 0;
    std::size_t bytes_ = 0;
    bool is_shape_hidden_ = false;
    bool is_in_text_ = false;
    bool is_in_table_ = false;
    bool has_header_row_ = false;
    bool is_cell_covered_ = false;
};

}  // namespace parlance::extract
