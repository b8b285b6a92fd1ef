#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/foundation/telemetry.hpp>

#include <filesystem>

namespace parlance::app {

/// What is in the data directory is for this account only, also in one that was made open. What was
/// done is logged.
/// @errors  invalid_request: it cannot be closed to every account; the detail says what to do.
result<> close_data_directory(const std::filesystem::path& data, telemetry& log);

}  // namespace parlance::app
