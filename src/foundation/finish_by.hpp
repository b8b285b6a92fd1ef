#pragma once

#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <optional>
#include <utility>

namespace parlance {

enum class finish { done, deadline, stopped };

/// Runs `work` until it ends, the scope's deadline comes or its stop is asked for; then cancels it
/// and waits for it. Implemented by runtime.
task<finish> run_within(call_scope scope, task<> work);

namespace detail {

template <class T>
task<> keep_outcome(task<result<T>> work, std::optional<result<T>>& outcome)
{
    outcome.emplace(co_await std::move(work));
}

}  // namespace detail

/// The outcome of `work`, or deadline_exceeded / cancelled when it was cut short.
template <class T>
task<result<T>> finish_by(call_scope scope, task<result<T>> work)
{
    std::optional<result<T>> outcome;
    auto kept = detail::keep_outcome<T>(std::move(work), outcome);
    const finish how = co_await run_within(std::move(scope), std::move(kept));
    if (outcome) co_return std::move(*outcome);
    if (how == finish::stopped) co_return fail(fault::cancelled, "stopped while waiting");
    co_return fail(fault::deadline_exceeded, "the deadline came first");
}

}  // namespace parlance
