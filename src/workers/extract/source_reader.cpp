#include <parlance/extract/source_reader.hpp>

#include <parlance/extract/decode.hpp>
#include <parlance/extract/lines.hpp>
#include <parlance/extract/outline.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace parlance::extract {
namespace {

// Words that begin a definition in one language or another.
constexpr std::array<std::string_view, 30> definitions{
    "class",  "struct", "enum",    "interface", "trait",     "impl",    "namespace", "module",
    "def",    "fn",     "func",    "function",  "fun",       "sub",     "proc",      "type",
    "record", "union",  "object",  "protocol",  "extension", "package", "procedure", "macro",
    "table",  "view",   "trigger", "message",   "service",   "contract"};
constexpr std::array<std::string_view, 26> modifiers{
    "public",  "private", "protected", "internal", "static",  "final",    "abstract",
    "async",   "export",  "default",   "pub",      "inline",  "virtual",  "constexpr",
    "extern",  "unsafe",  "override",  "sealed",   "partial", "template", "create",
    "replace", "or",      "open",      "data",     "suspend"};
// Words that may stand before parentheses and a brace without defining anything.
constexpr std::array<std::string_view, 14> statements{"if",     "for",   "while", "switch", "catch",
                                                      "return", "else",  "do",    "try",    "with",
                                                      "match",  "using", "elif",  "when"};

template <std::size_t Count>
bool is_one_of(const std::array<std::string_view, Count>& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view first_word(std::string_view text)
{
    std::size_t end = 0;
    while (end < text.size() &&
           ((text[end] >= 'a' && text[end] <= 'z') || text[end] == '_' ||
            (text[end] >= 'A' && text[end] <= 'Z') || (text[end] >= '0' && text[end] <= '9'))) {
        ++end;
    }
    return text.substr(0, end);
}

std::string lower(std::string_view word)
{
    std::string folded(word);
    for (char& letter : folded)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + ('a' - 'A'));
    return folded;
}

/// The line without what follows the name and its parameters.
std::string_view as_heading(std::string_view line)
{
    constexpr std::size_t heading_bytes_max = 120;
    std::string_view text = trimmed(line);
    while (text.ends_with('{') || text.ends_with(':') || text.ends_with('=')) {
        text.remove_suffix(1);
        text = trimmed(text);
    }
    std::size_t end = std::min(text.size(), heading_bytes_max);
    while (end < text.size() && end > 0 &&
           (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end);
}

class source_parser {
public:
    explicit source_parser(std::string_view text) : lines_(lines_of(text)) {}

    result<document_text> read()
    {
        out_.has_no_title();
        std::string text;
        for (std::size_t at = 0; at < lines_.size(); ++at) {
            if (defines(at)) {
                const std::string comment = take_comment(text);
                out_.verbatim(text);
                text = comment;
                begin_section(at);
            }
            text += lines_[at];
            text += '\n';
            if (out_.is_full()) {
                return fail(fault::upstream_rejected, "The file holds more text than can be read.");
            }
        }
        out_.verbatim(text);
        return out_.finish();
    }

private:
    static std::size_t indent_of(std::string_view line)
    {
        std::size_t columns = 0;
        for (const char letter : line) {
            if (letter != ' ' && letter != '\t') break;
            columns += letter == '\t' ? 4 : 1;
        }
        return columns;
    }

    [[nodiscard]] bool defines(std::size_t at) const
    {
        constexpr std::size_t indent_max = 8;  // deeper ones are local
        const std::string_view own = trimmed(lines_[at]);
        if (own.empty() || own.size() > 400 || indent_of(lines_[at]) > indent_max) return false;
        std::string_view rest = own;
        std::string word = lower(first_word(rest));
        for (std::size_t step = 0; step < 6 && is_one_of(modifiers, word); ++step) {
            rest = trimmed(rest.substr(first_word(rest).size()));
            if (rest.starts_with('<') || rest.starts_with('(')) return false;
            word = lower(first_word(rest));
        }
        if (word.empty() || is_one_of(statements, word)) return false;
        const bool is_named = rest.size() > word.size() && rest[word.size()] == ' ';
        if (is_named && is_one_of(definitions, word) && !own.ends_with(';')) return true;
        return is_function(at, own);
    }

    /// "int main(int count, char** values)" above or before a brace.
    [[nodiscard]] bool is_function(std::size_t at, std::string_view own) const
    {
        const std::size_t open = own.find('(');
        if (open == std::string_view::npos || open == 0 ||
            own.find(')') == std::string_view::npos) {
            return false;
        }
        if (own.find('=') < open || own.find('.') < open) return false;
        if (own.ends_with('{'))
            return own.find("=>") != std::string_view::npos || own.find(' ') < open;
        const bool is_brace_below = at + 1 < lines_.size() && trimmed(lines_[at + 1]) == "{";
        return is_brace_below && own.find(' ') < open;
    }

    void begin_section(std::size_t at)
    {
        const std::size_t indent = indent_of(lines_[at]);
        while (!indents_.empty() && indents_.back() >= indent) indents_.pop_back();
        indents_.push_back(indent);
        out_.heading(indents_.size(), as_heading(lines_[at]));
    }

    /// The comment and marks directly above a definition belong to it.
    static std::string take_comment(std::string& text)
    {
        std::size_t from = text.size();
        while (from > 0) {
            const std::size_t before = text.rfind('\n', from - 2);
            const std::size_t start = from < 2 || before == std::string::npos ? 0 : before + 1;
            const std::string_view line =
                trimmed(std::string_view(text).substr(start, from - start));
            const bool is_above = line.starts_with("//") || line.starts_with("# ") ||
                                  line.starts_with("#[") || line.starts_with('*') ||
                                  line.starts_with("/*") || line.starts_with('@') ||
                                  line.starts_with("--") || line.starts_with("template");
            if (!is_above) break;
            from = start;
        }
        std::string comment = text.substr(from);
        text.resize(from);
        return comment;
    }

    std::vector<std::string_view> lines_;
    std::vector<std::size_t> indents_;
    outline out_;
};

}  // namespace

result<document_text> read_source(std::string_view bytes)
{
    const auto text = decode(bytes, {});
    if (!text) return text.error();
    return source_parser(*text).read();
}

}  // namespace parlance::extract
