#pragma once

#include <parlance/app/server_settings.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/telemetry.hpp>

#include <memory>

namespace parlance::app {

/// The log on standard error: for people when that is a terminal and PARLANCE_LOG does not say
/// json, else JSON.
std::unique_ptr<telemetry> make_log(const log_settings& chosen, const clock& now, log_level least);

}  // namespace parlance::app
