#pragma once

#include <parlance/foundation/error.hpp>

#include <cstdint>
#include <filesystem>

namespace parlance::app {

// What is looked at before anything is written. None of these changes anything. Each answers
// invalid_request, or overloaded where there is too little room, with a sentence that names the
// folder.

/// The folder as it really is: absolute, links resolved as far as it exists.
/// @errors  invalid_request: no name at all.
result<std::filesystem::path> real_folder(const std::filesystem::path& named);

/// Refuses a backup folder that is the data folder, in it or around it, by whatever path.
result<> check_apart(const std::filesystem::path& folder, const std::filesystem::path& data);

/// Refuses a folder that a new backup cannot be put into: its parent is missing, it is none, not
/// empty or cannot be written.
result<> check_new(const std::filesystem::path& folder);

/// Refuses a disk that has too little room.
/// @param folder  may be missing: then that of the nearest folder above that is there.
result<> check_room(const std::filesystem::path& folder, std::uint64_t bytes);

}  // namespace parlance::app
