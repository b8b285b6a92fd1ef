#include <parlance/chat/replica_lease.hpp>

namespace parlance::chat {

task<result<turn_owner>> replica_lease::join()
{
    const call_scope unbounded;
    auto joined = co_await replicas_.join(unbounded, self_, now_.wall());
    if (!joined) co_return joined.error();
    const std::lock_guard lock(guard_);
    owner_ = *joined;
    co_return *joined;
}

std::optional<turn_owner> replica_lease::owner() const
{
    const std::lock_guard lock(guard_);
    return owner_;
}

}  // namespace parlance::chat
