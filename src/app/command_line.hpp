#pragma once

namespace parlance::app {

/// Reads the command line and does what it says.
/// @return the exit status: 2 for a line that is not understood.
int run_command_line(int argc, char** argv);

}  // namespace parlance::app
