#pragma once

#include <cstddef>
#include <string_view>

namespace parlance {

/// True for well-formed UTF-8 (no overlong forms, no surrogates). @source RFC 3629.
bool is_utf8(std::string_view text);

/// How many Unicode code points well-formed UTF-8 holds.
std::size_t count_characters(std::string_view text);

/// The largest character boundary at or below `at`, in bytes.
std::size_t floor_to_character(std::string_view text, std::size_t at);

/// True when nothing but white space (ASCII and the Unicode spaces people type) is in it.
bool is_blank(std::string_view text);

}  // namespace parlance
