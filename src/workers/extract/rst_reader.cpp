#include <parlance/extract/rst_reader.hpp>

#include <parlance/extract/decode.hpp>
#include <parlance/extract/lines.hpp>
#include <parlance/extract/outline.hpp>
#include <parlance/extract/rst_inline.hpp>
#include <parlance/extract/rst_table.hpp>
#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace parlance::extract {
namespace {

constexpr std::string_view adornments = "=-~^\"'`#*+.:_<>!$%&,/;?@\\|";

bool is_adornment(std::string_view line)
{
    return line.size() >= 2 && adornments.find(line.front()) != std::string_view::npos &&
           line.find_first_not_of(line.front()) == std::string_view::npos;
}

std::size_t indent_of(std::string_view line)
{
    return std::min(line.find_first_not_of(" \t"), line.size());
}

/// How many bytes the mark of a list item has at the start of the line; 0 = no item.
std::size_t item_mark(std::string_view line)
{
    if (line.size() > 2 && std::string_view("-*+").find(line[0]) != std::string_view::npos &&
        line[1] == ' ') {
        return 2;
    }
    std::size_t at = line.starts_with('(') ? 1 : 0;
    const std::size_t digits = at;
    while (at < line.size() && ((line[at] >= '0' && line[at] <= '9') || line[at] == '#')) ++at;
    const bool is_numbered = at > digits && at - digits <= 4 && at + 1 < line.size() &&
                             (line[at] == '.' || line[at] == ')') && line[at + 1] == ' ';
    return is_numbered ? at + 2 : 0;
}

class rst_parser {
public:
    explicit rst_parser(std::string_view text) : lines_(lines_of(text)) {}

