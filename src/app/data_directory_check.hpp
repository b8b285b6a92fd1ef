#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace parlance::app {

/// Why a server could not keep its data in this folder, as part of a sentence; nothing when it
/// could. A folder that is not there yet can be made when the one above it can be written. Makes
/// and changes nothing.
std::optional<std::string> data_directory_mistake(const std::filesystem::path& folder);

}  // namespace parlance::app
