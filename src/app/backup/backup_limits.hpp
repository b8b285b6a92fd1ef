#pragma once

#include <cstddef>
#include <cstdint>

// Every limit of a backup: its unit is in its name, its reason beside it.
namespace parlance::app {

inline constexpr std::size_t backup_originals_max = 1'000'000;  // a manifest is held in memory
inline constexpr std::size_t manifest_bytes_max = 128 * 1024 * 1024;  // a million originals fit
inline constexpr std::size_t manifest_text_bytes_max = 64;            // a version, a time
inline constexpr std::uint64_t backup_file_bytes_max = 1ULL << 50U;   // 1 PiB: sums cannot overflow
inline constexpr std::uint64_t room_bytes_spare = 1024 * 1024;        // folders, the manifest

}  // namespace parlance::app
