#pragma once

#include <string>
#include <vector>

namespace parlance::app {

/// Adds files, and the files below folders, and waits until each is read or failed.
/// @return the exit status: 0 when all of them are ready.
int add(const std::vector<std::string>& paths);

}  // namespace parlance::app
