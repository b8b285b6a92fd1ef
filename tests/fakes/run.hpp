#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <parlance/foundation/task.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace parlance::fakes {

namespace detail {

template <class T>
task<> keep(task<T> work, std::optional<T>& value)
{
    value.emplace(co_await std::move(work));
}

}  // namespace detail

/// Runs one task to its end on the calling thread and returns its value.
template <class T>
T run(task<T> work)
{
    boost::asio::io_context loop(1);
    std::optional<T> value;
    std::exception_ptr thrown;
    auto kept = detail::keep<T>(std::move(work), value);
    boost::asio::co_spawn(loop, std::move(kept), [&](std::exception_ptr cause) { thrown = cause; });
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*value);
}

/// The same for a task without a value.
inline void run(task<> work)
{
    boost::asio::io_context loop(1);
    std::exception_ptr thrown;
    boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr cause) { thrown = cause; });
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
}

}  // namespace parlance::fakes
