#pragma once

namespace parlance::app {

/// What this process makes and holds is for its account only, from the first line on: files and
/// folders are made without rights for group and others, and there is no core dump, in which keys,
/// questions and documents would lie. Called before anything else is done.
/// @return false when the system refuses.
bool keep_to_this_account();

}  // namespace parlance::app
