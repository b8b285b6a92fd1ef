#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/telemetry.hpp>

#include <initializer_list>
#include <string_view>

namespace parlance::runtime {

/// What one line of the log tells, before it is written in some form.
struct log_entry {
    wall_time when;
    log_level level = log_level::info;
    std::string_view event;
    std::initializer_list<log_field> fields;
};

}  // namespace parlance::runtime
