#include <parlance/extract/inline_marks.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace parlance::extract {
namespace {

// How far ahead the end of a link, tag or piece of code is looked for: bounds the work on "[[[[…".
constexpr std::size_t look_ahead_max = 1'000;

bool is_punctuation(char letter)
{
    return (letter >= '!' && letter <= '/') || (letter >= ':' && letter <= '@') ||
           (letter >= '[' && letter <= '`') || (letter >= '{' && letter <= '~');
}

bool is_word(char letter)
{
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z') || static_cast<unsigned char>(letter) >= 0x80;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> entities{{{"&amp;", "&"},
                                                                                 {"&lt;", "<"},
                                                                                 {"&gt;", ">"},
                                                                                 {"&quot;", "\""},
                                                                                 {"&nbsp;", " "},
                                                                                 {"&#39;", "'"}}};

/// Text and, for each byte, whether it is itself and no mark.
struct marked_text {
    std::string text;
    std::vector<bool> is_literal;

    void add(char letter, bool literal)
    {
        text += letter;
        is_literal.push_back(literal);
    }
    void add(std::string_view letters)
    {
        for (const char letter : letters) add(letter, true);
    }
};

/// Takes out everything but emphasis.
class mark_reader {
public:
    explicit mark_reader(std::string_view text) : text_(text) {}

