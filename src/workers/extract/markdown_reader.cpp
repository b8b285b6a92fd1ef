#include <parlance/extract/markdown_reader.hpp>

#include <parlance/extract/decode.hpp>
#include <parlance/extract/inline_marks.hpp>
#include <parlance/extract/lines.hpp>
#include <parlance/extract/outline.hpp>
#include <parlance/extract/table_lines.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parlance::extract {
namespace {

bool consists_of(std::string_view text, std::string_view letters)
{
    return text.find_first_not_of(letters) == std::string_view::npos;
}

/// Three or more of the same mark and nothing else.
bool is_rule(std::string_view line)
{
    constexpr std::string_view marks = "-*_";
    return std::any_of(marks.begin(), marks.end(), [line](char mark) {
        const std::string both{mark, ' '};
        return consists_of(line, both) && std::count(line.begin(), line.end(), mark) >= 3;
    });
}

struct atx_heading {
    std::size_t level = 1;
    std::string_view text;
};

std::optional<atx_heading> heading_in(std::string_view line)
{
    const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
    if (level == 0 || level > outline::level_max) return std::nullopt;
    std::string_view text = line.substr(level);
    if (!text.empty() && text.front() != ' ' && text.front() != '\t') return std::nullopt;
    text = trimmed(text);
    const std::size_t end = text.find_last_not_of('#');
    if (end == std::string_view::npos) return atx_heading{level, {}};
    if (end + 1 < text.size() && text[end] == ' ') text = text.substr(0, end);
    return atx_heading{level, text};
}

/// What stands behind the bullet or number of a list item; ordered items keep their number.
std::optional<std::string_view> item_in(std::string_view line)
{
    const auto is_gap = [&](std::size_t at) {
        return at < line.size() && (line[at] == ' ' || line[at] == '\t');
    };
    if (!line.empty() && (line[0] == '-' || line[0] == '*' || line[0] == '+') && is_gap(1)) {
        std::string_view text = trimmed(line.substr(1));
        for (const std::string_view box : {"[ ] ", "[x] ", "[X] "})
            if (text.starts_with(box)) text.remove_prefix(box.size());
        return text;
    }
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    const bool is_number = digits > 0 && digits <= 9 && digits < line.size() &&
                           (line[digits] == '.' || line[digits] == ')') && is_gap(digits + 1);
    return is_number ? std::optional(line) : std::nullopt;
}

bool is_delimiter_row(std::string_view line)
{
    return line.find('-') != std::string_view::npos && line.find('|') != std::string_view::npos &&
           consists_of(line, "|-: \t");
}

std::vector<table_cell> cells_of(std::string_view line)
{
    line = trimmed(line);
    if (line.starts_with('|')) line.remove_prefix(1);
    if (line.ends_with('|') && !line.ends_with("\\|")) line.remove_suffix(1);
    std::vector<table_cell> cells;
    std::string cell;
    const auto take = [&] { cells.push_back({one_line(without_inline_marks(cell)), false, 1, 1}); };
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] == '\\' && at + 1 < line.size() && line[at + 1] == '|') {
            cell += '|';
            ++at;
        } else if (line[at] == '|') {
            take();
            cell.clear();
        } else {
            cell += line[at];
        }
    }
    take();
    return cells;
}

class markdown_parser {
public:
    explicit markdown_parser(std::string_view text) : lines_(lines_of(text)) {}

    result<document_text> read()
    {
        skip_front_matter();
        while (at_ < lines_.size()) {
            read_line();
            if (out_.is_full()) {
                return fail(fault::upstream_rejected, "The file holds more text than can be read.");
            }
        }
        flush();
        return out_.finish();
    }

private:
    void skip_front_matter()
    {
        if (lines_.empty() || trimmed(lines_[0]) != "---") return;
        constexpr std::size_t front_lines_max = 200;
        for (std::size_t end = 1; end < std::min(lines_.size(), front_lines_max); ++end) {
            const std::string_view line = trimmed(lines_[end]);
            if (line != "---" && line != "...") continue;
            for (std::size_t at = 1; at < end; ++at) read_front_line(lines_[at]);
            at_ = end + 1;
            return;
        }
    }

    void read_front_line(std::string_view line)
    {
        constexpr std::string_view key = "title:";
        if (!line.starts_with(key)) return;
        line = trimmed(line.substr(key.size()));
        const bool is_quoted = line.size() > 1 && line.front() == line.back() &&
                               (line.front() == '"' || line.front() == '\'');
        out_.title(is_quoted ? line.substr(1, line.size() - 2) : line);
    }

