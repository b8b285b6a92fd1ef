#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace parlance::runtime {

/// Threads for what blocks: files, SQLite, child processes, hashing of much. Its queue is bounded;
/// full means overloaded, at once.
class blocking_pool {
public:
    /// @param queue_max  jobs that wait or run.
    blocking_pool(std::size_t threads, std::size_t queue_max);
    ~blocking_pool();  // finishes what is queued, then joins
    blocking_pool(const blocking_pool&) = delete;
    blocking_pool& operator=(const blocking_pool&) = delete;

    /// Runs `work` on a thread of the pool and resumes the caller on its own loop. `work` always
    /// runs to its end, also when the caller was cancelled meanwhile: it must own what it touches.
    /// @errors  overloaded when the queue is full; otherwise what `work` answers.
    template <class T>
    task<result<T>> run(std::function<result<T>()> work)
    {
        auto outcome = std::make_shared<std::optional<result<T>>>();
        std::function<void()> job = [outcome, work = std::move(work)] { outcome->emplace(work()); };
        const bool is_done = co_await run_job(std::move(job));
        if (!is_done) co_return fail(fault::overloaded, "the queue for blocking work is full");
        co_return std::move(**outcome);
    }

    /// Finishes what is queued and joins; run() then answers overloaded.
    void finish();

private:
    task<bool> run_job(std::function<void()> job);
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace parlance::runtime
