#pragma once

#include <parlance/extract/docx_styles.hpp>
#include <parlance/extract/table_builder.hpp>
#include <parlance/extract/table_lines.hpp>
#include <parlance/extract/xml_parser.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::extract {

/// A paragraph of a Word document, or what stands for one.
struct docx_piece {
    enum class kind { paragraph, line, heading, title };

    kind is = kind::paragraph;
    std::size_t level = 0;  // of a heading
    std::string text;
};

/// Reads a part that consists of paragraphs and tables: the document, its notes, headers, footers.
/// Left out: deleted and moved text, comments, hidden text, contents lists, fields' codes, rows
/// that are deleted or hidden, what stands in for a drawing that an old program cannot show.
class docx_body : public xml_handler {
public:
    docx_body(const docx_styles& styles, docx_numbering& numbering)
        : styles_(styles), numbering_(numbering)
    {
    }

    void start(std::string_view element, xml_attributes attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view piece) override;
    [[nodiscard]] bool is_full() const override;

    /// What was read since the last call, unless it belongs to a note.
    std::vector<docx_piece> take() { return std::exchange(pieces_, {}); }
    /// Texts of footnotes or endnotes by their ids.
    std::map<std::string, std::string> notes;
    /// What a reference in the text shows: the notes of other parts, "footnote 2" → text.
    std::map<std::string, std::string> referred;

private:
    struct open_paragraph {
        std::string text;
        docx_style style;
        std::string number_id;
        std::size_t number_level = 0;
        std::vector<std::string> notes;
        bool is_run_hidden = false;
    };
    struct table_part {
        std::vector<docx_piece> pieces;
        std::size_t columns = 1;
        bool is_merged = false;     // goes on in the next rows, or is such a row
        bool is_continued = false;  // belongs to the cell above
    };
    struct row_parts {
        std::vector<table_part> cells;
        bool is_header = false;
        bool is_left_out = false;
    };
    struct open_table {
        std::vector<row_parts> rows;
    };

    void start_property(std::string_view element, xml_attributes attributes);
    void start_table_part(std::string_view element, xml_attributes attributes);
    void start_inline(std::string_view element, xml_attributes attributes);
    void start_number(std::string_view element, std::string_view value);
    void end_paragraph();
    void end_table();
    void add(docx_piece piece);
    void add_text(std::string_view piece);
    std::vector<docx_piece>& target();
    void end_note(std::string_view element);
    static void start_row_property(row_parts& row, std::string_view element,
                                   std::string_view value);
    static bool is_layout(const open_table& table);
    static std::vector<table_row> rows_of(const open_table& table);
    static std::vector<docx_piece> pieces_in(open_table& table);
    static std::vector<docx_piece> as_pieces(open_table& table);

    const docx_styles& styles_;
    docx_numbering& numbering_;
    std::vector<docx_piece> pieces_;
    std::vector<open_paragraph> paragraphs_;  // a text box stands inside of a paragraph
    std::vector<open_table> tables_;
    std::size_t skipped_ = 0;  // elements open below one that is left out, and that one
    std::size_t paragraph_properties_ = 0;
    std::size_t row_properties_ = 0;
    std::size_t bytes_ = 0;
    std::string note_;  // id of the note that is open
    bool is_in_text_ = false;
    bool is_placeholder_ = false;
};

}  // namespace parlance::extract
