#pragma once

#include <parlance/foundation/error.hpp>

#include <string>
#include <string_view>

namespace parlance::knowledge {

/// The last part of a path as somebody sent it, / and \ alike, without control characters and
/// marks that turn the direction of writing; a long one is shortened to
/// limits::file_name_bytes_max, its ending kept.
/// @errors  invalid_request: no name is left, or it is no UTF-8.
result<std::string> clean_file_name(std::string_view offered);

/// The media type that the name's ending stands for; application/octet-stream for an unknown one.
std::string_view media_type_of(std::string_view file_name);

/// What the pages of a document's text are.
enum class page_kind { page, slide, part };
std::string_view name_of(page_kind kind);
page_kind page_kind_of(std::string_view media_type);

}  // namespace parlance::knowledge
