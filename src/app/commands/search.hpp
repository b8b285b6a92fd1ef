#pragma once

#include <string>

namespace parlance::app {

/// Prints the passages that match, best first.
/// @return the exit status: 0 when something was found, 1 when nothing was.
int search(const std::string& words);

}  // namespace parlance::app
