#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace parlance {

/// Threads for what would hold an io thread too long: analysing a long text, files, a database in
/// the process. Implemented by runtime's blocking_pool.
class heavy_work {
public:
    virtual ~heavy_work() = default;

    /// Runs `work` on a thread of its own and resumes the caller on its own loop. `work` always
    /// runs to its end, also when the caller was cancelled meanwhile: it must own what it touches.
    /// @errors  overloaded when too much is queued; otherwise what `work` answers.
    template <class T>
    task<result<T>> run(std::function<result<T>()> work)
    {
        auto outcome = std::make_shared<std::optional<result<T>>>();
        std::function<void()> job = [outcome, work = std::move(work)] { outcome->emplace(work()); };
        const bool is_done = co_await run_job(std::move(job));
        if (!is_done) co_return fail(fault::overloaded, "the queue for blocking work is full");
        co_return std::move(**outcome);
    }

protected:
    /// @return false when it was not taken.
    virtual task<bool> run_job(std::function<void()> job) = 0;
};

}  // namespace parlance
