#pragma once

#include <parlance/app/backup/backup_watch.hpp>
#include <parlance/app/backup/manifest.hpp>
#include <parlance/foundation/error.hpp>

#include <cstdint>
#include <filesystem>

namespace parlance::app {

/// The manifest of a backup folder.
/// @errors  invalid_request: it is no backup, was not finished, or is damaged.
result<manifest> manifest_in(const std::filesystem::path& folder);

/// Reads every file that the manifest names and compares it.
/// @errors  invalid_request naming the first file that is missing or not as it was; cancelled.
result<> check_files(const std::filesystem::path& folder, const manifest& holds,
                     backup_watch& watched);

/// Bytes of the originals, and of the database when that is a file of the data directory.
std::uint64_t bytes_of(const manifest& holds);

}  // namespace parlance::app
