#pragma once

#include <parlance/extract/archive.hpp>
#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

namespace parlance::extract {

/// A Word document: styles make the paths, a table row or list item is one line, a note stands
/// below the paragraph that refers to it, headers and footers stand once at the end.
/// @source ECMA-376 part 1, 17. @errors  upstream_rejected with a sentence for people.
result<document_text> read_docx(archive& file);

}  // namespace parlance::extract
