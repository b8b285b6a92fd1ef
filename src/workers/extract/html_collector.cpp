#include <parlance/extract/html_collector.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace parlance::extract {
namespace {

constexpr std::size_t nesting_max = 64;  // of lists and tables; deeper ones are only text

constexpr std::array<std::string_view, 18> hidden_elements{
    "applet",   "audio",  "canvas", "datalist", "del",    "embed", "iframe", "map",      "noframes",
    "noscript", "object", "rp",     "script",   "select", "style", "svg",    "template", "video"};
constexpr std::array<std::string_view, 32> block_elements{
    "address", "article", "aside", "blockquote", "body",   "caption", "center",   "dd",
    "details", "dialog",  "dir",   "div",        "dl",     "dt",      "fieldset", "figcaption",
    "figure",  "footer",  "form",  "header",     "hgroup", "hr",      "legend",   "main",
    "menu",    "nav",     "ol",    "p",          "pre",    "section", "summary",  "ul"};

template <std::size_t Count>
bool is_one_of(const std::array<std::string_view, Count>& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// The level of h1 to h6; 0 for other elements.
std::size_t heading_level_of(std::string_view element)
{
    const bool is_heading =
        element.size() == 2 && element[0] == 'h' && element[1] >= '1' && element[1] <= '6';
    return is_heading ? static_cast<std::size_t>(element[1] - '0') : 0;
}

bool is_table_part(std::string_view element)
{
    return element == "table" || element == "tr" || element == "td" || element == "th";
}

/// "display: none" and the like, spaces and case ignored.
bool hides(std::string_view style)
{
    constexpr std::size_t style_bytes_max = 4096;
    std::string dense;
    for (const char letter : style.substr(0, style_bytes_max)) {
        if (letter == ' ' || letter == '\t' || letter == '\n') continue;
        dense += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
    }
    return dense.find("display:none") != std::string::npos ||
           dense.find("visibility:hidden") != std::string::npos;
}

bool is_hidden(std::string_view element, const std::vector<html_attribute>& attributes)
{
    if (is_one_of(hidden_elements, element)) return true;
    return std::any_of(attributes.begin(), attributes.end(), [](const html_attribute& one) {
        return (one.name == "hidden" && one.value != "until-found") ||
               (one.name == "style" && hides(one.value));
    });
}

std::size_t span_of(const std::vector<html_attribute>& attributes, std::string_view name)
{
    for (const html_attribute& attribute : attributes) {
        if (attribute.name != name) continue;
        std::size_t span = 0;
        for (const char digit : attribute.value) {
            if (digit < '0' || digit > '9' || span > table_lines::span_max) break;
            span = span * 10 + static_cast<std::size_t>(digit - '0');
        }
        return std::clamp<std::size_t>(span, 1, table_lines::span_max);
    }
    return 1;
}

}  // namespace

bool html_collector::is_in_value() const
{
    return !tables_.empty() && tables_.back().is_in_cell && !tables_.back().is_layout;
}

/// Ends what was written so far: a paragraph, or an item of a list.
void html_collector::flush()
{
    if (heading_level_ > 0 || is_in_value()) {
        text_ += ' ';
        return;
    }
    if (items_open_ > 0) {
        const std::string item = one_line(text_);
        if (!item.empty()) out_.line(std::exchange(item_number_, {}) + item);
    } else {
        out_.paragraph(text_);
    }
    text_.clear();
}

/// A table that holds headings or tables only places things: what it held so far becomes text.
void html_collector::use_as_layout()
{
    if (tables_.empty() || tables_.back().is_layout) return;
    open_table& table = tables_.back();
    table.is_layout = true;
    for (const table_cell& cell : table.row) out_.paragraph(cell.text);
    table.row.clear();
    flush();
}

void html_collector::end_row()
{
    if (tables_.empty()) return;
    open_table& table = tables_.back();
    if (table.row.empty()) return;
    out_.line(table.lines.add_row(std::exchange(table.row, {})));
}

void html_collector::start_table_part(std::string_view element,
                                      const std::vector<html_attribute>& attributes)
{
    if (element == "table") {
        if (tables_.size() >= nesting_max) {
            ++tables_ignored_;
            return;
        }
        if (is_in_value()) use_as_layout();
        flush();
        tables_.emplace_back();
        return;
    }
    if (tables_.empty() || tables_ignored_ > 0) return flush();
    open_table& table = tables_.back();
    if (element == "tr") return end_row();
    if (table.is_layout) return flush();
    flush();
    table.is_in_cell = true;
    table_cell cell;
    cell.is_header = element == "th";
    cell.columns = span_of(attributes, "colspan");
    cell.rows = span_of(attributes, "rowspan");
    table.row.push_back(std::move(cell));
}

void html_collector::end_table_part(std::string_view element)
{
    if (element == "table" && tables_ignored_ > 0) {
        --tables_ignored_;
        return;
    }
    if (tables_.empty() || tables_ignored_ > 0) return flush();
    open_table& table = tables_.back();
    if (element == "tr") return end_row();
    if (element == "table") {
        end_row();
        if (const std::string lonely = table.lines.headers_alone(); !lonely.empty()) {
            out_.line(lonely);
        }
        tables_.pop_back();
        flush();
        return;
    }
    if (table.is_layout || !table.is_in_cell) return flush();
    table.is_in_cell = false;
    if (!table.row.empty()) table.row.back().text = one_line(text_);
    text_.clear();
}

void html_collector::start_item()
{
    flush();
    ++items_open_;
    item_number_.clear();
    if (lists_.empty() || !lists_.back().is_ordered) return;
    item_number_ = std::to_string(lists_.back().next++) + ". ";
}

void html_collector::start(std::string_view element, const std::vector<html_attribute>& attributes)
{
    ++depth_;
    if (hidden_from_ > 0) return;
    if (is_hidden(element, attributes)) {
        hidden_from_ = depth_;
        return;
    }
    if (is_table_part(element)) return start_table_part(element, attributes);
    if (const std::size_t level = heading_level_of(element); level > 0) {
        if (is_in_value()) use_as_layout();
        flush();
        heading_level_ = level;
        return;
    }
    if (element == "br") text_ += '\n';
    if (element == "li") return start_item();
    if (!is_one_of(block_elements, element) && element != "title") return;
    flush();
    if (element == "pre") ++pre_depth_;
    if ((element == "ol" || element == "ul") && lists_.size() < nesting_max) {
        lists_.push_back({element == "ol", 1});
    }
}

void html_collector::end(std::string_view element)
{
    if (depth_ > 0) --depth_;
    if (hidden_from_ > 0) {
        if (depth_ < hidden_from_) hidden_from_ = 0;
        return;
    }
    if (is_table_part(element)) return end_table_part(element);
    if (heading_level_of(element) > 0 && heading_level_ > 0) {
        out_.heading(std::exchange(heading_level_, 0), text_);
        text_.clear();
        return;
    }
    if (element == "title") {
        out_.title(text_);
        text_.clear();
        return;
    }
    if (element == "li") {
        flush();
        if (items_open_ > 0) --items_open_;
        return;
    }
    if (is_one_of(block_elements, element)) end_block(element);
}

void html_collector::end_block(std::string_view element)
{
    flush();
    if (element == "pre" && pre_depth_ > 0) --pre_depth_;
    if ((element == "ol" || element == "ul") && !lists_.empty()) lists_.pop_back();
}

void html_collector::text(std::string_view piece)
{
    if (hidden_from_ > 0) return;
    const std::size_t from = text_.size();
    text_ += piece;
    if (pre_depth_ > 0) return;
    std::replace(text_.begin() + static_cast<std::ptrdiff_t>(from), text_.end(), '\n', ' ');
}

document_text html_collector::finish()
{
    heading_level_ = 0;
    while (!tables_.empty()) end_table_part("table");
    flush();
    return out_.finish();
}

}  // namespace parlance::extract
