#include <parlance/runtime/blocking_pool.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <chrono>
#include <exception>

namespace parlance::runtime {
namespace asio = boost::asio;

struct blocking_pool::state {
    state(std::size_t threads, std::size_t most) : pool(threads), queue_max(most) {}
    asio::thread_pool pool;
    std::size_t queue_max;
    std::atomic<std::size_t> waiting{0};
    std::atomic<bool> is_closed{false};
};

blocking_pool::blocking_pool(std::size_t threads, std::size_t queue_max)
    : state_(std::make_unique<state>(threads, queue_max))
{
}

blocking_pool::~blocking_pool()
{
    finish();
}

void blocking_pool::finish()
{
    state_->is_closed = true;
    state_->pool.join();
}

task<bool> blocking_pool::run_job(std::function<void()> job)
{
    if (state_->is_closed) co_return false;
    if (state_->waiting.fetch_add(1) >= state_->queue_max) {
        --state_->waiting;
        co_return false;
    }
    struct call {
        explicit call(const asio::any_io_executor& executor)
            : ended(executor, std::chrono::steady_clock::time_point::max())
        {
        }
        asio::steady_timer ended;
        bool is_done = false;
        std::exception_ptr thrown;
    };
    auto executor = co_await asio::this_coro::executor;
    auto shared = std::make_shared<call>(executor);
    auto work = [shared, executor, job = std::move(job), &counted = state_->waiting] {
        std::exception_ptr thrown;
        try {
            job();
        } catch (...) {
            thrown = std::current_exception();
        }
        --counted;
        asio::post(executor, [shared, thrown] {
            shared->is_done = true;
            shared->thrown = thrown;
            shared->ended.cancel();
        });
    };
    asio::post(state_->pool, std::move(work));
    while (!shared->is_done) {
        co_await shared->ended.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    if (shared->thrown) std::rethrow_exception(shared->thrown);
    co_return true;
}

}  // namespace parlance::runtime
