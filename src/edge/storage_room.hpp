#pragma once

#include <parlance/edge/problem.hpp>
#include <parlance/edge/services.hpp>
#include <parlance/foundation/task.hpp>

namespace parlance::edge {

/// Whether a question and its answer could be kept when that was last looked at.
/// @errors  503, with a pause.
outcome<> check_room_for_turns(const services& with);

/// That a question and its answer, or a file, can be kept now: where there was no room, somebody
/// looks once more.  @errors  503, with a pause.
task<outcome<>> find_room_for_turns(const services& with);
task<outcome<>> find_room_for_files(const services& with);

}  // namespace parlance::edge
