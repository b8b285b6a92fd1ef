#pragma once

#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

#include <string_view>

namespace parlance::extract {

/// Markdown as people read it: headings make the paths, a table row is one line
/// ("Zone: 1; Countries: …"), so is a list item. @source CommonMark 0.30, tables of GitHub.
/// @errors  upstream_rejected with a sentence for people.
result<document_text> read_markdown(std::string_view bytes);

}  // namespace parlance::extract
