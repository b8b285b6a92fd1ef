#pragma once

#include <parlance/foundation/error.hpp>

#include <cstddef>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace parlance::fakes {

/// Which calls of a fake fail, and how many it has had. Any thread.
template <class Operation>
class fault_plan {
public:
    /// The next call of `which` that has no error planned yet answers `with` and does nothing else.
    void fail_next(Operation which, error with)
    {
        const std::lock_guard lock(guard_);
        planned_[which].emplace_back(std::move(with));
    }
    /// So many calls of `which` go well before the next planned error.
    void pass(Operation which, std::size_t calls)
    {
        const std::lock_guard lock(guard_);
        for (std::size_t count = 0; count < calls; ++count) planned_[which].emplace_back();
    }
    /// The next call of `which` ends in this exception, whatever else is planned.
    void throw_next(Operation which, const std::exception_ptr& thrown)
    {
        const std::lock_guard lock(guard_);
        thrown_[which] = thrown;
    }
    /// Until it is told otherwise, every call that has no error planned answers `with`.
    void fail_all(std::optional<error> with)
    {
        const std::lock_guard lock(guard_);
        always_ = std::move(with);
    }
    [[nodiscard]] std::size_t calls(Operation which) const
    {
        const std::lock_guard lock(guard_);
        const auto found = calls_.find(which);
        return found == calls_.end() ? 0 : found->second;
    }
    /// For the fake: counts a call and says whether it fails.
    std::optional<error> enter(Operation which)
    {
        const std::lock_guard lock(guard_);
        ++calls_[which];
        if (auto thrown = std::exchange(thrown_[which], nullptr)) std::rethrow_exception(thrown);
        auto& waiting = planned_[which];
        if (waiting.empty()) return always_;
        std::optional<error> next = std::move(waiting.front());
        waiting.pop_front();
        return next;
    }

private:
    mutable std::mutex guard_;
    std::map<Operation, std::deque<std::optional<error>>> planned_;
    std::map<Operation, std::exception_ptr> thrown_;
    std::map<Operation, std::size_t> calls_;
    std::optional<error> always_;
};

}  // namespace parlance::fakes
