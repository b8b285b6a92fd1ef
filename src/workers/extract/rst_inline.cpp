#include <parlance/extract/rst_inline.hpp>

#include <algorithm>

namespace parlance::extract {
namespace {

constexpr std::size_t marked_bytes_max = 2'000;  // bounds the search for an end

bool is_word(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9');
}

/// Where the mark that opens at `at` is closed; npos when it is not, or opens nothing.
std::size_t end_of(std::string_view text, std::size_t at, std::string_view mark)
{
    const std::size_t from = at + mark.size();
    const bool is_inside_word = at > 0 && is_word(text[at - 1]);
    if (is_inside_word || from >= text.size() || text[from] == ' ') return std::string_view::npos;
    const std::size_t end = text.substr(0, from + marked_bytes_max).find(mark, from + 1);
    return end == std::string_view::npos || text[end - 1] == ' ' ? std::string_view::npos : end;
}

/// "text <address>" is its text.
std::string_view without_address(std::string_view inside)
{
    const std::size_t open = inside.rfind(" <");
    return inside.ends_with('>') && open != std::string_view::npos ? inside.substr(0, open)
                                                                   : inside;
}

/// The length of ":role:" when a piece in back quotes follows it.
std::size_t role_at(std::string_view text, std::size_t at)
{
    constexpr std::size_t role_bytes_max = 60;
    if (at > 0 && is_word(text[at - 1])) return 0;
    std::size_t end = at + 1;
    while (end < text.size() && end - at < role_bytes_max &&
           (is_word(text[end]) ||
            std::string_view("-_.:+").find(text[end]) != std::string_view::npos)) {
        ++end;
    }
    const bool is_role =
        end < text.size() && text[end] == '`' && end > at + 2 && text[end - 1] == ':';
    return is_role ? end - at : 0;
}

class inline_reader {
public:
    explicit inline_reader(std::string_view text) : text_(text) {}

    std::string read()
    {
        out_.reserve(text_.size());
        while (at_ < text_.size()) step();
        return std::move(out_);
    }

private:
    void step()
    {
        const char letter = text_[at_];
        if (letter == '\\' && at_ + 1 < text_.size()) {
            if (text_[at_ + 1] != ' ') out_ += text_[at_ + 1];
            at_ += 2;
            return;
        }
        if (letter == ':') {
            if (const std::size_t role = role_at(text_, at_); role > 0) {
                at_ += role;
                return;
            }
        }
        for (const std::string_view mark : {"``", "`", "**", "*", "|"}) {
            if (text_.substr(at_, mark.size()) != mark) continue;
            if (take(mark)) return;
        }
        if (letter == '_' && ends_reference()) {
            ++at_;
            return;
        }
        out_ += letter;
        ++at_;
    }

    bool take(std::string_view mark)
    {
        const std::size_t end = end_of(text_, at_, mark);
        if (end == std::string_view::npos) return false;
        const std::string_view inside = text_.substr(at_ + mark.size(), end - at_ - mark.size());
        out_ += mark == "`" ? without_address(inside) : inside;
        at_ = end + mark.size();
        while (mark == "`" && at_ < text_.size() && text_[at_] == '_') ++at_;
        return true;
    }

    /// "name_" and "name__" point somewhere.
    [[nodiscard]] bool ends_reference() const
    {
        if (at_ == 0 || !(is_word(text_[at_ - 1]) || text_[at_ - 1] == '_')) return false;
        const std::size_t next = text_.find_first_not_of('_', at_);
        return next == std::string_view::npos || !is_word(text_[next]);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string out_;
};

}  // namespace

std::string without_rst_marks(std::string_view text)
{
    return inline_reader(text).read();
}

}  // namespace parlance::extract
