#include <parlance/extract/number_format.hpp>

#include <parlance/extract/outline.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

namespace parlance::extract {
namespace {

struct token {
    enum class kind { literal, number, date };
    kind is = kind::literal;
    std::string text;
};

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
}

std::string printed(double value, int decimals)
{
    std::array<char, 400> room{};
    const int length = std::snprintf(room.data(), room.size(), "%.*f", decimals, value);
    return {room.data(), static_cast<std::size_t>(std::clamp(length, 0, 399))};
}

/// As "General" shows it, but long whole numbers in full.
std::string general(double value)
{
    constexpr double whole_max = 1e15;
    if (std::abs(value) < whole_max && value == std::trunc(value)) return printed(value + 0.0, 0);
    std::array<char, 40> room{};
    const int length = std::snprintf(room.data(), room.size(), "%.10g", value);
    return {room.data(), static_cast<std::size_t>(std::max(length, 0))};
}

/// The parts of a code between semicolons: for positive numbers, negative ones, zero.
std::vector<std::string_view> sections_of(std::string_view code)
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

/// Splits a section into what is written as it is, what stands for digits and parts of dates.
class format_scanner {
public:
    explicit format_scanner(std::string_view code) : code_(code) {}

    std::vector<token> read()
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
            if (at_ < code_.size()) add(token::kind::literal, code_[at_++]);
        } else if (letter == '_' || letter == '*') {
            at_ += 2;  // a gap as wide as a letter, or a filling
        } else if (std::string_view("0#?.,%").find(letter) != std::string_view::npos) {
            add(is_in_date() && letter != '0' ? token::kind::literal : token::kind::number, letter);
            ++at_;
        } else if (std::string_view("ymdhs").find(lower(letter)) != std::string_view::npos) {
            date_letters(lower(letter));
        } else if (code_.substr(at_, 5) == "AM/PM" || code_.substr(at_, 5) == "am/pm") {
            tokens_.push_back({token::kind::date, "ampm"});
            at_ += 5;
        } else {
            add(token::kind::literal, letter);
            ++at_;
        }
    }

    [[nodiscard]] bool is_in_date() const
    {
        return std::any_of(tokens_.begin(), tokens_.end(),
                           [](const token& one) { return one.is == token::kind::date; });
    }

    void add(token::kind kind, char letter)
    {
        if (tokens_.empty() || tokens_.back().is != kind || kind == token::kind::date) {
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
        tokens_.push_back({token::kind::date, std::move(text)});
    }

    void quoted()
    {
        for (++at_; at_ < code_.size() && code_[at_] != '"'; ++at_) {
            add(token::kind::literal, code_[at_]);
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
                add(token::kind::literal, letter);
            }
        } else if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) {
            tokens_.push_back({token::kind::date, std::string("[") + lower(inside.front())});
        }
    }

    std::string_view code_;
    std::size_t at_ = 0;
    std::vector<token> tokens_;
};

struct moment {
    int year = 1900;
    unsigned month = 1;
    unsigned day = 1;
    unsigned weekday = 0;
    std::int64_t seconds = 0;  // of the day
    double days = 0;           // as the sheet holds it
};

