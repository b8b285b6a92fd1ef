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

event::event() : state_(std::make_shared<state>())
{
}
event::event(event&&) noexcept = default;
event& event::operator=(event&&) noexcept = default;
event::~event() = default;

void event::set() const
{
    std::shared_ptr<asio::steady_timer> waiter;
    {
        const std::lock_guard lock(state_->guard);
        state_->is_set = true;
        waiter = std::exchange(state_->waiter, nullptr);
    }
    if (!waiter) return;
    auto executor = waiter->get_executor();
    asio::post(executor, [woken = std::move(waiter)] { woken->cancel(); });
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
    co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
    const std::lock_guard lock(kept->guard);
    if (kept->waiter == timer) kept->waiter = nullptr;
    co_return std::exchange(kept->is_set, false);
}

}  // namespace parlance
