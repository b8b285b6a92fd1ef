#include <parlance/chat/markdown_safety.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace parlance::chat {
namespace {

using std::string_view;

constexpr string_view punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

bool is_letter(char code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

std::size_t run_at(string_view text, std::size_t at)
{
    const std::size_t end = text.find_first_not_of(text[at], at);
    return (end == string_view::npos ? text.size() : end) - at;
}

bool is_blank_line(string_view line)
{
    return line.find_first_not_of(" \t") == string_view::npos;
}

/// Columns of white space before the first character; a tab is beyond every fence.
std::size_t indent_of(string_view line)
{
    const std::size_t first = std::min(line.find_first_not_of(" \t"), line.size());
    const bool has_tab = line.substr(0, first).find('\t') != string_view::npos;
    return has_tab ? first + 4 : first;
}

constexpr std::size_t fence_indent_max = 3;  // @source CommonMark 0.31, section 4.5
constexpr std::size_t fence_length_min = 3;

struct fence {
    char mark;
    std::size_t length;
    std::size_t indent;
};

/// A line that opens a block of code, whatever stands around it.
std::optional<fence> fence_in(string_view line)
{
    const std::size_t indent = indent_of(line);
    if (indent > fence_indent_max || indent == line.size()) return std::nullopt;
    const char mark = line[indent];
    if (mark != '`' && mark != '~') return std::nullopt;
    const std::size_t length = run_at(line, indent);
    if (length < fence_length_min) return std::nullopt;
    // The name of a language, and what some readers take behind it.
    const string_view info = line.substr(indent + length);
    if (info.find_first_of("`~<>&\\![]{}") != string_view::npos) return std::nullopt;
    return fence{mark, length, indent};
}

enum class fence_line { content, end, unsure };

/// What a line is to a block of code that may or may not stand in a list item: sure only when it is
/// the same in both cases.
fence_line read_in(const fence& opened, string_view line)
{
    if (is_blank_line(line)) return fence_line::content;
    const std::size_t indent = indent_of(line);
    const std::size_t first = line.find_first_not_of(" \t");
    const bool is_run = line[first] == opened.mark && run_at(line, first) >= opened.length &&
                        is_blank_line(line.substr(first + run_at(line, first)));
    if (is_run) {
        const bool is_end = indent >= opened.indent && indent <= fence_indent_max;
        return is_end ? fence_line::end : fence_line::unsure;
    }
    return indent < opened.indent ? fence_line::unsure : fence_line::content;
}

/// Whether `after` ("](" and the like were before it) is an address that may stay one.
bool is_harmless_address(string_view after)
{
    constexpr std::array<string_view, 3> allowed{"http://", "https://", "mailto:"};
    const std::size_t first = std::min(after.find_first_not_of(" \t\n"), after.size());
    const string_view address = after.substr(first);
    return std::any_of(allowed.begin(), allowed.end(), [&](string_view scheme) {
        return address.size() >= scheme.size() &&
               std::equal(scheme.begin(), scheme.end(), address.begin(), [](char is, char given) {
                   return is == (given >= 'A' && given <= 'Z' ? given - 'A' + 'a' : given);
               });
    });
}

bool begins_tag(string_view from)
{
    if (from.size() < 2) return false;
    return is_letter(from[1]) || string_view("/!?").find(from[1]) != string_view::npos;
}

/// Nothing in it is more than characters, were it not code.
bool is_harmless(string_view code)
{
    for (std::size_t at = 0; at < code.size(); ++at) {
        if (code[at] == '<' && begins_tag(code.substr(at))) return false;
        const string_view two = code.substr(at, 2);
        if (two == "![" || two == "](" || two == "]:") return false;
    }
    return true;
}

struct span {
    std::size_t from;
    std::size_t to;
};

/// The code between runs of backticks that begins at `at`, when it ends on this line.
std::optional<span> span_at(string_view line, std::size_t at)
{
    const std::size_t length = run_at(line, at);
    std::size_t next = line.find('`', at + length);
    while (next != string_view::npos) {
        const std::size_t run = run_at(line, next);
        if (run == length) return span{at, next + run};
        next = line.find('`', next + run);
    }
    return std::nullopt;
}

/// Text outside of blocks of code, a line at a time.
class text_writer {
public:
    text_writer(string_view whole, std::string& out) : whole_(whole), out_(out) {}

    /// @param line  a part of the whole.
    void write(string_view line)
    {
        line_ = line;
        has_harm_ = !is_harmless(line);
        for (std::size_t at = 0; at < line.size();) at += write_at(at);
    }

private:
    /// @return how much of the line was written.
    std::size_t write_at(std::size_t at)
    {
        const string_view rest = line_.substr(at);
        switch (rest.front()) {
            case '\\': return write_escape(rest);
            case '`': return write_backticks(at);
            case '~': return write_tildes(rest);
            case '<': out_ += begins_tag(rest) ? "&lt;" : "<"; return 1;
            case '!': return write_exclamation(rest);
            case ']': return write_bracket(rest);
            default: out_ += rest.front(); return 1;
        }
    }

    std::size_t write_escape(string_view rest)
    {
        const bool is_escape = rest.size() > 1 && punctuation.find(rest[1]) != string_view::npos;
        if (!is_escape) {
            out_ += '\\';
            return 1;
        }
        // Not every reader knows this one as an escape.
        if (rest[1] == '<') out_ += "&lt;";
        else out_.append(rest.substr(0, 2));
        return 2;
    }

    std::size_t write_backticks(std::size_t at)
    {
        const auto code = span_at(line_, at);
        const std::size_t length = run_at(line_, at);
        if (code) {
            const string_view whole = line_.substr(code->from, code->to - code->from);
            // The cells of a table are cut before code is looked for.
            const bool is_sure = !has_harm_ || whole.find('|') == string_view::npos;
            if (is_sure) {
                out_.append(whole);
                return whole.size();
            }
        }
        for (std::size_t count = 0; count < length; ++count) out_ += "\\`";
        return length;
    }

    /// Two strike out; three may open a block of code.
    std::size_t write_tildes(string_view rest)
    {
        const std::size_t length = run_at(rest, 0);
        const bool may_open = length >= fence_length_min;
        for (std::size_t count = 0; count < length; ++count) out_ += may_open ? "\\~" : "~";
        return length;
    }

    std::size_t write_exclamation(string_view rest)
    {
        if (rest.size() < 2 || rest[1] != '[') {
            out_ += '!';
            return 1;
        }
        const std::size_t end = rest.find_first_of("[]\\`", 2);
        const bool is_picture = end != string_view::npos && rest.substr(end, 2) == "](";
        out_ += is_picture ? "Picture: " : "\\!";
        if (!is_picture || end != 2) return 1;
        out_ += "[picture";  // it has no words of its own
        return 2;
    }

    std::size_t write_bracket(string_view rest)
    {
        out_ += ']';
        if (rest.size() < 2 || (rest[1] != '(' && rest[1] != ':')) return 1;
        const auto from = static_cast<std::size_t>(rest.data() - whole_.data()) + 2;
        if (!is_harmless_address(whole_.substr(from))) out_ += '\\';
        out_ += rest[1];
        return 2;
    }

    string_view whole_;
    std::string& out_;
    string_view line_;
    bool has_harm_ = false;
};

std::vector<string_view> lines_of(string_view text)
{
    std::vector<string_view> lines;
    while (true) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

class block_reader {
public:
    explicit block_reader(string_view text)
        : lines_(lines_of(text)), looks_left_(looks_each * lines_.size()), text_(text, out_)
    {
        out_.reserve(text.size() + text.size() / 8);
    }

    std::string read()
    {
        std::size_t at = 0;
        while (at < lines_.size()) at = write_block(at);
        out_.pop_back();  // of the line ends, one behind each line
        return std::move(out_);
    }

private:
    /// Lines may be looked at again for every fence that turns out not to be one: up to so often.
    static constexpr std::size_t looks_each = 8;

    /// @return the next line.
    std::size_t write_block(std::size_t at)
    {
        const auto opened = fence_in(lines_[at]);
        const auto end = opened ? end_of(*opened, at + 1) : std::nullopt;
        if (!end) {
            text_.write(lines_[at]);
            out_ += '\n';
            return at + 1;
        }
        for (std::size_t line = at; line < *end; ++line) out_.append(lines_[line]).append("\n");
        if (*end < lines_.size()) {
            out_.append(lines_[*end]).append("\n");
            return *end + 1;
        }
        out_.append(opened->indent, ' ').append(opened->length, opened->mark).append("\n");
        return *end;
    }

    /// The line that ends it, or that behind the last one; nothing when that is not sure.
    std::optional<std::size_t> end_of(const fence& opened, std::size_t from)
    {
        for (std::size_t at = from; at < lines_.size(); ++at) {
            if (looks_left_ == 0) return std::nullopt;
            --looks_left_;
            const fence_line line = read_in(opened, lines_[at]);
            if (line == fence_line::end) return at;
            if (line == fence_line::unsure) return std::nullopt;
        }
        return lines_.size();
    }

    std::vector<string_view> lines_;
    std::size_t looks_left_;
    std::string out_;
    text_writer text_;
};

/// The bytes of a character that is not written, or none. @source Unicode 15, sections 23.1, 23.2.
std::size_t dropped_at(string_view text)
{
    const auto byte = [&](std::size_t at) {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    const bool is_kept = text.front() == '\n' || text.front() == '\t';
    if ((byte(0) < 0x20U && !is_kept) || byte(0) == 0x7FU) return 1;
    if (byte(0) == 0xC2U && byte(1) >= 0x80U && byte(1) <= 0x9FU) return 2;  // C1
    if (byte(0) != 0xE2U) return 0;
    const bool is_embedding = byte(1) == 0x80U && byte(2) >= 0xAAU && byte(2) <= 0xAEU;
    const bool is_isolate = byte(1) == 0x81U && byte(2) >= 0xA6U && byte(2) <= 0xA9U;
    return is_embedding || is_isolate ? 3 : 0;
}

}  // namespace

std::string without_controls(std::string_view text)
{
    std::string kept;
    kept.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\r') {
            const bool is_pair = text.substr(at, 2) == "\r\n";
            kept += '\n';
            at += is_pair ? 2 : 1;
            continue;
        }
        const std::size_t dropped = dropped_at(text.substr(at));
        if (dropped == 0) kept += text[at];
        at += std::max<std::size_t>(dropped, 1);
    }
    return kept;
}

std::string without_markup(std::string_view markdown)
{
    const std::string text = without_controls(markdown);
    return block_reader(text).read();
}

}  // namespace parlance::chat
