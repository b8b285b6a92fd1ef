#pragma once

#include <parlance/foundation/clock.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>

namespace parlance::fakes {

/// Behind the machine's clock by as much as it is told, or ahead of it: a deadline made from it
/// comes that much earlier, so that nobody waits for one. Any thread.
class clock_behind : public clock {
public:
    explicit clock_behind(std::chrono::milliseconds by = std::chrono::milliseconds(0))
        : behind_(by.count())
    {
    }
    [[nodiscard]] steady_time steady() const override
    {
        return std::chrono::steady_clock::now() - std::chrono::milliseconds(behind_.load());
    }
    [[nodiscard]] wall_time wall() const override
    {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(
            std::chrono::system_clock::now());
    }
    void fall_behind(std::chrono::milliseconds by) { behind_ = by.count(); }

private:
    std::atomic<std::int64_t> behind_;
};

}  // namespace parlance::fakes
