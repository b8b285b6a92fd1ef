#pragma once

#include <string>
#include <string_view>

namespace parlance::local_folder {

/// SHA-256 as 64 lower-case hexadecimal digits. @source FIPS 180-4.
std::string content_hash_of(std::string_view bytes);

/// True for what content_hash_of may answer: nothing else becomes part of a path.
bool is_content_hash(std::string_view text);

}  // namespace parlance::local_folder
