#include <parlance/extract/rst_table.hpp>

#include <parlance/extract/delimited_reader.hpp>
#include <parlance/extract/lines.hpp>
#include <parlance/extract/outline.hpp>
#include <parlance/extract/rst_inline.hpp>
#include <parlance/extract/table_builder.hpp>
#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <utility>

namespace parlance::extract {
namespace {

/// A line of a table may begin further left than the table: no character is cut.
std::string_view without_indent(std::string_view line, std::size_t indent)
{
    return line.substr(floor_to_character(line, indent));
}

struct column_span {
    std::size_t from = 0;
    std::size_t characters = 0;
};

bool consists_of(std::string_view text, std::string_view letters)
{
    return text.find_first_not_of(letters) == std::string_view::npos;
}

/// The columns that runs of `mark` show, or between marks of `edge`.
std::vector<column_span> columns_of(std::string_view line, char edge)
{
    std::vector<column_span> columns;
    std::size_t from = 0;
    for (std::size_t at = 0; at <= line.size(); ++at) {
        if (at < line.size() && line[at] != edge) continue;
        if (at > from && columns.size() < table_lines::columns_max) {
            columns.push_back({from, at - from});
        }
        from = at + 1;
    }
    return columns;
}

bool continues(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// A piece counted in characters, as the columns of these tables are.
std::string_view piece_of(std::string_view line, column_span where)
{
    std::size_t at = 0;
    const auto step_over = [&](std::size_t characters) {
        for (; characters > 0 && at < line.size(); --characters) {
            ++at;
            while (at < line.size() && continues(line[at])) ++at;
        }
    };
    step_over(where.from);
    const std::size_t from = at;
    step_over(where.characters);
    return line.substr(from, at - from);
}

class row_gatherer {
public:
    explicit row_gatherer(std::vector<column_span> columns) : columns_(std::move(columns)) {}

    void add_line(std::string_view line)
    {
        cells_.resize(columns_.size());
        for (std::size_t at = 0; at < columns_.size(); ++at) {
            const bool is_last = at + 1 == columns_.size();
            column_span where = columns_[at];
            if (is_last) where.characters = line.size();
            cells_[at] += ' ';
            cells_[at] += trimmed(piece_of(line, where));
        }
    }

    void end_row()
    {
        table_row row;
        for (std::string& cell : cells_) {
            row.push_back({one_line(without_rst_marks(one_line(cell))), false, 1, 1});
        }
        if (!row.empty()) rows_.push_back(std::move(row));
        cells_.clear();
    }

    void mark_headers()
    {
        end_row();
        for (table_row& row : rows_)
            for (table_cell& cell : row) cell.is_header = true;
    }

    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    std::vector<std::string> lines()
    {
        end_row();
        return lines_of_table(std::move(rows_));
    }

private:
    std::vector<column_span> columns_;
    std::vector<std::string> cells_;
    std::vector<table_row> rows_;
};

rst_table grid_table(const std::vector<std::string_view>& lines, std::size_t at)
{
    row_gatherer rows(columns_of(trimmed(lines[at]), '+'));
    const std::size_t from = at;
    const std::size_t indent = lines[at].find('+');
    for (++at; at < lines.size(); ++at) {
        const std::string_view line = without_indent(lines[at], indent);
        if (line.starts_with('+') && consists_of(trimmed(line), "+=")) {
            rows.mark_headers();
        } else if (line.starts_with('+')) {
            rows.end_row();
        } else if (line.starts_with('|')) {
            std::string plain(trimmed(line));
            std::replace(plain.begin(), plain.end(), '|', ' ');
            rows.add_line(plain);
        } else {
            break;
        }
    }
    return {rows.lines(), at - from};
}

bool is_simple_border(std::string_view line)
{
    line = trimmed(line);
    return line.size() >= 3 && consists_of(line, "= ") && line.find(' ') != std::string_view::npos;
}

/// A border within the first lines of a table, and one at its end.
rst_table simple_table(const std::vector<std::string_view>& lines, std::size_t at)
{
    const std::size_t from = at;
    const std::size_t indent = lines[at].find('=');
    row_gatherer rows(columns_of(lines[at].substr(indent), ' '));
    std::size_t borders = 1;
    for (++at; at < lines.size(); ++at) {
        const std::string_view line = without_indent(lines[at], indent);
        if (is_simple_border(line)) {
            ++borders;
            const bool is_last =
                borders > 2 || at + 1 == lines.size() || trimmed(lines[at + 1]).empty();
            if (is_last) return {rows.lines(), at + 1 - from};
            rows.mark_headers();
            continue;
        }
        if (consists_of(trimmed(line), "- ")) continue;  // an empty line, or one below spans
        if (!line.starts_with(' ')) rows.end_row();      // a row goes on below an empty first cell
        rows.add_line(line);
    }
    return {};
}

/// ":name: value", which belongs to a directive and not to what is inside of it.
bool is_option(std::string_view line)
{
    return line.starts_with(':') && line.find(':', 1) != std::string_view::npos;
}

std::vector<std::string> csv_table_rows(std::string_view inside)
{
    constexpr std::string_view header_option = ":header:";
    std::string rest;
    std::string header;
    for (const std::string_view line : lines_of(inside)) {
        const std::string_view own = trimmed(line);
        if (own.starts_with(header_option)) header = own.substr(header_option.size());
        if (!is_option(own)) rest.append(own) += '\n';
    }
    if (!header.empty()) rest.insert(0, std::string(trimmed(header)) + '\n');
    std::vector<std::string> texts;
    const auto read = read_delimited(rest, ',');
    if (!read) return texts;
    for (const text_block& block : read->blocks)
        for (const std::string_view row : lines_of(block.text)) texts.emplace_back(row);
    return texts;
}

std::vector<std::string> list_table_rows(std::string_view inside)
{
    std::vector<table_row> rows;
    for (const std::string_view line : lines_of(inside)) {
        const std::string_view own = trimmed(line);
        if (is_option(own)) continue;
        const bool is_row = own.starts_with("* -");
        if (is_row) rows.emplace_back();
        if (rows.empty() || own.empty()) continue;
        if (is_row || own.starts_with("- "))
            rows.back().push_back(
                {without_rst_marks(trimmed(own.substr(is_row ? 3 : 2))), false, 1, 1});
        else if (!rows.back().empty()) rows.back().back().text += " " + without_rst_marks(own);
    }
    return lines_of_table(std::move(rows));
}

}  // namespace

rst_table read_rst_table(const std::vector<std::string_view>& lines, std::size_t at)
{
    const std::string_view line = trimmed(lines[at]);
    if (line.starts_with("+-") && line.ends_with('+') && consists_of(line, "+-")) {
        return grid_table(lines, at);
    }
    return is_simple_border(line) ? simple_table(lines, at) : rst_table{};
}

std::vector<std::string> rst_directive_rows(std::string_view directive, std::string_view inside)
{
    return directive == "csv-table" ? csv_table_rows(inside) : list_table_rows(inside);
}

}  // namespace parlance::extract
