// edge: the one way in: listener, session, routes, handlers, event streams, problems.
// It knows no adapter and no product rule; it parses strictly, asks the domain and writes answers.
// Start reading here, then session.hpp, exchange.hpp and routes.cpp.
#pragma once

#include <parlance/edge/services.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace parlance::edge {

/// The HTTP server. Its connections are tasks of the supervisor: shut down by stop_accepting(),
/// close_all(), then supervisor::wait_until_idle().
class server {
public:
    /// All of it outlives the server and the supervisor's tasks.
    server(services with, runtime::io_threads& threads, runtime::supervisor& tasks);
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Starts to serve. @return the port, which is another one when `port` is 0.
    /// @errors  conflict (the port is taken; names PARLANCE_HTTP_PORT), invalid_request, forbidden.
    result<std::uint16_t> listen(const std::string& address, std::uint16_t port);

    /// No connection is accepted any more. Any thread.
    void stop_accepting();
    /// Closes idle connections; requests at work are answered first; event streams end cleanly
    /// without an `end` event, so that their readers resume. Any thread.
    void close_all();

    /// How many clients are connected.
    [[nodiscard]] std::size_t connections() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace parlance::edge
