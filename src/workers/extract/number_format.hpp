#pragma once

#include <string>
#include <string_view>

namespace parlance::extract {

/// From which day a workbook counts its dates.
enum class date_epoch { from_1900, from_1904 };

/// A number as a sheet shows it under a format code such as "#,##0.00 €", "0%" or "dd.mm.yyyy".
/// Dates in a format that depends on the reader's country are shown as 2024-12-31. A format that
/// is not understood, such as a fraction, shows the plain number.
/// @source ECMA-376 part 1, 18.8.30 and 18.8.31.
std::string formatted_number(double value, std::string_view code, date_epoch epoch);

/// The format code of a built-in number format; empty for General and unknown ones.
std::string_view builtin_format(unsigned id);

}  // namespace parlance::extract
