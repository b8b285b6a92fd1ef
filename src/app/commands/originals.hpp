#pragma once

#include <parlance/app/commands/ask.hpp>

namespace parlance::app {

/// Shows whose the original files are, how many there are, and what can be done.
/// @return the exit status: 0; 1 when somebody has to decide, or the database cannot be asked.
int show_originals(output_format as);

enum class agreement { given, asked_for };

/// Gives the original files to the configured database, also while servers run: they hear of it by
/// themselves. Without agreement it says what would happen, and changes nothing.
/// @return the exit status: 0 when they belong to it; 1 otherwise.
int adopt_originals(agreement to_it);

}  // namespace parlance::app
