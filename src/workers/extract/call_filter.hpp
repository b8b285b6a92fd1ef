#pragma once

namespace parlance::extract {

/// Leaves a started program the calls that it needs to load itself, to read what it is given and
/// what may be opened, and to answer. `descriptor` is the program's own: it can be run this once.
/// @return what was refused, or nullptr.
const char* filter_calls_of_program(int descriptor);

}  // namespace parlance::extract