moment moment_of(double value, date_epoch epoch)
{
    using namespace std::chrono;
    moment when;
    when.days = value;
    // Day 60 of 1900 is 29 February, which did not exist: days before it are one off.
    const double first = epoch == date_epoch::from_1904 ? -24'107 : (value < 60 ? -25'568 : -25'569);
    double day = std::floor(value);
    when.seconds = static_cast<std::int64_t>(std::llround((value - day) * 86'400));
    if (when.seconds >= 86'400) {
        when.seconds -= 86'400;
        day += 1;
    }
    const sys_days date{days(static_cast<int>(day + first))};
    const year_month_day civil(date);
    when.year = static_cast<int>(civil.year());
    when.month = static_cast<unsigned>(civil.month());
    when.day = static_cast<unsigned>(civil.day());
    when.weekday = std::chrono::weekday(date).c_encoding();
    return when;
}

constexpr std::array<std::string_view, 12> months{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};

std::string padded(std::int64_t number, std::size_t digits)
{
    std::string text = std::to_string(number);
    if (text.size() < digits) text.insert(0, digits - text.size(), '0');
    return text;
}

std::string name_or_number(std::size_t letters, unsigned number, std::string_view name)
{
    if (letters <= 2) return padded(number, letters);
    return std::string(letters == 3 ? name.substr(0, 3) : name);
}

class date_writer {
public:
    date_writer(const std::vector<token>& tokens, const moment& when)
        : tokens_(tokens), when_(when)
    {
        has_noon_ = std::any_of(tokens.begin(), tokens.end(),
                                [](const token& one) { return one.text == "ampm"; });
    }

    std::string write()
    {
        std::string text;
        for (at_ = 0; at_ < tokens_.size(); ++at_) {
            text += tokens_[at_].is == token::kind::date ? part() : tokens_[at_].text;
        }
        return text;
    }

private:
    std::string part()
    {
        const std::string& letters = tokens_[at_].text;
        const std::int64_t hour = when_.seconds / 3'600;
        if (letters == "ampm") return hour < 12 ? "AM" : "PM";
        switch (letters.front()) {
            case 'y': return letters.size() > 2 ? padded(when_.year, 4) : padded(when_.year % 100, 2);
            case 'd': return name_or_number(letters.size(), when_.day, weekdays.at(when_.weekday));
            case 'h': return padded(has_noon_ ? (hour + 11) % 12 + 1 : hour, letters.size());
            case 's': return padded(when_.seconds % 60, letters.size());
            case 'm':
                if (is_minutes()) return padded(when_.seconds / 60 % 60, letters.size());
                return name_or_number(letters.size(), when_.month, months.at(when_.month - 1));
            default: return elapsed(letters.back());
        }
    }

    /// "m" are minutes after hours and before seconds.
    [[nodiscard]] bool is_minutes() const
    {
        for (std::size_t before = at_; before-- > 0;) {
            if (tokens_[before].is != token::kind::date) continue;
            const std::string& text = tokens_[before].text;
            if (text.front() == 'h' || text == "[h") return true;
            break;
        }
        for (std::size_t after = at_ + 1; after < tokens_.size(); ++after) {
            if (tokens_[after].is == token::kind::date) return tokens_[after].text.front() == 's';
        }
        return false;
    }

    [[nodiscard]] std::string elapsed(char unit) const
    {
        const double per_day = unit == 'h' ? 24 : unit == 'm' ? 1'440 : 86'400;
        return printed(std::floor(when_.days * per_day + 1e-6), 0);
    }

    const std::vector<token>& tokens_;
    const moment& when_;
    bool has_noon_ = false;
    std::size_t at_ = 0;
};

std::string with_thousands(std::string digits)
{
    const std::size_t dot = std::min(digits.find('.'), digits.size());
    for (std::size_t at = dot; at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

/// The digits that a placeholder such as "#,##0.0#" gives a number that is not negative.
std::string digits_for(double value, std::string_view holder)
{
    // Commas behind the last digit divide by a thousand each.
    for (; holder.ends_with(','); holder.remove_suffix(1)) value /= 1'000;
    const std::size_t dot = holder.find('.');
    const std::string_view whole = holder.substr(0, dot);
    const std::string_view part = dot == std::string_view::npos ? "" : holder.substr(dot + 1);
    const auto places = [](std::string_view text, std::string_view marks) {
        return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [&](char letter) {
            return marks.find(letter) != std::string_view::npos;
        }));
    };
    const std::size_t last = whole.find_last_of("0#?");
    const std::size_t decimals = std::min<std::size_t>(places(part, "0#?"), 15);
    const std::size_t least = places(part, "0");
    std::string digits = printed(value, static_cast<int>(decimals));
    for (std::size_t optional = decimals; optional > least && digits.back() == '0'; --optional) {
        digits.pop_back();
    }
    if (!digits.empty() && digits.back() == '.') digits.pop_back();
    const std::size_t whole_digits = std::min(digits.find('.'), digits.size());
    const std::size_t wanted = std::min<std::size_t>(places(whole, "0"), 40);
    if (whole_digits < wanted) digits.insert(0, wanted - whole_digits, '0');
    const bool has_thousands =
        last != std::string_view::npos && whole.substr(0, last).find(',') != std::string_view::npos;
    return has_thousands ? with_thousands(std::move(digits)) : digits;
}

bool is_understood(std::string_view section)
{
    std::string plain;
    for (const token& one : format_scanner(section).read()) {
        if (one.is == token::kind::number) plain += one.text;
        if (one.is == token::kind::literal && one.text.find('/') != std::string::npos) return false;
        // E+00, General and @ have letters of their own.
        if (one.is == token::kind::literal && one.text.find_first_of("@") != std::string::npos) {
            return false;
        }
    }
    return section.find("E+") == std::string_view::npos &&
           section.find("E-") == std::string_view::npos &&
           section.find("eneral") == std::string_view::npos;
}

std::string number_in(double value, const std::vector<token>& tokens)
{
    std::string text;
    bool is_written = false;
    std::size_t percents = 0;
    for (const token& one : tokens) {
        if (one.is != token::kind::number) continue;
        percents += static_cast<std::size_t>(std::count(one.text.begin(), one.text.end(), '%'));
    }
    for (std::size_t step = 0; step < std::min<std::size_t>(percents, 2); ++step) value *= 100;
    for (const token& one : tokens) {
        if (one.is != token::kind::number) {
            text += one.text;
            continue;
        }
        const bool has_digits = one.text.find_first_of("0#?") != std::string::npos;
        if (has_digits && !is_written) text += digits_for(value, one.text);
        if (has_digits) is_written = true;
        if (!has_digits && one.text.find('%') == std::string::npos) text += one.text;
        if (one.text.find('%') != std::string::npos) text += '%';
    }
    return text;
}

}  // namespace

std::string formatted_number(double value, std::string_view code, date_epoch epoch)
{
    constexpr double date_max = 2'958'466;  // the last day of 9999
    if (!std::isfinite(value)) return {};
    const auto sections = sections_of(code);
    std::string_view section = sections.front();
    bool is_signed = value < 0;
    if (value < 0 && sections.size() > 1 && !sections[1].empty()) {
        section = sections[1];
        is_signed = false;
    }
    if (value == 0 && sections.size() > 2 && !sections[2].empty()) section = sections[2];
    if (section.empty() || code.size() > 300) return general(value);
    const std::vector<token> tokens = format_scanner(section).read();
    const bool is_date = std::any_of(tokens.begin(), tokens.end(), [](const token& one) {
        return one.is == token::kind::date;
    });
    if (section.find("eneral") != std::string_view::npos) return general(value);
    if (is_date) {
        if (value < 0 || value >= date_max) return general(value);
        const moment when = moment_of(value, epoch);
        return one_line(date_writer(tokens, when).write());
    }
    if (!is_understood(section)) return general(value);
    std::string text = one_line(number_in(std::abs(value), tokens));
    if (text.find_first_of("0123456789") == std::string::npos && value != 0) return general(value);
    return is_signed && text.find_first_of("123456789") != std::string::npos ? "-" + text : text;
}

std::string_view builtin_format(unsigned id)
{
    switch (id) {
        case 1: return "0";
        case 2: return "0.00";
        case 3: return "#,##0";
        case 4: return "#,##0.00";
        case 9: return "0%";
        case 10: return "0.00%";
        case 14: return "yyyy-mm-dd";
        case 15: return "d-mmm-yy";
        case 16: return "d-mmm";
        case 17: return "mmm-yy";
        case 18: return "h:mm AM/PM";
        case 19: return "h:mm:ss AM/PM";
        case 20: return "h:mm";
        case 21: return "h:mm:ss";
        case 22: return "yyyy-mm-dd h:mm";
        case 37:
        case 38: return "#,##0;(#,##0)";
        case 39:
        case 40: return "#,##0.00;(#,##0.00)";
        case 45: return "mm:ss";
        case 46: return "[h]:mm:ss";
        case 47: return "mm:ss.0";
        default: return {};
    }
}

}  // namespace parlance::extract
