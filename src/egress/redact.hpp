#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parlance::egress {

inline constexpr std::size_t upstream_words_bytes_max = 300;  // what an error may quote of a reply

/// What an upstream said, fit for an error's detail: `key` and everything that looks like a key or
/// a token is replaced by "***", control characters by spaces, invalid UTF-8 by "?", and the rest
/// is cut to `upstream_words_bytes_max`.
std::string redacted(std::string_view said, std::string_view key = {});

}  // namespace parlance::egress
