#pragma once

#include <parlance/extract/format_tokens.hpp>
#include <parlance/extract/number_format.hpp>

#include <string>
#include <vector>

namespace parlance::extract {

/// The moment that a sheet holds as a number of days, written as the tokens say.
/// @param value  from 0 to the last day of the year 9999.
std::string formatted_date(double value, const std::vector<format_token>& tokens, date_epoch epoch);

}  // namespace parlance::extract
