#include <parlance/foundation/finish_by.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <memory>

namespace parlance {
namespace asio = boost::asio;
namespace {

/// What the work, the clock and the stop request share. Lives on one loop; only `stop` is heard on
/// another thread, which posts.
struct race {
    explicit race(const asio::any_io_executor& executor)
        : deadline(executor), ended(executor, steady_time::max())
    {
    }
    asio::cancellation_signal cancel;
    asio::steady_timer deadline;
    asio::steady_timer ended;
    finish how = finish::done;
    bool is_over = false;
    std::exception_ptr thrown;

    void cut(finish why)
    {
        if (is_over || how != finish::done) return;
        how = why;
        cancel.emit(asio::cancellation_type::terminal);
    }
};

}  // namespace

task<finish> run_within(call_scope scope, task<> work)
{
    auto executor = co_await asio::this_coro::executor;
    auto shared = std::make_shared<race>(executor);

    auto on_end = [shared](std::exception_ptr thrown) {
        shared->is_over = true;
        shared->thrown = std::move(thrown);
        shared->deadline.cancel();
        shared->ended.cancel();
    };
    asio::co_spawn(executor, std::move(work),
                   asio::bind_cancellation_slot(shared->cancel.slot(), on_end));

    if (scope.deadline != steady_time::max()) {
        shared->deadline.expires_at(scope.deadline);
        auto on_deadline = [shared](boost::system::error_code failed) {
            if (!failed) shared->cut(finish::deadline);
        };
        shared->deadline.async_wait(on_deadline);
    }
    auto on_stop = [shared, executor] {
        asio::post(executor, [shared] { shared->cut(finish::stopped); });
    };
    const std::stop_callback stopping(scope.stop, on_stop);

    // The loser is waited for: nothing that `work` refers to may outlive this frame. So a cancel of
    // the caller is passed on to the work instead of ending this wait; the caller unwinds at its
    // next co_await.
    const bool throws = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    while (!shared->is_over) {
        auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) shared->cut(finish::stopped);
        co_await shared->ended.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    co_await asio::this_coro::throw_if_cancelled(throws);
    if (shared->thrown && shared->how == finish::done) std::rethrow_exception(shared->thrown);
    co_return shared->how;
}

}  // namespace parlance
