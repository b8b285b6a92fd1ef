#include <parlance/chat/send_permit.hpp>

#include <parlance/foundation/limits.hpp>

namespace parlance::chat {

bool send_permit::pulse()
{
    const std::lock_guard lock(guard_);
    const steady_time now = now_.steady();
    const bool has_gap = last_ && now - *last_ > limits::loop_gap_max;
    last_ = now;
    if (!has_gap) return true;
    ++doubts_;
    is_doubtful_ = true;
    return false;
}

std::int64_t send_permit::doubts() const
{
    const std::lock_guard lock(guard_);
    return doubts_;
}

bool send_permit::confirm(std::int64_t doubts)
{
    const std::lock_guard lock(guard_);
    if (!is_doubtful_ || doubts != doubts_) return false;
    is_doubtful_ = false;
    return true;
}

bool send_permit::is_given() const
{
    const std::lock_guard lock(guard_);
    if (!last_) return true;
    return !is_doubtful_ && now_.steady() - *last_ <= limits::loop_gap_max;
}

}  // namespace parlance::chat
