#pragma once

#include <parlance/foundation/task.hpp>
#include <parlance/runtime/supervisor.hpp>

#include <exception>
#include <future>
#include <string>
#include <utility>

namespace parlance::runtime {

namespace detail {

template <class T>
task<> keep_promise(task<T> work, std::shared_ptr<std::promise<T>> kept)
{
    try {
        kept->set_value(co_await std::move(work));
    } catch (...) {
        kept->set_exception(std::current_exception());
    }
}

}  // namespace detail

/// Runs a task on the io threads and blocks the calling thread, which is none of them, until it
/// ends. For start-up, shutdown and the command line.
template <class T>
T block_on(supervisor& tasks, const std::string& name, task<T> work)
{
    auto kept = std::make_shared<std::promise<T>>();
    auto future = kept->get_future();
    tasks.start(name, detail::keep_promise<T>(std::move(work), std::move(kept)));
    return future.get();
}

}  // namespace parlance::runtime