    marked_text read()
    {
        while (at_ < text_.size()) {
            if (const auto jump = jumps_.find(at_); jump != jumps_.end()) {
                at_ = jump->second;
                continue;
            }
            if (!read_escape() && !read_code() && !read_link() && !read_angle() && !read_entity()) {
                out_.add(text_[at_++], false);
            }
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] std::string_view ahead() const { return text_.substr(at_, look_ahead_max); }

    bool read_escape()
    {
        if (text_[at_] != '\\' || at_ + 1 >= text_.size() || !is_punctuation(text_[at_ + 1])) {
            return false;
        }
        out_.add(text_[at_ + 1], true);
        at_ += 2;
        return true;
    }

    bool read_code()
    {
        if (text_[at_] != '`') return false;
        const std::string_view rest = ahead();
        std::size_t ticks = 0;
        while (ticks < rest.size() && rest[ticks] == '`') ++ticks;
        const std::size_t end = rest.find(rest.substr(0, ticks), ticks);
        if (end == std::string_view::npos) {
            out_.add(rest.substr(0, ticks));
            at_ += ticks;
            return true;
        }
        out_.add(rest.substr(ticks, end - ticks));
        at_ += end;
        while (at_ < text_.size() && text_[at_] == '`') ++at_;
        return true;
    }

    /// Leaves out "[" here and "](address)" or "][name]" when their place comes.
    bool read_link()
    {
        const bool is_picture =
            text_[at_] == '!' && at_ + 1 < text_.size() && text_[at_ + 1] == '[';
        if (text_[at_] != '[' && !is_picture) return false;
        const std::size_t from = at_ + (is_picture ? 2 : 1);
        const std::size_t close = closing(from - 1, '[', ']');
        if (close == std::string_view::npos || close + 1 >= text_.size()) return false;
        const char next = text_[close + 1];
        if (next != '(' && next != '[') return false;
        const std::size_t end = closing(close + 1, next, next == '(' ? ')' : ']');
        if (end == std::string_view::npos) return false;
        jumps_[close] = end + 1;
        at_ = from;
        return true;
    }

    [[nodiscard]] std::size_t closing(std::size_t from, char open, char close) const
    {
        std::size_t depth = 0;
        const std::size_t to = std::min(text_.size(), from + look_ahead_max);
        for (std::size_t at = from; at < to; ++at) {
            if (text_[at] == '\\') {
                ++at;
            } else if (text_[at] == open) {
                ++depth;
            } else if (text_[at] == close && --depth == 0) {
                return at;
            }
        }
        return std::string_view::npos;
    }

    bool read_angle()
    {
        if (text_[at_] != '<' || at_ + 1 >= text_.size()) return false;
        const char first = text_[at_ + 1];
        const bool is_letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
        if (!is_letter && first != '/' && first != '!') return false;
        const std::string_view rest = ahead();
        const bool is_comment = rest.starts_with("<!--");
        const std::size_t end = is_comment ? rest.find("-->") : rest.find('>');
        if (end == std::string_view::npos) return false;
        const std::string_view inside = rest.substr(1, end - 1);
        const bool is_address = inside.find_first_of(" \t\n") == std::string_view::npos &&
                                (inside.find("://") != std::string_view::npos ||
                                 inside.find('@') != std::string_view::npos);
        if (is_address) {
            out_.add(inside);
        } else if (inside.starts_with("br")) {
            out_.add(' ', true);
        }
        at_ += end + (is_comment ? 3 : 1);
        return true;
    }

    bool read_entity()
    {
        if (text_[at_] != '&') return false;
        const std::string_view rest = text_.substr(at_);
        const auto* const found =
            std::find_if(entities.begin(), entities.end(),
                         [rest](const auto& one) { return rest.starts_with(one.first); });
        if (found == entities.end()) return false;
        out_.add(found->second);
        at_ += found->first.size();
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    marked_text out_;
    std::map<std::size_t, std::size_t> jumps_;
};

struct mark_run {
    std::size_t at = 0;
    std::size_t length = 0;
};

/// What a run of marks may do where it stands.
struct run_sides {
    bool opens = false;
    bool closes = false;
};

run_sides sides_of(const std::string& text, const mark_run& run)
{
    const std::size_t end = run.at + run.length;
    const char before = run.at == 0 ? ' ' : text[run.at - 1];
    const char behind = end == text.size() ? ' ' : text[end];
    const bool is_inside_word = text[run.at] != '*' && is_word(before) && is_word(behind);
    return {behind != ' ' && behind != '\n' && !is_inside_word,
            before != ' ' && before != '\n' && !is_inside_word};
}

/// Closes what is open with a run.  @return how many of its marks are left.
std::size_t close_with(const mark_run& run, std::vector<mark_run>& open,
                       std::vector<bool>& is_dropped)
{
    const std::size_t end = run.at + run.length;
    std::size_t left = run.length;
    while (left > 0 && !open.empty()) {
        mark_run& opener = open.back();
        const std::size_t both = std::min(opener.length, left);
        for (std::size_t step = 0; step < both; ++step) {
            is_dropped[opener.at + opener.length - 1 - step] = true;
            is_dropped[end - left + step] = true;
        }
        opener.length -= both;
        left -= both;
        if (opener.length == 0) open.pop_back();
    }
    return left;
}

/// Notes in `is_dropped` the marks of `mark` that open and close emphasis.
void drop_emphasis(const marked_text& of, char mark, std::vector<bool>& is_dropped)
{
    const std::string& text = of.text;
    std::vector<mark_run> open;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != mark || of.is_literal[at]) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && text[end] == mark && !of.is_literal[end]) ++end;
        const mark_run run{at, end - at};
        at = end;
        if (mark == '~' && run.length != 2) continue;
        const run_sides may = sides_of(text, run);
        const std::size_t left = may.closes ? close_with(run, open, is_dropped) : run.length;
        if (may.opens && left > 0) open.push_back({end - left, left});
    }
}

}  // namespace

std::string without_inline_marks(std::string_view markdown)
{
    const marked_text read = mark_reader(markdown).read();
    std::vector<bool> is_dropped(read.text.size(), false);
    for (const char mark : {'*', '_', '~'}) drop_emphasis(read, mark, is_dropped);
    std::string text;
    text.reserve(read.text.size());
    for (std::size_t at = 0; at < read.text.size(); ++at)
        if (!is_dropped[at]) text += read.text[at];
    return text;
}

}  // namespace parlance::extract
