#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parlance::edge {

enum class plus_sign { is_itself, is_space };

/// Undoes percent-encoding. Nothing when an escape is malformed or the result is no UTF-8 or holds
/// a NUL.
std::optional<std::string> percent_decoded(std::string_view encoded, plus_sign plus);

}  // namespace parlance::edge
