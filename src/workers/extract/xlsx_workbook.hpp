#pragma once

#include <parlance/extract/number_format.hpp>
#include <parlance/extract/xml_parser.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::extract {

/// xl/workbook.xml: its sheets in their order, those that are hidden left out.
class xlsx_workbook : public xml_handler {
public:
    void start(std::string_view element, xml_attributes attributes) override;
    void end(std::string_view /*element*/) override {}
    void text(std::string_view /*piece*/) override {}
    [[nodiscard]] bool is_full() const override;

    struct sheet {
        std::string name;
        std::string relation;
    };
    std::vector<sheet> sheets;
    date_epoch epoch = date_epoch::from_1900;
};

/// xl/sharedStrings.xml, one text behind the other.
class xlsx_strings : public xml_handler {
public:
    void start(std::string_view element, xml_attributes attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view piece) override;
    [[nodiscard]] bool is_full() const override;

    [[nodiscard]] std::string_view at(std::size_t index) const;

private:
    std::string all_;
    std::vector<std::size_t> ends_;
    std::size_t phonetic_ = 0;
    bool is_in_text_ = false;
};

/// xl/styles.xml: the format codes of cell styles.
class xlsx_formats : public xml_handler {
public:
    void start(std::string_view element, xml_attributes attributes) override;
    void end(std::string_view element) override;
    void text(std::string_view /*piece*/) override {}

    /// The code for a cell's style; empty = General.
    [[nodiscard]] std::string_view code_of(std::size_t style) const;

private:
    std::map<unsigned, std::string> codes_;
    std::vector<unsigned> styles_;
    bool is_in_styles_ = false;
};

/// A number in an attribute or cell; `otherwise` when it is none or too large.
std::size_t count_in(std::string_view text, std::size_t otherwise);

}  // namespace parlance::extract
