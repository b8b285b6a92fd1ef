#include <parlance/runtime/blocking_pool.hpp>

#include <parlance/foundation/event.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <exception>
#include <mutex>

namespace parlance::runtime {
namespace asio = boost::asio;

struct blocking_pool::state {
    state(std::size_t threads, std::size_t most) : pool(threads), queue_max(most) {}
    asio::thread_pool pool;
    std::size_t queue_max;
    std::mutex guard;
    std::size_t waiting = 0;
    bool is_closed = false;

    /// Queues the job, or refuses it. Under the lock: a job that is posted after the pool has
    /// joined never runs, and its caller would wait for ever.
    template <class Job>
    bool take(Job job)
    {
        const std::lock_guard lock(guard);
        if (is_closed || waiting >= queue_max) return false;
        ++waiting;
        asio::post(pool, std::move(job));
        return true;
    }
    void leave()
    {
        const std::lock_guard lock(guard);
        --waiting;
    }
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
    {
        const std::lock_guard lock(state_->guard);
        state_->is_closed = true;
    }
    state_->pool.join();
}

task<bool> blocking_pool::run_job(std::function<void()> job)
{
    struct call {
        event ended;
        std::atomic<bool> is_done{false};
        std::exception_ptr thrown;
    };
    auto shared = std::make_shared<call>();
    auto work = [shared, job = std::move(job), pool = state_.get()]() mutable {
        try {
            job();
        } catch (...) {
            shared->thrown = std::current_exception();
        }
        job = nullptr;
        pool->leave();
        shared->is_done = true;
        shared->ended.set();
    };
    if (!state_->take(std::move(work))) co_return false;
    while (!shared->is_done) co_await shared->ended.wait_until(steady_time::max());
    if (shared->thrown) std::rethrow_exception(shared->thrown);
    co_return true;
}

}  // namespace parlance::runtime
