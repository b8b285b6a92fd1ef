#include <parlance/extract/table_builder.hpp>

#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <set>

namespace parlance::extract {
namespace {

constexpr std::size_t header_characters_max = 60;
constexpr std::size_t judged_rows = 50;

bool is_marked(const table_row& row)
{
    return std::any_of(row.begin(), row.end(),
                       [](const table_cell& cell) { return cell.is_header; });
}

std::size_t filled_in(const table_row& row)
{
    return static_cast<std::size_t>(std::count_if(
        row.begin(), row.end(), [](const table_cell& cell) { return !cell.text.empty(); }));
}

/// Columns whose first cell is a word while most of those below are values.
bool has_values_below(const std::vector<table_row>& rows, std::size_t column)
{
    std::size_t values = 0;
    std::size_t texts = 0;
    for (std::size_t at = 1; at < std::min(rows.size(), judged_rows); ++at) {
        if (column >= rows[at].size() || rows[at][column].text.empty()) continue;
        ++(is_value_like(rows[at][column].text) ? values : texts);
    }
    return values > 0 && values >= 2 * texts;
}

/// True for a short text that is no value and stands over no other column.
bool may_name(const table_cell& cell, std::set<std::string_view>& names)
{
    constexpr std::size_t year_bytes = 4;  // a year may head a column
    if (is_value_like(cell.text) && cell.text.size() > year_bytes) return false;
    if (count_characters(cell.text) > header_characters_max) return false;
    return names.insert(cell.text).second || cell.columns != 1;
}

}  // namespace

bool is_value_like(std::string_view text)
{
    std::size_t digits = 0;
    std::size_t others = 0;
    for (const char letter : text) {
        if (letter >= '0' && letter <= '9') ++digits;
        else if (std::string_view(".,:-/+% ()").find(letter) == std::string_view::npos) ++others;
    }
    return text == "TRUE" || text == "FALSE" || (digits > 0 && others <= digits + 3);
}

bool names_columns(const std::vector<table_row>& rows)
{
    if (rows.size() < 2) return false;
    const table_row& first = rows.front();
    std::set<std::string_view> names;
    bool has_values = false;
    for (std::size_t column = 0; column < first.size(); ++column) {
        const std::string& name = first[column].text;
        if (name.empty()) {
            if (column > 0) return false;
            continue;
        }
        if (!may_name(first[column], names)) return false;
        has_values = has_values || (!is_value_like(name) && has_values_below(rows, column));
    }
    return names.size() >= 3 || (names.size() == 2 && has_values);
}

void table_builder::add(table_row row)
{
    if (filled_in(row) == 0) return;
    if (is_decided_) return pass(std::move(row));
    first_.push_back(std::move(row));
    if (first_.size() >= judged_rows) decide();
}

void table_builder::decide()
{
    is_decided_ = true;
    // A single cell above a table is its caption.
    while (first_.size() > 1 && filled_in(first_[0]) == 1 && filled_in(first_[1]) > 1 &&
           !first_[0].front().text.empty() && first_[0].front().rows == 1) {
        take_(std::move(first_[0].front().text));
        first_.erase(first_.begin());
    }
    if (!first_.empty() && !is_marked(first_.front())) {
        if (names_columns(first_)) {
            for (table_cell& cell : first_.front()) cell.is_header = true;
        } else {
            lines_.use_headers(std::move(expected_));
        }
    }
    for (table_row& row : first_) pass(std::move(row));
    first_.clear();
}

void table_builder::pass(table_row row)
{
    constexpr std::size_t columns_of_records = 3;
    // A remark or the name of a group, not the value of the first column.
    const bool is_remark = row.size() >= columns_of_records && filled_in(row) == 1 &&
                           !row.front().text.empty() && row.front().rows == 1;
    std::string alone = is_remark ? row.front().text : std::string();
    std::string line = lines_.add_row(std::move(row));
    if (!line.empty()) take_(is_remark ? std::move(alone) : std::move(line));
}

std::vector<std::string> table_builder::finish()
{
    if (!is_decided_) decide();
    if (std::string lonely = lines_.headers_alone(); !lonely.empty()) take_(std::move(lonely));
    return lines_.headers();
}

std::vector<std::string> lines_of_table(std::vector<table_row> rows)
{
    std::vector<std::string> texts;
    table_builder builder([&texts](std::string line) { texts.push_back(std::move(line)); });
    for (table_row& row : rows) builder.add(std::move(row));
    builder.finish();
    return texts;
}

}  // namespace parlance::extract
