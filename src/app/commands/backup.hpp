#pragma once

#include <parlance/app/commands/ask.hpp>

#include <string>

namespace parlance::app {

struct backup_options {
    std::string folder;  // to be made, or empty
    output_format as = output_format::text;
};

/// Copies everything that is kept into a folder, beside a running server too.
/// @return the exit status: 0; 1 when it could not be done, and nothing is left of it; 2 when it
/// was
///         refused before anything was written; 3 when it was done, but originals were missing.
int back_up(const backup_options& how);

struct restore_options {
    std::string folder;  // of a backup
    bool replaces = false;
    output_format as = output_format::text;
};

/// Puts a backup into the data directory of the settings.
/// @return the exit status: 0; 1 when it could not be done, 2 when it was refused: everything is as
///         it was then.
int restore(const restore_options& how);

}  // namespace parlance::app
