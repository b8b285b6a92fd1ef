#pragma once

#include <parlance/foundation/heavy_work.hpp>

#include <cstddef>
#include <functional>
#include <memory>

namespace parlance::runtime {

/// Threads for what blocks: files, SQLite, child processes, hashing of much. Its queue is bounded;
/// full means overloaded, at once.
class blocking_pool : public heavy_work {
public:
    /// @param queue_max  jobs that wait or run.
    blocking_pool(std::size_t threads, std::size_t queue_max);
    ~blocking_pool() override;  // finishes what is queued, then joins
    blocking_pool(const blocking_pool&) = delete;
    blocking_pool& operator=(const blocking_pool&) = delete;

    /// Finishes what is queued and joins; run() then answers overloaded.
    void finish();

private:
    task<bool> run_job(std::function<void()> job) override;
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace parlance::runtime
