#pragma once

#include <parlance/foundation/background.hpp>
#include <parlance/foundation/loop_health.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/runtime/io_threads.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace parlance::runtime {

/// How long a loop that has fallen is down: what failed once may succeed at once, what fails always
/// is not tried without end, and what held for a while starts afresh.
struct loop_pauses {
    std::chrono::milliseconds first{1'000};
    std::chrono::milliseconds most{30'000};
    std::chrono::milliseconds forgotten_after{60'000};
};

/// The only one who spawns: every task has a name, is counted, and is waited for at shutdown.
/// A task that ends in an exception is logged by name and ends alone.
class supervisor : public background {
public:
    supervisor(io_threads& threads, telemetry& log, loop_pauses pauses = {});
    ~supervisor() override;
    supervisor(const supervisor&) = delete;
    supervisor& operator=(const supervisor&) = delete;

    void start(std::string name, task<> work) override;
    void keep_running(std::string name, std::function<task<>()> loop) override;
    /// The same on one given loop: for what must stay beside something that lives there.
    void start_on(boost::asio::io_context& loop, std::string name, task<> work);

    [[nodiscard]] const loop_health& loops() const;
    /// Loops that are down are begun again at once, to end as they have been told; whichever falls
    /// from now on is left.
    void end_pauses();

    /// Asks every task that is left to end (cancellation), after which start() refuses.
    void cancel_all();
    /// Blocks the calling thread (never an io thread) until no task is left.
    /// @return false when `patience` ran out first.
    bool wait_until_idle(std::chrono::milliseconds patience);
    /// Waits until no task is left; when `patience` runs out, cancels those that are and waits once
    /// more for as long. Blocks, as wait_until_idle.
    /// @return false when tasks had to be cancelled.
    bool finish(std::chrono::milliseconds patience);

private:
    struct state;
    static task<> stand(std::shared_ptr<state> shared, std::string name,
                        std::function<task<>()> loop);

    io_threads& threads_;
    std::shared_ptr<state> state_;
};

}  // namespace parlance::runtime
