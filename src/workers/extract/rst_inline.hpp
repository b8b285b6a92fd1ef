#pragma once

#include <string>
#include <string_view>

namespace parlance::extract {

/// A piece of reStructuredText as people read it: marks of emphasis, code, roles and links taken
/// out; links keep their text.
std::string without_rst_marks(std::string_view text);

}  // namespace parlance::extract
