#pragma once

#include <parlance/foundation/event.hpp>
#include <parlance/foundation/task.hpp>

#include <chrono>
#include <functional>
#include <thread>

namespace parlance::fakes {

/// Far above what a loaded machine needs; only a broken test waits this long.
inline constexpr std::chrono::seconds patience{20};

/// Gives way to other threads until the condition holds.  @return false when it never does.
inline bool eventually(const std::function<bool()>& holds)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

/// The same inside a task, whose loop goes on meanwhile.
inline task<bool> eventually_on_loop(std::function<bool()> holds)
{
    constexpr std::chrono::milliseconds pause{1};
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline) co_return false;
        event pausing;
        co_await pausing.wait_until(std::chrono::steady_clock::now() + pause);
    }
    co_return true;
}

}  // namespace parlance::fakes
