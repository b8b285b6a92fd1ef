#pragma once

#include <parlance/foundation/settings.hpp>

#include <string>

namespace parlance::app {

/// docs/reference/settings.md, from the settings that were asked for.
std::string settings_reference(const settings& from);

}  // namespace parlance::app