    result<document_text> read()
    {
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
    [[nodiscard]] std::string_view line(std::size_t at) const
    {
        return at < lines_.size() ? lines_[at] : std::string_view();
    }

    void read_line()
    {
        const std::string_view own = trimmed(line(at_));
        if (own.empty()) {
            flush();
            ++at_;
        } else if (read_title() || read_table()) {
            return;
        } else if (own.starts_with(".. ") || own == "..") {
            flush();
            read_explicit(own);
        } else if (const std::size_t mark = item_mark(own); mark > 0) {
            flush();
            is_item_ = true;
            const bool is_bullet = mark == 2 && own[0] != '(' && (own[0] < '0' || own[0] > '9');
            text_ = is_bullet ? own.substr(mark) : own;
            ++at_;
        } else {
            read_text(own);
        }
    }

    void read_text(std::string_view own)
    {
        const bool is_code_below = own.ends_with("::");
        if (own != "::") {
            if (!text_.empty()) text_ += own.starts_with("| ") ? '\n' : ' ';
            text_ += own.starts_with("| ") ? own.substr(2) : own;
            if (is_code_below) text_.pop_back();
        }
        ++at_;
        if (!is_code_below || !trimmed(line(at_)).empty()) return;
        flush();
        out_.verbatim(indented_text(indent_of(line(at_ - 1)) + 1));
    }

    /// A line over or under a title. Its mark tells the level: the first mark is the outermost.
    bool read_title()
    {
        const std::string_view first = trimmed(line(at_));
        const std::string_view second = trimmed(line(at_ + 1));
        const std::string_view third = trimmed(line(at_ + 2));
        const bool is_over = is_adornment(first) && first == third && !second.empty();
        const std::string_view title = is_over ? second : first;
        const std::string_view mark = is_over ? first : second;
        if (indent_of(line(at_ + (is_over ? 1 : 0))) > 0 && !is_over) return false;
        if (!text_.empty() || title.empty() || !is_adornment(mark) || is_adornment(title)) {
            return false;
        }
        // Shorter than the title it may be by mistake, but not by much.
        if (mark.size() < 3 || mark.size() + 3 < count_characters(title)) return false;
        std::string key(1, mark.front());
        if (is_over) key += mark.front();
        auto known = std::find(levels_.begin(), levels_.end(), key);
        if (known == levels_.end()) known = levels_.insert(levels_.end(), key);
        flush();
        out_.heading(static_cast<std::size_t>(known - levels_.begin()) + 1,
                     without_rst_marks(title));
        at_ += is_over ? 3 : 2;
        return true;
    }

    bool read_table()
    {
        if (!text_.empty()) return false;
        const rst_table table = read_rst_table(lines_, at_);
        if (table.lines_read == 0) return false;
        out_.gap();
        for (const std::string& row : table.rows) out_.line(row);
        at_ += table.lines_read;
        return true;
    }

    /// ".. name:: argument", ".. _target: …", ".. [1] a note", or a comment.
    void read_explicit(std::string_view own)
    {
        const std::size_t indent = indent_of(line(at_)) + 1;
        const std::string_view body = own.size() > 3 ? trimmed(own.substr(3)) : "";
        ++at_;
        if (body.starts_with('[')) {
            text_ = without_rst_marks(body.substr(std::min(body.find(']'), body.size() - 1) + 1));
            return;
        }
        const std::size_t colons = body.find("::");
        const bool is_directive = colons != std::string_view::npos && colons > 0 &&
                                  body.find(' ') > colons && !body.starts_with('_');
        if (!is_directive) {
            indented_text(indent);
            return;
        }
        directive(body.substr(0, colons), trimmed(body.substr(colons + 2)), indent);
    }

    void directive(std::string_view name, std::string_view argument, std::size_t indent)
    {
        if (name == "image" || name == "raw" || name == "contents" || name == "toctree" ||
            name == "include" || name == "index" || name == "meta" || name == "highlight") {
            indented_text(indent);
        } else if (name == "code-block" || name == "code" || name == "sourcecode" ||
                   name == "parsed-literal" || name == "math") {
            skip_options();
            out_.verbatim(indented_text(indent));
        } else if (name == "csv-table" || name == "list-table") {
            out_.paragraph(without_rst_marks(argument));
            const std::string inside = indented_text(indent);
            out_.gap();
            for (const std::string& row : rst_directive_rows(name, inside)) out_.line(row);
        } else {
            // A note, a warning, the description of a function: its text is read as any other.
            out_.paragraph(without_rst_marks(argument));
            skip_options();
        }
    }

    void skip_options()
    {
        while (at_ < lines_.size()) {
            const std::string_view own = trimmed(lines_[at_]);
            if (!own.starts_with(':') || own.find(':', 1) == std::string_view::npos) return;
            ++at_;
        }
    }

    /// The lines that stand deeper than `indent` bytes, without what all of them have in front.
    std::string indented_text(std::size_t indent)
    {
        const std::size_t from = at_;
        std::size_t least = std::string_view::npos;
        for (; at_ < lines_.size(); ++at_) {
            if (trimmed(lines_[at_]).empty()) continue;
            if (indent_of(lines_[at_]) < indent) break;
            least = std::min(least, indent_of(lines_[at_]));
        }
        std::string text;
        for (std::size_t at = from; at < at_; ++at) {
            text += lines_[at].substr(std::min(lines_[at].size(), least));
            text += '\n';
        }
        return text;
    }

    void flush()
    {
        const std::string text = without_rst_marks(text_);
        text_.clear();
        if (std::exchange(is_item_, false)) {
            out_.line(text);
        } else {
            out_.paragraph(text);
        }
    }

    std::vector<std::string_view> lines_;
    std::size_t at_ = 0;
    outline out_;
    std::string text_;
    std::vector<std::string> levels_;
    bool is_item_ = false;
};

}  // namespace

result<document_text> read_rst(std::string_view bytes)
{
    const auto text = decode(bytes, {});
    if (!text) return text.error();
    return rst_parser(*text).read();
}

}  // namespace parlance::extract
