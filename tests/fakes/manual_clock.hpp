#pragma once

#include <parlance/foundation/clock.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>

namespace parlance::fakes {

/// A clock that is moved by hand. Any thread.
class manual_clock : public clock {
public:
    [[nodiscard]] steady_time steady() const override
    {
        return steady_time(std::chrono::milliseconds(now_.load()));
    }
    [[nodiscard]] wall_time wall() const override
    {
        constexpr std::chrono::milliseconds start{1'700'000'000'000};
        return wall_time(start + std::chrono::milliseconds(now_.load()));
    }
    void advance(std::chrono::milliseconds by) { now_ += by.count(); }

private:
    std::atomic<std::int64_t> now_{0};
};

}  // namespace parlance::fakes
