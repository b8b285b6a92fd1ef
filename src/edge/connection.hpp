#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/task.hpp>

#include <cstddef>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

namespace parlance::edge {

/// How waiting for a client ended. After `closed` and `expired` nothing more can be read.
enum class io_end { done, closed, expired };

/// One client's bytes, both ways. Lives on one loop and is touched only there. Implemented by
/// tcp_connection.
class connection {
public:
    virtual ~connection() = default;

    /// Waits until there is something to read, holding no buffer meanwhile.
    virtual task<io_end> readable() = 0;
    /// Appends at most `bytes_max` bytes that have arrived.
    virtual task<io_end> read_some(std::string& onto, std::size_t bytes_max) = 0;
    /// Sends all the pieces, at most four.
    virtual task<io_end> write(std::span<const std::string_view> pieces) = 0;

    /// What is waited for from now on ends as `expired` then. A sweep looks, so it may be a little
    /// later.
    void expires_at(steady_time when)
    {
        expiry_ = when;
        is_expired_ = false;
    }
    void never_expires() { expires_at(steady_time::max()); }
    [[nodiscard]] steady_time expiry() const { return expiry_; }
    /// Ends what is being waited for, and until the next expires_at() whatever is begun; by the
    /// sweep.
    void expire()
    {
        is_expired_ = true;
        cancel();
    }

    /// Between two requests: whoever shuts down may close it at once.
    void begin_idling() { is_idle_ = true; }
    void end_idling() { is_idle_ = false; }
    [[nodiscard]] bool is_idle() const { return is_idle_; }

    /// The other end is a proxy whose word is taken for how requests came to it.
    void trust_as_proxy() { is_trusted_proxy_ = true; }
    [[nodiscard]] bool is_trusted_proxy() const { return is_trusted_proxy_; }

    /// Asks `whom` to stop when the client leaves, until stop_watching(). Nothing is read.
    virtual void watch_for_leaving(std::stop_source whom) = 0;
    virtual void stop_watching() = 0;

    /// Says that nothing more will be sent.
    virtual void finish_sending() = 0;
    virtual void close() = 0;
    /// Closes it so that the client sees that something went wrong.
    virtual void abort() = 0;

protected:
    [[nodiscard]] bool is_expired() const { return is_expired_; }

private:
    virtual void cancel() = 0;

    steady_time expiry_ = steady_time::max();
    bool is_expired_ = false;
    bool is_idle_ = false;
    bool is_trusted_proxy_ = false;
};

}  // namespace parlance::edge
