#pragma once

#include <parlance/foundation/error.hpp>

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace parlance::local_folder {

/// Names in a folder, sorted; none when there is no such folder.  @errors  overloaded.
result<std::vector<std::string>> names_in(const std::filesystem::path& folder);

/// The folders of the first two digits, in which files are.  @errors  overloaded.
result<std::vector<std::string>> drawers_in(const std::filesystem::path& folder);

error cannot_look(const std::error_code& failed);

}  // namespace parlance::local_folder
