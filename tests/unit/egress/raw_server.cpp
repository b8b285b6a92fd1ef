#include "raw_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

namespace parlance::tests {

std::string connection::read_request()
{
    std::string text;
    std::size_t whole = std::string::npos;
    std::array<char, 16'384> piece{};
    while (text.size() < whole) {
        const auto count = ::recv(socket_, piece.data(), piece.size(), 0);
        if (count <= 0) return {};
        text.append(piece.data(), static_cast<std::size_t>(count));
        const auto end = text.find("\r\n\r\n");
        if (end == std::string::npos || whole != std::string::npos) continue;
        whole = end + 4;
        constexpr std::string_view name = "Content-Length: ";
        const auto length = text.find(name);
        if (length < end) whole += std::strtoul(text.c_str() + length + name.size(), nullptr, 10);
    }
    return text;
}

bool connection::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

std::size_t connection::send_until_held(std::string_view bytes, int held_milliseconds)
{
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto count =
            ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0) {
            sent += static_cast<std::size_t>(count);
            continue;
        }
        if (errno != EAGAIN) break;
        pollfd room{socket_, POLLOUT, 0};
        if (::poll(&room, 1, held_milliseconds) <= 0) break;
    }
    return sent;
}

void connection::wait_for_close()
{
    std::array<char, 1'024> piece{};
    while (::recv(socket_, piece.data(), piece.size(), 0) > 0) {}
}

void connection::reset()
{
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

raw_server::raw_server(std::function<void(connection&)> handle) : handle_(std::move(handle))
{
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(*-reinterpret-cast): what sockets want
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    const bool is_listening = ::bind(listener_, plain, size) == 0 &&
                              ::listen(listener_, 128) == 0 &&
                              ::getsockname(listener_, plain, &size) == 0;
    if (!is_listening) std::abort();
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
}

raw_server::~raw_server()
{
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
        const std::lock_guard lock(guard_);
        for (served& one : all_) {
            if (!one.is_over) ::shutdown(one.socket, SHUT_RDWR);
        }
    }
    for (served& one : all_) one.thread.join();
}

void raw_server::accept_all()
{
    while (true) {
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) return;
        ++accepted_;
        const std::lock_guard lock(guard_);
        served& one = all_.emplace_back();
        one.socket = socket;
        one.thread = std::thread([this, &one] { serve(one); });
    }
}

void raw_server::serve(served& one)
{
    connection with(one.socket);
    handle_(with);
    const std::lock_guard lock(guard_);
    one.is_over = true;
    ::close(one.socket);
    ++closed_;
}

std::string raw_server::url(std::string_view path) const
{
    return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

std::string http_reply(std::string_view body, std::string_view status,
                       std::string_view extra_headers)
{
    return "HTTP/1.1 " + std::string(status) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(extra_headers) + "\r\n" + std::string(body);
}

}  // namespace parlance::tests
