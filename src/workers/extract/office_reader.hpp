#pragma once

#include <parlance/extract/document_text.hpp>
#include <parlance/extract/file_kind.hpp>
#include <parlance/foundation/error.hpp>

#include <string_view>

namespace parlance::extract {

/// A Word document, presentation or workbook.
/// @errors  upstream_rejected with a sentence for people.
result<document_text> read_office(file_kind kind, std::string_view bytes);

}  // namespace parlance::extract
