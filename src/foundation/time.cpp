#include <parlance/foundation/time.hpp>

#include <cstdio>

namespace parlance {
namespace chrono = std::chrono;
namespace {

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count)
{
    int value = 0;
    for (const char letter : text.substr(from, count)) {
        if (letter < '0' || letter > '9') return std::nullopt;  // from_chars would take a sign
        value = value * 10 + (letter - '0');
    }
    return value;
}

}  // namespace

std::string format_time(wall_time when)
{
    const auto day = chrono::floor<chrono::days>(when);
    const chrono::year_month_day date{day};
    const chrono::hh_mm_ss clock_time{when - day};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(clock_time.hours().count()),
                  static_cast<int>(clock_time.minutes().count()),
                  static_cast<int>(clock_time.seconds().count()),
                  static_cast<int>(clock_time.subseconds().count()));
    return text;
}

std::optional<wall_time> parse_time(std::string_view text)
{
    if (text.size() != 24 || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
        text[13] != ':' || text[16] != ':' || text[19] != '.' || text[23] != 'Z') {
        return std::nullopt;
    }
    const auto y = digits(text, 0, 4);
    const auto mo = digits(text, 5, 2);
    const auto d = digits(text, 8, 2);
    const auto h = digits(text, 11, 2);
    const auto mi = digits(text, 14, 2);
    const auto s = digits(text, 17, 2);
    const auto ms = digits(text, 20, 3);
    if (!y || !mo || !d || !h || !mi || !s || !ms) return std::nullopt;
    const chrono::year_month_day date{chrono::year{*y}, chrono::month{static_cast<unsigned>(*mo)},
                                      chrono::day{static_cast<unsigned>(*d)}};
    if (!date.ok() || *h > 23 || *mi > 59 || *s > 59) return std::nullopt;
    return wall_time{chrono::sys_days{date} + chrono::hours{*h} + chrono::minutes{*mi} +
                     chrono::seconds{*s} + chrono::milliseconds{*ms}};
}

}  // namespace parlance
