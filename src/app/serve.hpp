#pragma once

namespace parlance::app {

/// Serves until SIGINT or SIGTERM.
/// @return the exit status: 0 after a clean stop, 1 when it could not start, 2 for wrong settings.
int serve();

}  // namespace parlance::app
