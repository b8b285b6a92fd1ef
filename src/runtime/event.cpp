#include <parlance/foundation/event.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <mutex>
#include <utility>

namespace parlance {
namespace asio = boost::asio;
namespace {

/// What can tell whose thread this is. Tasks run on io_contexts only.
asio::io_context::executor_type loop_of(asio::steady_timer& timer)
{
    return *timer.get_executor().target<asio::io_context::executor_type>();
}

}  // namespace

struct event::state {
    std::mutex guard;
    bool is_set = false;
    // Of the one that waits. It lives in the waiting frame and is touched on that frame's loop
    // only.
    asio::steady_timer* waiter = nullptr;
    std::uint64_t wait = 0;  // counts the waits, so that a late wake meets its own
    bool is_waking = false;

    /// On the waiter's loop.
    void wake(std::uint64_t which)
    {
        const std::lock_guard lock(guard);
        if (waiter != nullptr && wait == which) waiter->cancel();
    }

    bool take() { return std::exchange(is_set, false); }
};

namespace {

/// Takes the waiter out of the state however the wait ends: also when its loop is destroyed, after
/// which nobody may touch the timer any more.
class waiting {
public:
    waiting(event::state& in, asio::steady_timer& timer) : in_(in)
    {
        const std::lock_guard lock(in_.guard);
        in_.waiter = &timer;
        ++in_.wait;
        in_.is_waking = in_.is_set;
        if (in_.is_set) timer.expires_at(steady_time::min());
    }
    ~waiting()
    {
        const std::lock_guard lock(in_.guard);
        in_.waiter = nullptr;
    }
    waiting(const waiting&) = delete;
    waiting& operator=(const waiting&) = delete;

private:
    event::state& in_;
};

}  // namespace

event::event() : state_(std::make_shared<state>()) {}
event::event(event&&) noexcept = default;
event& event::operator=(event&&) noexcept = default;
event::~event() = default;

void event::set() const
{
    const std::lock_guard lock(state_->guard);
    state_->is_set = true;
    if (state_->waiter == nullptr || std::exchange(state_->is_waking, true)) return;
    // Under the lock, which the end of the wait takes too: its loop cannot go away meanwhile.
    const auto loop = loop_of(*state_->waiter);
    if (loop.running_in_this_thread()) {
        state_->waiter->cancel();
        return;
    }
    asio::post(loop, [kept = state_, which = state_->wait] { kept->wake(which); });
}

task<bool> event::wait_until(steady_time deadline)
{
    const std::shared_ptr<state> kept = state_;
    {
        const std::lock_guard lock(kept->guard);
        if (kept->take()) co_return true;
    }
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, deadline);
    const waiting here(*kept, timer);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    const std::lock_guard lock(kept->guard);
    co_return kept->take();
}

}  // namespace parlance
