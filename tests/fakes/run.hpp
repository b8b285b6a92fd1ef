#pragma once

#include <parlance/foundation/task.hpp>

#include <optional>
#include <utility>

namespace parlance::fakes {

/// Runs one task to its end on the calling thread. Compiled once: it instantiates much of Asio.
void run(task<> work);

namespace detail {

template <class T>
task<> keep(task<T> work, std::optional<T>& value)
{
    value.emplace(co_await std::move(work));
}

}  // namespace detail

/// The same for a task with a value, which is returned.
template <class T>
T run(task<T> work)
{
    std::optional<T> value;
    run(detail::keep<T>(std::move(work), value));
    return std::move(*value);
}

}  // namespace parlance::fakes
