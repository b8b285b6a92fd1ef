#include <parlance/extract/plain_text_reader.hpp>

#include <parlance/extract/decode.hpp>
#include <parlance/extract/lines.hpp>
#include <parlance/extract/outline.hpp>
#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace parlance::extract {
namespace {

constexpr std::size_t heading_characters_max = 80;
constexpr std::size_t heading_words_max = 12;
constexpr std::size_t wrap_columns_min = 45;   // no program wraps text narrower than this
constexpr std::size_t wrap_columns_max = 120;  // or wider than this

using paragraph_lines = std::vector<std::string_view>;

bool is_bullet(std::string_view line)
{
    if (line.size() > 2 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ') {
        return true;
    }
    if (line.starts_with("\xE2\x80\xA2") || line.starts_with("\xE2\x80\x93 ")) return true;  // • –
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    return digits > 0 && digits <= 3 && digits + 1 < line.size() &&
           (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ';
}

bool is_underline(std::string_view line)
{
    return line.size() >= 3 && (line.find_first_not_of('=') == std::string_view::npos ||
                                line.find_first_not_of('-') == std::string_view::npos ||
                                line.find_first_not_of('~') == std::string_view::npos);
}

/// Short, begins like a sentence and does not end like one.
bool is_heading_like(std::string_view line)
{
    if (line.empty() || count_characters(line) > heading_characters_max || is_bullet(line)) {
        return false;
    }
    const auto words = static_cast<std::size_t>(std::count(line.begin(), line.end(), ' ')) + 1;
    if (words > heading_words_max) return false;
    if (line.front() >= 'a' && line.front() <= 'z') return false;
    const char last = line.back();
    return last != '.' && last != ',' && last != ';' && last != '!' && last != '-';
}

/// The width at which these lines may have been wrapped: that of the longest.
std::size_t wrap_width(const paragraph_lines& lines)
{
    std::size_t width = wrap_columns_min;
    for (const std::string_view line : lines) width = std::max(width, line.size());
    return std::min(width, wrap_columns_max);
}

/// True when the break behind `line` is the writer's: the next word had still fitted.
bool is_break_meant(std::string_view line, std::string_view next, std::size_t width)
{
    if (is_bullet(next)) return true;
    const std::size_t word = std::min(next.find(' '), next.size());
    return line.size() + 1 + word <= width;
}

/// True when the first line is shorter than the text below, and was broken on purpose.
bool stands_above_text(const paragraph_lines& lines)
{
    return !is_bullet(lines[1]) && lines[0].size() < lines[1].size() &&
           is_break_meant(lines[0], lines[1], wrap_width(lines));
}

class text_parser {
public:
    explicit text_parser(std::string_view text) : lines_(lines_of(text)) {}

    result<document_text> read()
    {
        paragraph_lines paragraph;
        for (at_ = 0; at_ <= lines_.size(); ++at_) {
            const std::string_view line = at_ < lines_.size() ? trimmed(lines_[at_]) : "";
            if (!line.empty()) {
                paragraph.push_back(line);
                continue;
            }
            if (!paragraph.empty()) add(std::exchange(paragraph, {}));
            if (out_.is_full()) {
                return fail(fault::upstream_rejected, "The file holds more text than can be read.");
            }
        }
        return out_.finish();
    }

private:
    void add(paragraph_lines lines)
    {
        if (lines.size() > 1 && is_underline(lines[1]) && is_heading_like(lines[0])) {
            out_.heading(lines[1].front() == '=' ? 1 : 2, lines[0]);
            lines.erase(lines.begin(), lines.begin() + 2);
            if (!lines.empty()) add_text(lines);
            return;
        }
        const bool is_heading_above = lines.size() > 1 && is_heading_like(lines[0]) &&
                                      (lines[0].back() == '?' || stands_above_text(lines));
        const bool is_lonely_heading = lines.size() == 1 && is_heading_like(lines[0]) &&
                                       lines[0].find(": ") == std::string_view::npos &&
                                       is_text_below();
        if (is_heading_above || is_lonely_heading) {
            out_.heading(1, lines[0]);
            lines.erase(lines.begin());
        }
        if (!lines.empty()) add_text(lines);
    }

    /// True when the next paragraph is longer than a heading.
    [[nodiscard]] bool is_text_below() const
    {
        std::size_t next = at_;
        while (next < lines_.size() && trimmed(lines_[next]).empty()) ++next;
        if (next >= lines_.size()) return false;
        return !is_heading_like(trimmed(lines_[next])) ||
               (next + 1 < lines_.size() && !trimmed(lines_[next + 1]).empty());
    }

    void add_text(const paragraph_lines& lines)
    {
        const std::size_t width = wrap_width(lines);
        std::string text(lines[0]);
        for (std::size_t at = 1; at < lines.size(); ++at) {
            text += is_break_meant(lines[at - 1], lines[at], width) ? '\n' : ' ';
            text += lines[at];
        }
        out_.paragraph(text);
    }

    std::vector<std::string_view> lines_;
    std::size_t at_ = 0;
    outline out_;
};

}  // namespace

result<document_text> read_plain_text(std::string_view bytes)
{
    const auto text = decode(bytes, {});
    if (!text) return text.error();
    return text_parser(*text).read();
}

}  // namespace parlance::extract
