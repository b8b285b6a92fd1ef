#include <parlance/runtime/io_threads.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

namespace parlance::runtime {

struct io_threads::loop {
    boost::asio::io_context context{1};
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> busy{
        boost::asio::make_work_guard(context)};
    std::thread thread;
};

struct io_threads::counter {
    std::atomic<std::size_t> value{0};
};

io_threads::io_threads(std::size_t count) : turn_(std::make_unique<counter>())
{
    const std::size_t wanted = std::max<std::size_t>(count, 1);
    for (std::size_t made = 0; made < wanted; ++made) loops_.push_back(std::make_unique<loop>());
}

std::size_t io_threads::one_per_core()
{
    return std::max(1U, std::thread::hardware_concurrency());
}

io_threads::~io_threads()
{
    stop();
}

void io_threads::start()
{
    for (auto& one : loops_) {
        one->thread = std::thread([&context = one->context] { context.run(); });
    }
}

void io_threads::finish()
{
    for (auto& one : loops_) one->busy.reset();
    join();
}

void io_threads::stop()
{
    for (auto& one : loops_) one->context.stop();
    join();
}

void io_threads::join()
{
    for (auto& one : loops_) {
        if (one->thread.joinable()) one->thread.join();
    }
}

std::size_t io_threads::count() const
{
    return loops_.size();
}

boost::asio::io_context& io_threads::at(std::size_t index)
{
    return loops_.at(index)->context;
}

boost::asio::io_context& io_threads::next()
{
    return at(turn_->value.fetch_add(1, std::memory_order_relaxed) % loops_.size());
}

boost::asio::io_context& io_threads::here_or_next()
{
    for (auto& one : loops_) {
        if (one->context.get_executor().running_in_this_thread()) return one->context;
    }
    return next();
}

}  // namespace parlance::runtime
