#pragma once

#include <parlance/extract/xml_parser.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::extract {

/// What a style says about the text that has it; its bases are counted in.
struct docx_style {
    std::size_t level = 0;  // of a heading, 1 is outermost; 0 = body text
    bool is_title = false;
    bool is_contents = false;  // a line of the table of contents
    bool is_hidden = false;
    std::string number_id;  // of the list that it belongs to; empty = none
};

/// Reads word/styles.xml. Built-in styles are known by their names, which are English in the files
/// of every language; the others by their outline level.
class docx_styles : public xml_handler {
public:
    void start(std::string_view element, xml_attributes attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view /*piece*/) override {}

    [[nodiscard]] docx_style of(std::string_view id) const;

private:
    struct definition {
        std::string name;  // lower case
        std::string based_on;
        std::string outline_level;  // as written; empty when it says nothing
        std::string number_id;
        bool is_hidden = false;
        bool is_shown = false;
    };
    static void apply(const definition& from, docx_style& to);

    std::map<std::string, definition, std::less<>> styles_;
    std::string open_;
};

/// Reads word/numbering.xml and counts the items of lists.
class docx_numbering : public xml_handler {
public:
    void start(std::string_view element, xml_attributes attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view /*piece*/) override {}

    /// "3. " for the next item of a numbered list; empty for bullets.
    std::string next(const std::string& number_id, std::size_t level);

private:
    static constexpr std::size_t levels_max = 9;
    struct list_level {
        std::string format = "bullet";
        std::size_t start = 1;
    };
    struct list {
        std::vector<list_level> levels = std::vector<list_level>(levels_max);
    };

    std::map<std::string, list> lists_;           // by abstractNumId
    std::map<std::string, std::string> numbers_;  // numId → abstractNumId
    std::map<std::string, std::vector<std::size_t>> counts_;
    std::string open_list_;
    std::string open_number_;
    std::size_t open_level_ = levels_max;
};

}  // namespace parlance::extract
