#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// Limits of documents that only this folder and its adapters need; see foundation/limits.hpp.
namespace parlance::knowledge {

inline constexpr std::int64_t document_passages_max = 100'000;   // 64 MiB of text has 20,000
inline constexpr std::int64_t readings_begun_max = 20;           // kills included: else for ever
inline constexpr std::size_t page_passages_max = 512;            // 4 MiB; a printed page has one
inline constexpr std::size_t passages_kept_at_once = 256;        // others wait for the write: 50 ms
inline constexpr std::chrono::seconds queue_looked_at_every{5};  // when replicas share it
inline constexpr std::size_t rows_purged_at_once = 500;
inline constexpr std::chrono::hours purge_every{1};
inline constexpr std::chrono::hours unused_content_age_min{1};  // an upload's row comes in seconds
inline constexpr std::size_t content_looked_at_at_once = 500;
inline constexpr std::chrono::hours bin_kept_for{14 * 24};  // two weeks' leave: then it is noticed
inline constexpr std::chrono::seconds mark_looked_at_every{5};    // until it is ours
inline constexpr std::chrono::seconds owner_looked_at_every{60};  // a decision against us

}  // namespace parlance::knowledge
