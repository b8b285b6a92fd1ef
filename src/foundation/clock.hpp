#pragma once

#include <chrono>

namespace parlance {

using steady_time = std::chrono::steady_clock::time_point;
using wall_time = std::chrono::sys_time<std::chrono::milliseconds>;

/// What time it is. Implemented by runtime and, in tests, by a clock that is moved by hand.
class clock {
public:
    virtual ~clock() = default;
    /// For durations and deadlines; never goes back.
    [[nodiscard]] virtual steady_time steady() const = 0;
    /// For people: UTC, in milliseconds.
    [[nodiscard]] virtual wall_time wall() const = 0;
};

}  // namespace parlance
