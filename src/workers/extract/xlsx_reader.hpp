#pragma once

#include <parlance/extract/archive.hpp>
#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

namespace parlance::extract {

/// A workbook: each visible sheet is a section under its name, each row one line with the values as
/// they are shown; formulas give the results that were stored. Hidden sheets, rows and columns are
/// left out, and so are comments. @source ECMA-376 part 1, 18.
/// @errors  upstream_rejected with a sentence for people.
result<document_text> read_xlsx(archive& file);

}  // namespace parlance::extract
