#include <parlance/extract/format_tokens.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <utility>

namespace parlance::extract {
namespace {

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
}

/// Splits a section into what is written as it is, what stands for digits and parts of dates.
class format_scanner {
public:
    explicit format_scanner(std::string_view code) : code_(code) {}

    std::vector<format_token> read()
    {
        while (at_ < code_.size()) step();
        return std::move(tokens_);
    }

private:
    void step()
    {
        const char letter = code_[at_];
        if (letter == '"') return quoted();
        if (letter == '[') return bracketed();
        if (letter == '\\') {
            ++at_;
            if (at_ < code_.size()) add(format_token::kind::literal, code_[at_++]);
        } else if (letter == '_' || letter == '*') {
            at_ += 2;  // a gap as wide as a letter, or a filling
        } else if (std::string_view("0#?.,%").find(letter) != std::string_view::npos) {
            add(is_in_date() && letter != '0' ? format_token::kind::literal
                                              : format_token::kind::number,
                letter);
            ++at_;
        } else if (std::string_view("ymdhs").find(lower(letter)) != std::string_view::npos) {
            date_letters(lower(letter));
        } else if (code_.substr(at_, 5) == "AM/PM" || code_.substr(at_, 5) == "am/pm") {
            tokens_.push_back({format_token::kind::date, "ampm"});
            at_ += 5;
        } else {
            add(format_token::kind::literal, letter);
            ++at_;
        }
    }

    [[nodiscard]] bool is_in_date() const
    {
        return std::any_of(tokens_.begin(), tokens_.end(), [](const format_token& one) {
            return one.is == format_token::kind::date;
        });
    }

    void add(format_token::kind kind, char letter)
    {
        if (tokens_.empty() || tokens_.back().is != kind || kind == format_token::kind::date) {
            tokens_.push_back({kind, {}});
        }
        tokens_.back().text += letter;
    }

    void date_letters(char letter)
    {
        std::string text;
        while (at_ < code_.size() && lower(code_[at_]) == letter) {
            text += letter;
            ++at_;
        }
        tokens_.push_back({format_token::kind::date, std::move(text)});
    }

    void quoted()
    {
        for (++at_; at_ < code_.size() && code_[at_] != '"'; ++at_) {
            add(format_token::kind::literal, code_[at_]);
        }
        ++at_;
    }

    /// [Red], [$€-407], [>=100], [h]
    void bracketed()
    {
        const std::size_t end = std::min(code_.find(']', at_), code_.size());
        const std::string_view inside = code_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        if (inside.starts_with('$')) {
            for (const char letter : inside.substr(1, inside.find('-') - 1)) {
                add(format_token::kind::literal, letter);
            }
        } else if (!inside.empty() &&
                   inside.find_first_not_of("hHmMsS") == std::string_view::npos) {
            tokens_.push_back({format_token::kind::date, std::string("[") + lower(inside.front())});
        }
    }

    std::string_view code_;
    std::size_t at_ = 0;
    std::vector<format_token> tokens_;
};

}  // namespace

std::vector<std::string_view> format_sections(std::string_view code)
{
    std::vector<std::string_view> sections;
    std::size_t from = 0;
    bool is_quoted = false;
    for (std::size_t at = 0; at < code.size(); ++at) {
        if (code[at] == '"') is_quoted = !is_quoted;
        if (code[at] == '\\') ++at;
        else if (code[at] == ';' && !is_quoted) {
            sections.push_back(code.substr(from, at - from));
            from = at + 1;
        }
    }
    sections.push_back(code.substr(std::min(from, code.size())));
    return sections;
}

std::vector<format_token> format_tokens(std::string_view section)
{
    return format_scanner(section).read();
}

bool is_date_format(const std::vector<format_token>& tokens)
{
    return std::any_of(tokens.begin(), tokens.end(),
                       [](const format_token& one) { return one.is == format_token::kind::date; });
}

std::string printed_number(double value, int decimals)
{
    std::array<char, 400> room{};
    const int length = std::snprintf(room.data(), room.size(), "%.*f", decimals, value);
    return {room.data(), static_cast<std::size_t>(std::clamp(length, 0, 399))};
}

}  // namespace parlance::extract
