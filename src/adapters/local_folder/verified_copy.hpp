#pragma once

#include <parlance/foundation/error.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace parlance::local_folder {

/// What a file held when it was read from its start to its end.
struct content_facts {
    std::uint64_t size_bytes = 0;
    std::string hash;  // as content_hash_of
};

/// Asked again and again while a long work goes on; false ends it.
using keeps_going = std::function<bool()>;

/// Reads a whole file, a piece at a time.
/// @errors  not_found: there is none, or it is no regular file. internal: it cannot be read; the
///          detail says why. cancelled.
result<content_facts> read_facts(const std::filesystem::path& file, const keeps_going& goes_on);

/// Copies a file into a new one that only its owner may read; its folder is there. It survives a
/// power loss only after keep_everything_in.
/// @errors  of the source as read_facts; overloaded: the copy cannot be written, with "storage
///          full" in front when that is why. Nothing of the copy is left then.
result<content_facts> copy_verified(const std::filesystem::path& from,
                                    const std::filesystem::path& to, const keeps_going& goes_on);

/// Waits until everything that was written to the file system of a folder is on its disk.
/// @errors  overloaded: something could not be written.
result<> keep_everything_in(const std::filesystem::path& folder);

}  // namespace parlance::local_folder
