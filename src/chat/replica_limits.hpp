#pragma once

#include <chrono>
#include <cstddef>

// Limits of what replicas do for each other, and of a store that is away for a while.
namespace parlance::chat {

inline constexpr std::chrono::milliseconds stops_looked_for_every{500};  // heard of within 1 s
inline constexpr std::chrono::seconds follow_slowly_every{2};    // a message was lost, at worst
inline constexpr std::chrono::seconds feeds_looked_at_every{1};  // while no messages arrive
inline constexpr std::chrono::seconds pulse_every{1};            // a fifth of limits::loop_gap_max
inline constexpr std::chrono::seconds beat_time_max{3};          // a store that does not answer
// A failover of a database takes up to two minutes; a turn that was taken in waits for it.
inline constexpr std::chrono::seconds store_outage_max{150};
inline constexpr std::chrono::seconds write_pause_max{2};  // between tries to write progress
// Full: dropped, each is only a hint. An outage of a minute at 17 turns a second.
inline constexpr std::size_t news_waiting_max = 1'024;
// Answers go on in memory while the store is away: at 50 tokens/s and 4 bytes, 1,000 turns fill
// this in 20 minutes. Beyond it the largest ones end.
inline constexpr std::size_t unwritten_bytes_max = 256 * 1024 * 1024;
// A commit that hangs is not waited for with this; 4,096 turns grow by a few MB in it.
inline constexpr std::chrono::seconds bound_looked_at_every{1};
inline constexpr std::size_t written_at_once_bytes = 8 * 1024 * 1024;  // in one transaction

}  // namespace parlance::chat
