#pragma once

#include <string_view>
#include <vector>

namespace parlance::extract {

/// The lines of a text without their ends.
std::vector<std::string_view> lines_of(std::string_view text);

/// Without white space at its ends.
std::string_view trimmed(std::string_view text);

}  // namespace parlance::extract
