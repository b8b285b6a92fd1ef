#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace parlance::tests {

/// One accepted connection of a raw_server, used by its handler only.
class connection {
public:
    explicit connection(int socket) : socket_(socket) {}

    /// Reads one request with its body; "" when the client has left.
    std::string read_request();
    /// Sends everything, or returns false when the client has left.
    bool send(std::string_view bytes);
    /// Sends what fits without waiting longer than `held_milliseconds` for room.
    /// @return how much was sent; less than all when the client held back so long, or left.
    std::size_t send_until_held(std::string_view bytes, int held_milliseconds);
    /// Waits until the client closes its end.
    void wait_for_close();
    /// Ends the connection with a reset instead of a regular close.
    void reset();
    /// For a handler that speaks through a library of its own.
    [[nodiscard]] int socket() const { return socket_; }

private:
    int socket_;
};

/// A TCP server on a free port of this machine: each connection is given to `handle` on a thread of
/// its own, and closed afterwards. Says exactly the bytes a test wants said.
class raw_server {
public:
    explicit raw_server(std::function<void(connection&)> handle);
    ~raw_server();  // breaks every connection, then joins
    raw_server(const raw_server&) = delete;
    raw_server& operator=(const raw_server&) = delete;

    [[nodiscard]] std::string url(std::string_view path = "/") const;
    [[nodiscard]] int accepted() const { return accepted_; }
    [[nodiscard]] int closed() const { return closed_; }

private:
    struct served {
        int socket = -1;
        std::thread thread;
        bool is_over = false;
    };
    void accept_all();
    void serve(served& one);

    std::function<void(connection&)> handle_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<int> accepted_{0};
    std::atomic<int> closed_{0};
    std::mutex guard_;
    std::list<served> all_;
    bool is_ending_ = false;
    std::thread acceptor_;
};

/// A whole answer with a length.
std::string http_reply(std::string_view body, std::string_view status = "200 OK",
                       std::string_view extra_headers = "");

}  // namespace parlance::tests
