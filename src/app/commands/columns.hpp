#pragma once

#include <string>
#include <vector>

namespace parlance::app {

/// Rows as a table for people: columns as wide as their widest cell, two spaces between, the last
/// one as it is. The first row is the heading. No cell can leave its line.
std::string columns(const std::vector<std::vector<std::string>>& rows);

}  // namespace parlance::app
