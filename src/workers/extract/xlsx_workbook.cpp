#include <parlance/extract/xlsx_workbook.hpp>

#include <parlance/extract/extract_limits.hpp>
#include <parlance/extract/office_package.hpp>
#include <parlance/foundation/limits.hpp>

#include <charconv>

namespace parlance::extract {

std::size_t count_in(std::string_view text, std::size_t otherwise)
{
    std::size_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    constexpr std::size_t most = 100'000'000;
    return read.ec == std::errc() && number <= most ? number : otherwise;
}

void xlsx_workbook::start(std::string_view element, xml_attributes attributes)
{
    if (element == "workbookPr") {
        const std::string_view value = value_of(attributes, "date1904");
        if (!value.empty() && is_on(value)) epoch = date_epoch::from_1904;
    }
    if (element != "sheet") return;
    const std::string_view state = value_of(attributes, "state");
    if (state == "hidden" || state == "veryHidden") return;
    sheets.push_back(
        {std::string(value_of(attributes, "name")), std::string(value_of(attributes, "id"))});
}

bool xlsx_workbook::is_full() const
{
    return sheets.size() > limits::sheets_max;
}

void xlsx_strings::start(std::string_view element, xml_attributes /*attributes*/)
{
    if (element == "rPh") ++phonetic_;
    if (element == "t") is_in_text_ = phonetic_ == 0;
}

void xlsx_strings::end(std::string_view element)
{
    if (element == "rPh" && phonetic_ > 0) --phonetic_;
    if (element == "t") is_in_text_ = false;
    if (element == "si") ends_.push_back(all_.size());
}

void xlsx_strings::text(std::string_view piece)
{
    if (is_in_text_) all_ += piece;
}

bool xlsx_strings::is_full() const
{
    return all_.size() + ends_.size() * sizeof(std::size_t) > limits::document_text_bytes_max;
}

std::string_view xlsx_strings::at(std::size_t index) const
{
    if (index >= ends_.size()) return {};
    const std::size_t from = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(all_).substr(from, ends_[index] - from);
}

void xlsx_formats::start(std::string_view element, xml_attributes attributes)
{
    constexpr std::size_t styles_max = 100'000;
    if (element == "numFmt" && codes_.size() < styles_max) {
        const auto id = static_cast<unsigned>(count_in(value_of(attributes, "numFmtId"), 0));
        codes_[id] = value_of(attributes, "formatCode");
    }
    if (element == "cellXfs") is_in_styles_ = true;
    if (element == "xf" && is_in_styles_ && styles_.size() < styles_max) {
        styles_.push_back(static_cast<unsigned>(count_in(value_of(attributes, "numFmtId"), 0)));
    }
}

void xlsx_formats::end(std::string_view element)
{
    if (element == "cellXfs") is_in_styles_ = false;
}

std::string_view xlsx_formats::code_of(std::size_t style) const
{
    if (style >= styles_.size()) return {};
    const auto own = codes_.find(styles_[style]);
    return own == codes_.end() ? builtin_format(styles_[style]) : own->second;
}

}  // namespace parlance::extract
