#pragma once

#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

#include <string_view>

namespace parlance::extract {

/// reStructuredText: underlined titles make the paths, their levels in the order in which their
/// marks appear; rows of tables and items of lists stand on lines of their own; comments, targets
/// and pictures are left out. @source Docutils, reStructuredText Markup Specification.
/// @errors  upstream_rejected with a sentence for people.
result<document_text> read_rst(std::string_view bytes);

}  // namespace parlance::extract
