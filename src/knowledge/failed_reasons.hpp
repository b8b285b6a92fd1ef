#pragma once

#include <string_view>

// Why a document failed, where adding the same file again cures it.
namespace parlance::knowledge {

inline constexpr std::string_view bytes_missing_reason =
    "The stored file is missing. Add it again.";
inline constexpr std::string_view bytes_damaged_reason =
    "The stored file is damaged. Add it again.";

inline bool is_cured_by_adding_again(std::string_view reason)
{
    return reason == bytes_missing_reason || reason == bytes_damaged_reason;
}

}  // namespace parlance::knowledge
