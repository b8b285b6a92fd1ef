#pragma once

#include <parlance/foundation/error.hpp>

#include <string>
#include <string_view>

namespace parlance::knowledge {

/// The last part of a path as somebody sent it, / and \ alike.
/// @errors  invalid_request: no name, more than limits::file_name_bytes_max, control characters,
///          no UTF-8.
result<std::string> clean_file_name(std::string_view offered);

/// The media type that the name's ending stands for; application/octet-stream for an unknown one.
std::string_view media_type_of(std::string_view file_name);

}  // namespace parlance::knowledge
