#pragma once

#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

#include <string_view>

namespace parlance::extract {

/// A JSON file: an object of plain values is one line ("name: value; name: value"), a list of
/// objects a section under its name. @source RFC 8259.
/// @errors  upstream_rejected with a sentence for people.
result<document_text> read_json(std::string_view bytes);

/// One JSON value a line.
result<document_text> read_json_lines(std::string_view bytes);

}  // namespace parlance::extract
