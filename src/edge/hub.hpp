#pragma once

#include <parlance/edge/connection.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/event.hpp>

#include <chrono>
#include <cstddef>
#include <list>
#include <stop_token>

namespace parlance::edge {

/// The connections of one loop, and what looks after their expiries: one sweep instead of a timer
/// each. Touched on its loop only, but for wake().
class hub {
public:
    hub(const clock& now, std::chrono::milliseconds sweep_every);

    /// A connection's place, from its start to its end.
    class membership {
    public:
        membership(hub& in, connection& with);
        ~membership();
        membership(const membership&) = delete;
        membership& operator=(const membership&) = delete;

    private:
        hub& hub_;
        std::list<connection*>::iterator place_;
    };

    /// Ends when closing and empty; a task for the supervisor.
    task<> sweep();
    /// One look: ends what is waited for on connections that are past their time.
    void expire_overdue();
    /// Closes what is idle; what is at work ends with its request.
    void close_all();
    /// Asked to stop by close_all: streams end, so that their readers resume elsewhere.
    [[nodiscard]] std::stop_token closing() const { return closing_.get_token(); }
    [[nodiscard]] bool is_closing() const { return closing_.stop_requested(); }

private:
    const clock& now_;
    std::chrono::milliseconds sweep_every_;
    std::list<connection*> connections_;
    std::stop_source closing_;
    event changed_;
};

}  // namespace parlance::edge
