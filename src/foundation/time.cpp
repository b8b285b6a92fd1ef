#include <parlance/foundation/time.hpp>

#include <cstdio>

namespace parlance {
namespace chrono = std::chrono;

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

}  // namespace parlance
