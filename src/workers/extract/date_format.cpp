#include <parlance/extract/date_format.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parlance::extract {
namespace {

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
    moment when;
    when.days = value;
    // Day 60 of 1900 is 29 February, which did not exist: days before it are one off.
    const double first =
        epoch == date_epoch::from_1904 ? -24'107 : (value < 60 ? -25'568 : -25'569);
    double day = std::floor(value);
    when.seconds = static_cast<std::int64_t>(std::llround((value - day) * 86'400));
    if (when.seconds >= 86'400) {
        when.seconds -= 86'400;
        day += 1;
    }
    const std::chrono::sys_days date{std::chrono::days(static_cast<int>(day + first))};
    const std::chrono::year_month_day civil(date);
    when.year = static_cast<int>(civil.year());
    when.month = static_cast<unsigned>(civil.month());
    when.day = static_cast<unsigned>(civil.day());
    when.weekday = std::chrono::weekday(date).c_encoding();
    return when;
}

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};
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
    date_writer(const std::vector<format_token>& tokens, const moment& when)
        : tokens_(tokens),
          when_(when),
          has_noon_(std::any_of(tokens.begin(), tokens.end(),
                                [](const format_token& one) { return one.text == "ampm"; }))
    {
    }

    std::string write()
    {
        std::string text;
        for (at_ = 0; at_ < tokens_.size(); ++at_) {
            text += tokens_[at_].is == format_token::kind::date ? part() : tokens_[at_].text;
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
            case 'y':
                return letters.size() > 2 ? padded(when_.year, 4) : padded(when_.year % 100, 2);
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
            if (tokens_[before].is != format_token::kind::date) continue;
            const std::string& text = tokens_[before].text;
            if (text.front() == 'h' || text == "[h") return true;
            break;
        }
        for (std::size_t after = at_ + 1; after < tokens_.size(); ++after) {
            if (tokens_[after].is == format_token::kind::date)
                return tokens_[after].text.front() == 's';
        }
        return false;
    }

    [[nodiscard]] std::string elapsed(char unit) const
    {
        const double per_day = unit == 'h' ? 24 : unit == 'm' ? 1'440 : 86'400;
        return printed_number(std::floor(when_.days * per_day + 1e-6), 0);
    }

    const std::vector<format_token>& tokens_;
    const moment& when_;
    bool has_noon_;
    std::size_t at_ = 0;
};

}  // namespace

std::string formatted_date(double value, const std::vector<format_token>& tokens, date_epoch epoch)
{
    const moment when = moment_of(value, epoch);
    return date_writer(tokens, when).write();
}

}  // namespace parlance::extract
