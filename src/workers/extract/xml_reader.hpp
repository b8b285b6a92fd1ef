#pragma once

#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

#include <string_view>

namespace parlance::extract {

/// An XML file of any kind: what holds only values is one line ("name: value; name: value"), what
/// holds text among its elements is a paragraph, the titles of sections and chapters make the
/// paths. Entities that the file declares stay as they are written.
/// @errors  upstream_rejected with a sentence for people.
result<document_text> read_xml(std::string_view bytes);

}  // namespace parlance::extract
