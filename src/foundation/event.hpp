#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/task.hpp>

#include <memory>

namespace parlance {

/// A flag that one task waits for and any thread sets. Implemented by runtime.
class event {
public:
    event();
    event(event&&) noexcept;
    event& operator=(event&&) noexcept;
    event(const event&) = delete;
    event& operator=(const event&) = delete;
    ~event();

    /// Wakes the waiter, or lets the next wait return at once. Any thread.
    void set() const;

    /// Waits for set() and takes the flag down again. One waiter at a time.
    /// @return false when `deadline` came first.
    task<bool> wait_until(steady_time deadline);

    struct state;

private:
    std::shared_ptr<state> state_;
};

}  // namespace parlance
