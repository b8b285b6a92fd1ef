#include <parlance/foundation/event.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <mutex>
#include <utility>

namespace parlance {
namespace asio = boost::asio;

struct event::state {
    std::mutex guard;
    bool is_set = false;
    // The waiter's timer; it lives on the waiter's loop and is touched only there.
    std::shared_ptr<asio::steady_timer> waiter;
};

namespace {

/// Takes the waiter's timer out of the state however the wait ends: also when its loop is
/// destroyed, after which nobody may touch the timer any more.
class waiting {
public:
    waiting(event::state& in, const std::shared_ptr<asio::steady_timer>& timer)
        : in_(in), timer_(timer)
    {
    }
    ~waiting()
    {
        const std::lock_guard lock(in_.guard);
        if (in_.waiter == timer_) in_.waiter = nullptr;
    }
    waiting(const waiting&) = delete;
    waiting& operator=(const waiting&) = delete;

private:
    event::state& in_;
    const std::shared_ptr<asio::steady_timer>& timer_;
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
    if (!state_->waiter) return;
    // Under the lock, which the end of the wait takes too: its loop cannot go away meanwhile.
    auto executor = state_->waiter->get_executor();
    asio::post(executor, [woken = std::exchange(state_->waiter, nullptr)] { woken->cancel(); });
}

task<bool> event::wait_until(steady_time deadline)
{
    const std::shared_ptr<state> kept = state_;
    auto executor = co_await asio::this_coro::executor;
    auto timer = std::make_shared<asio::steady_timer>(executor, deadline);
    {
        const std::lock_guard lock(kept->guard);
        if (std::exchange(kept->is_set, false)) co_return true;
        kept->waiter = timer;
    }
    const waiting here(*kept, timer);
    co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
    const std::lock_guard lock(kept->guard);
    co_return std::exchange(kept->is_set, false);
}

}  // namespace parlance
