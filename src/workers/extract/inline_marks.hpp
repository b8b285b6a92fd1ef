#pragma once

#include <string>
#include <string_view>

namespace parlance::extract {

/// A piece of Markdown as people read it: emphasis, code, link and HTML marks taken out, no word
/// touched. Links keep their text, pictures their description.
std::string without_inline_marks(std::string_view markdown);

}  // namespace parlance::extract
