#pragma once

#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <chrono>

namespace parlance::chat {

/// For a turn that was taken in and cannot go on without a store that is away: it waits a while, in
/// pauses that grow.
class store_patience {
public:
    /// @param now, scope  outlive it.  @param longest  from the first refusal on.
    store_patience(const clock& now, const call_scope& scope, std::chrono::milliseconds longest)
        : now_(now), scope_(scope), longest_(longest)
    {
    }

    /// Rests. @return true when it is worth asking again: the store was away or busy, the time is
    /// not over, and nobody said stop.
    task<bool> lasts(fault what);

private:
    const clock& now_;
    const call_scope& scope_;
    std::chrono::milliseconds longest_;
    steady_time until_ = steady_time::max();
    std::chrono::milliseconds pause_{100};
};

}  // namespace parlance::chat
