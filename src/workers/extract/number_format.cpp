#include <parlance/extract/number_format.hpp>

#include <parlance/extract/date_format.hpp>
#include <parlance/extract/format_tokens.hpp>
#include <parlance/extract/outline.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

namespace parlance::extract {
namespace {

/// As "General" shows it, but long whole numbers in full.
std::string general(double value)
{
    constexpr double whole_max = 1e15;
    if (std::abs(value) < whole_max && value == std::trunc(value))
        return printed_number(value + 0.0, 0);
    std::array<char, 40> room{};
    const int length = std::snprintf(room.data(), room.size(), "%.10g", value);
    return {room.data(), static_cast<std::size_t>(std::max(length, 0))};
}

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
    std::string digits = printed_number(value, static_cast<int>(decimals));
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
    for (const format_token& one : format_tokens(section)) {
        if (one.is == format_token::kind::number) plain += one.text;
        if (one.is == format_token::kind::literal && one.text.find('/') != std::string::npos)
            return false;
        // E+00, General and @ have letters of their own.
        if (one.is == format_token::kind::literal && one.text.find('@') != std::string::npos) {
            return false;
        }
    }
    return section.find("E+") == std::string_view::npos &&
           section.find("E-") == std::string_view::npos &&
           section.find("eneral") == std::string_view::npos;
}

std::size_t percents_in(const std::vector<format_token>& tokens)
{
    std::size_t percents = 0;
    for (const format_token& one : tokens) {
        if (one.is != format_token::kind::number) continue;
        percents += static_cast<std::size_t>(std::count(one.text.begin(), one.text.end(), '%'));
    }
    return percents;
}

std::string number_in(double value, const std::vector<format_token>& tokens)
{
    std::string text;
    bool is_written = false;
    const std::size_t percents = std::min<std::size_t>(percents_in(tokens), 2);
    for (std::size_t step = 0; step < percents; ++step) value *= 100;
    for (const format_token& one : tokens) {
        if (one.is != format_token::kind::number) {
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

/// The part of a format that is for a value, and whether a sign belongs in front.
struct chosen_section {
    std::string_view is;
    bool is_signed = false;
};

chosen_section section_for(double value, const std::vector<std::string_view>& sections)
{
    const auto has = [&sections](std::size_t which) {
        return sections.size() > which && !sections[which].empty();
    };
    if (value < 0 && has(1)) return {sections[1], false};
    if (value == 0 && has(2)) return {sections[2], false};
    return {sections.front(), value < 0};
}

}  // namespace

std::string formatted_number(double value, std::string_view code, date_epoch epoch)
{
    constexpr double date_max = 2'958'466;  // the last day of 9999
    if (!std::isfinite(value)) return {};
    const auto [section, is_signed] = section_for(value, format_sections(code));
    if (section.empty() || code.size() > 300) return general(value);
    const std::vector<format_token> tokens = format_tokens(section);
    if (section.find("eneral") != std::string_view::npos) return general(value);
    if (is_date_format(tokens)) {
        if (value < 0 || value >= date_max) return general(value);
        return one_line(formatted_date(value, tokens, epoch));
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
