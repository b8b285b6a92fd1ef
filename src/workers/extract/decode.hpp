#pragma once

#include <parlance/foundation/error.hpp>

#include <string>
#include <string_view>

namespace parlance::extract {

/// The text of a file as UTF-8 with line ends \n. The encoding is told by a byte order mark, else
/// the bytes are valid UTF-8, else what the document says (`declared`, may be empty), else what
/// uchardet finds, else Windows-1252.
/// @errors  upstream_rejected: it is empty or no text; `detail` is a sentence for people.
result<std::string> decode(std::string_view bytes, std::string_view declared);

}  // namespace parlance::extract
