#pragma once

#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

#include <string_view>

namespace parlance::extract {

/// Plain text: paragraphs stand between empty lines, lines that were only wrapped are joined. A
/// short line without final punctuation, or with a question mark, above a text is its heading.
/// @errors  upstream_rejected with a sentence for people.
result<document_text> read_plain_text(std::string_view bytes);

}  // namespace parlance::extract
