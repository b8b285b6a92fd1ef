#pragma once

namespace parlance::extract {

/// Takes away every file but what programs are loaded from: system libraries, the data and fonts of
/// poppler, and `program`, which may also be run. Nothing can be written any more. For good, also
/// for what this process starts.
/// @return false where the kernel has no Landlock: the filter of system calls is then the only
/// wall.
bool restrict_files(const char* program);

}  // namespace parlance::extract