    void read_line()
    {
        std::string_view line = trimmed(lines_[at_]);
        bool is_quote = false;
        while (line.starts_with('>')) {
            line = trimmed(line.substr(1));
            is_quote = true;
        }
        if (line.empty()) return pass_line();
        if (line.starts_with("```") || line.starts_with("~~~")) {
            read_fence(line);
        } else if (line.starts_with("<!--")) {
            skip_comment();
        } else if (!is_quote && read_underlined(line)) {
            at_ += 1;
        } else if (is_rule(line)) {
            pass_line();
        } else if (const auto heading = heading_in(line)) {
            flush();
            out_.heading(heading->level, without_inline_marks(heading->text));
            ++at_;
        } else if (is_table_start(line)) {
            read_table(line);
        } else if (const auto item = item_in(line)) {
            flush();
            is_item_ = true;
            add_text(*item);
        } else if (paragraph_.empty() && is_link_definition(line)) {
            ++at_;
        } else {
            add_text(line);
        }
    }

    /// It ends a paragraph and says nothing itself.
    void pass_line()
    {
        flush();
        ++at_;
    }

    void add_text(std::string_view line)
    {
        const bool is_broken = lines_[at_].ends_with("  ") || line.ends_with('\\');
        if (line.ends_with('\\')) line.remove_suffix(1);
        if (!paragraph_.empty()) paragraph_ += is_break_before_ && !is_item_ ? '\n' : ' ';
        paragraph_ += line;
        is_break_before_ = is_broken;
        ++at_;
    }

    /// A line of = or - below a paragraph makes it a heading.
    bool read_underlined(std::string_view line)
    {
        const bool is_first = consists_of(line, "=");
        if (paragraph_.empty() || is_item_ || (!is_first && !consists_of(line, "-"))) return false;
        out_.heading(is_first ? 1 : 2, without_inline_marks(paragraph_));
        paragraph_.clear();
        return true;
    }

    void read_fence(std::string_view line)
    {
        flush();
        const std::string fence(line.substr(0, 3));
        std::string code;
        for (++at_; at_ < lines_.size(); ++at_) {
            if (trimmed(lines_[at_]).starts_with(fence)) {
                ++at_;
                break;
            }
            code += lines_[at_];
            code += '\n';
        }
        out_.paragraph(code);
    }

    void skip_comment()
    {
        while (at_ < lines_.size())
            if (lines_[at_++].find("-->") != std::string_view::npos) return;
    }

    [[nodiscard]] bool is_table_start(std::string_view line) const
    {
        return paragraph_.empty() && line.find('|') != std::string_view::npos &&
               at_ + 1 < lines_.size() && is_delimiter_row(trimmed(lines_[at_ + 1]));
    }

    void read_table(std::string_view first)
    {
        table_lines table;
        auto headers = cells_of(first);
        for (table_cell& cell : headers) cell.is_header = true;
        out_.line(table.add_row(std::move(headers)));
        for (at_ += 2; at_ < lines_.size(); ++at_) {
            const std::string_view line = trimmed(lines_[at_]);
            if (line.empty() || line.find('|') == std::string_view::npos || out_.is_full()) break;
            out_.line(table.add_row(cells_of(line)));
        }
        out_.line(table.headers_alone());
    }

    [[nodiscard]] static bool is_link_definition(std::string_view line)
    {
        const std::size_t close = line.find("]:");
        return line.starts_with('[') && close != std::string_view::npos &&
               line.find("://", close) != std::string_view::npos;
    }

    void flush()
    {
        const std::string text = without_inline_marks(paragraph_);
        if (std::exchange(is_item_, false)) {
            out_.line(text);
        } else {
            out_.paragraph(text);
        }
        paragraph_.clear();
        is_break_before_ = false;
    }

    std::vector<std::string_view> lines_;
    std::size_t at_ = 0;
    outline out_;
    std::string paragraph_;
    bool is_item_ = false;
    bool is_break_before_ = false;
};

}  // namespace

result<document_text> read_markdown(std::string_view bytes)
{
    const auto text = decode(bytes, {});
    if (!text) return text.error();
    return markdown_parser(*text).read();
}

}  // namespace parlance::extract
