#pragma once

#include <cstddef>

// Limits of what is read of a conversation at once.
namespace parlance::chat {

// An opened part; a turn alone may be longer, see limits::answer_bytes_max. 50 usual turns have a
// fifth of it.
inline constexpr std::size_t opened_bytes_max = 512 * 1024;
// A step of an export: what one that is read slowly holds, and what one that is read quickly waits
// for between two steps.
inline constexpr std::size_t exported_turns_max = 100;
inline constexpr std::size_t exported_bytes_max = 256 * 1024;
inline constexpr std::size_t event_bytes_counted = 256;  // a citation or a step, as JSON
// Of one turn: more of them say again what was said. Its quotes have 2 MiB at most then.
inline constexpr std::size_t citations_shown_max = 256;

}  // namespace parlance::chat
