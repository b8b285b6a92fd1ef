#pragma once

#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

#include <string_view>

namespace parlance::extract {

/// Source code: the lines that begin classes and functions make the paths, lines are kept as they
/// are. A line is told by its first words and its end, not by the grammar of its language.
/// @errors  upstream_rejected with a sentence for people.
result<document_text> read_source(std::string_view bytes);

}  // namespace parlance::extract
