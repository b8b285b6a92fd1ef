#pragma once

#include <parlance/edge/door.hpp>
#include <parlance/edge/hub.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace parlance::edge {

/// That a server without sign-in may listen there: a loopback address, or another one where anyone
/// is allowed.
/// @errors  invalid_request naming PARLANCE_LISTEN.
result<> check_listen_address(const std::string& address, const outer_address& ours);

/// Accepts connections on one port and hands them to the loops in turn. One acceptor, not one a
/// loop: SO_REUSEPORT would let a second server of the same user take half of the connections
/// without a word, and answers last far longer than accepting them.
class listener {
public:
    struct parts {
        runtime::io_threads& threads;
        runtime::supervisor& tasks;
        std::shared_ptr<door> through;
        std::vector<std::shared_ptr<hub>> hubs;  // one a loop
    };
    explicit listener(parts with);
    ~listener();
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;

    /// Starts to accept. @return the port, which is another one for 0.
    /// @errors  conflict when the port is taken, invalid_request for an address that is none.
    result<std::uint16_t> listen(const std::string& address, std::uint16_t port);
    /// Any thread. What was accepted is served on.
    void stop();

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace parlance::edge
