#pragma once

#include <parlance/edge/problem.hpp>
#include <parlance/edge/services.hpp>

namespace parlance::edge {

/// That a file can be kept.  @errors  503, with a pause.
outcome<> check_room_for_files(const services& with);

/// That a question and its answer can be kept.  @errors  503, with a pause.
outcome<> check_room_for_turns(const services& with);

}  // namespace parlance::edge
