#pragma once

#include <parlance/foundation/error.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::local_folder {

/// Who but its owner could use a folder.
struct folder_access {
    std::string was_open_as;        // its mode before it was closed, "0755"; empty = it was closed
    bool is_open_to_group = false;  // and cannot be closed to it: a volume that a cluster mounts
};

/// Takes a folder, and the entries of it that are named, from everybody but their owner. What lies
/// deeper is then closed with it. A folder that is not there yet is none of this function's.
///
/// Only a folder of our own is closed: one in which everything belongs to this account, and that is
/// none of the system's (/tmp). Closing another one would take it from those who use it.
/// Where the group alone can use it and it is not ours to close, it stays so: that is how clusters
/// give volumes to a program (fsGroup), and nobody else is in that group.
/// @param entries  names in the folder; links are not followed.
/// @errors  invalid_request: every account of the machine can use it and it cannot or may not be
///          closed; the detail is a sentence that says what to do.
result<folder_access> close_folder(const std::filesystem::path& folder,
                                   const std::vector<std::string_view>& entries);

}  // namespace parlance::local_folder
