#pragma once

namespace parlance::app {

/// Brings the schema of PARLANCE_DATABASE up to date, over PARLANCE_DATABASE_DIRECT when that is
/// set. Safe while servers of the version before run.
/// @return the exit status: 2 for wrong settings or a database that is not ours, 1 when it cannot
///         be reached.
int migrate();

}  // namespace parlance::app
