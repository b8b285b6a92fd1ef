#pragma once

namespace parlance::extract {

/// Takes away from this process what reading a file does not need: processor time, memory, files to
/// write, descriptors, and every system call but a few. Called first. It dies with its parent.
/// @return what could not be taken away, or nullptr. The caller must end then.
const char* enter_jail();

}  // namespace parlance::extract
