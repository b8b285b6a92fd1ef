#pragma once

#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

#include <string_view>

namespace parlance::extract {

/// The visible text of an HTML page: headings make the paths, a table row is one line
/// ("Header: value; Header: value"), a list item is one line. Scripts, styles and hidden elements
/// are left out. Nothing is loaded, however the page asks for it.
/// @errors  upstream_rejected with a sentence for people.
result<document_text> read_html(std::string_view bytes);

}  // namespace parlance::extract
