#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parlance::extract {

/// A part of a number format: written as it is, places for digits, or a part of a date.
struct format_token {
    enum class kind { literal, number, date };
    kind is = kind::literal;
    std::string text;
};

/// The parts of a code between semicolons: for positive numbers, negative ones, zero.
std::vector<std::string_view> format_sections(std::string_view code);

std::vector<format_token> format_tokens(std::string_view section);

/// True when a part of a date is among them.
bool is_date_format(const std::vector<format_token>& tokens);

/// A number in decimals, without an exponent.
std::string printed_number(double value, int decimals);

}  // namespace parlance::extract
