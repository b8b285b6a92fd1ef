#pragma once

#include <parlance/foundation/error.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace parlance::local_folder {

/// What the system's `code` means for whoever wants to keep something: overloaded, with "storage
/// full" in front when that is why.
error disk_error(int code);

/// Writes a file that is there completely or not at all, also after a power loss. Its folder is
/// made when there is none.
/// @errors  overloaded, with "storage full" in front when that is why. Nothing is left behind then.
result<> write_durably(const std::filesystem::path& file, std::string_view bytes);

/// Whether a new file of so many bytes fits into the folder; it is gone again.
/// @errors  overloaded, as write_durably.
result<> check_room(const std::filesystem::path& folder, std::uint64_t bytes);

/// True for the name of a file that write_durably had not finished when its process died.
bool is_left_over(std::string_view name);

/// At most `count` bytes from `from` on.  @errors  as read_whole.
result<std::string> read_part(const std::filesystem::path& file, std::uint64_t from,
                              std::uint64_t count);

/// @errors  not_found, overloaded (the disk fails).
result<std::string> read_whole(const std::filesystem::path& file);

/// Gives a file another name in another folder of the same file system, which is made when there is
/// none. Both survive a power loss, or neither.  @errors  not_found, overloaded.
result<> move_durably(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace parlance::local_folder
