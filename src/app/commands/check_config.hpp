#pragma once

#include <parlance/app/commands/ask.hpp>
#include <parlance/foundation/settings.hpp>

#include <string>
#include <vector>

namespace parlance::app {

/// A setting as it takes effect.
struct effective_setting {
    std::string name;
    std::string value;  // of a secret: "set" or "missing"; a URL is without user and password
    bool is_default = false;
};

/// Every setting that was asked for, in that order. What tells where a person's files are (HOME,
/// XDG_DATA_HOME) is left out: the data directory says it.
std::vector<effective_setting> effective_settings(settings& from);

/// Prints the effective settings, every mistake together (also of the data directory, which is
/// looked at and not touched), where people's text goes, and whose the original files are.
/// @return the exit status: 0 when all is well, 1 when `serve` would accept them but somebody has
///         to decide about the original files, 2 when something is wrong.
int check_config(output_format as);

}  // namespace parlance::app
