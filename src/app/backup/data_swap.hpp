#pragma once

#include <parlance/foundation/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace parlance::app {

/// The file of a data directory that says that the samples were added once.
inline constexpr const char* samples_marker = "samples-loaded";
/// The folder of a data directory in which a restore gathers what it will put in place.
inline constexpr const char* staging_name = "restoring";

/// What makes up the data in a data directory: the database's files, the originals and the marker.
const std::vector<std::string>& data_items();
/// Those of them that are there.
std::vector<std::string> items_in(const std::filesystem::path& data);

struct swap_order {
    std::filesystem::path data;
    std::vector<std::string> leave;   // items that are put aside
    std::vector<std::string> arrive;  // items of the staging folder that come in their place
    std::string aside;                // name of a new folder for what leaves
};

/// Puts items aside and others in their place, so that a process that dies in between leaves a mark
/// with which undo_swap brings everything back. The mark stays until finish_swap.
/// @errors  overloaded: everything is as it was.
result<> swap_in(const swap_order& order);
/// From here on it cannot be undone.
result<> finish_swap(const std::filesystem::path& data);
/// Brings back what was there before, as far as a swap had come; nothing without a mark.
/// @errors  internal: the mark cannot be read; overloaded: something cannot be moved. Both name
///          the folder, and the mark stays.
result<> undo_swap(const std::filesystem::path& data);

/// @errors  invalid_request: a restore was ended in the middle; the sentence says what to do.
result<> check_no_restore_is_unfinished(const std::filesystem::path& data);

}  // namespace parlance::app
