#pragma once

#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

#include <string_view>

namespace parlance::extract {

/// Comma, semicolon, tab or bar separated values: one line for a row, "store: Old Mill; city: …".
/// The separator is found out unless `name_says` gives it ('\t' for .tsv; 0 = find out).
/// @source RFC 4180, with what spreadsheets write.
/// @errors  upstream_rejected with a sentence for people.
result<document_text> read_delimited(std::string_view bytes, char name_says);

}  // namespace parlance::extract
