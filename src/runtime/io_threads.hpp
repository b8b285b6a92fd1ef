// runtime: owns every thread of the server: io threads, the pool for blocking work, the supervisor.
// It knows nothing of what the work means; no other folder creates a thread.
// Start reading here, then supervisor.hpp.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace parlance::runtime {

/// One event loop a core, each run by one thread of its own, so that what lives on a loop needs no
/// lock.
class io_threads {
public:
    /// @param count  0, as a machine says that does not know its cores, makes one.
    explicit io_threads(std::size_t count);
    /// One for each core that this process may use.
    static std::size_t one_per_core();
    io_threads(const io_threads&) = delete;
    io_threads& operator=(const io_threads&) = delete;
    ~io_threads();  // stops and joins

    /// Starts the threads; returns at once.
    void start();
    /// Ends the loops when nothing is left to do on them, and joins the threads.
    void finish();
    /// Ends the loops at once, and joins the threads.
    void stop();

    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] boost::asio::io_context& at(std::size_t index);
    /// The loops in turn.
    [[nodiscard]] boost::asio::io_context& next();
    /// The loop whose thread calls, or else next(): what belongs together stays on one loop, where
    /// waking each other takes no system call.
    [[nodiscard]] boost::asio::io_context& here_or_next();

private:
    struct loop;
    void join();
    std::vector<std::unique_ptr<loop>> loops_;
    struct counter;
    std::unique_ptr<counter> turn_;
};

}  // namespace parlance::runtime
