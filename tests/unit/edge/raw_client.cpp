#include "unit/edge/raw_client.hpp"

#include <fakes/eventually.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace parlance::edge_test {
namespace {

int patience_ms()
{
    return static_cast<int>(std::chrono::milliseconds(fakes::patience).count());
}

}  // namespace

raw_client::raw_client(std::uint16_t port, int receive_buffer_bytes)
{
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    if (receive_buffer_bytes > 0) {
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes,
                     sizeof receive_buffer_bytes);
    }
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(*-reinterpret-cast): what sockets want
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0) close();
}

raw_client::~raw_client()
{
    close();
}

void raw_client::close()
{
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

void raw_client::abort()
{
    const linger now{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

void raw_client::finish_sending() const
{
    ::shutdown(socket_, SHUT_WR);
}

void raw_client::send(std::string_view bytes) const
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::size_t raw_client::send_some(std::string_view bytes) const
{
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

bool raw_client::has_news() const
{
    constexpr int moment_ms = 10;
    pollfd waiting{socket_, POLLIN, 0};
    return !unread_.empty() || ::poll(&waiting, 1, moment_ms) == 1;
}

bool raw_client::fill()
{
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, patience_ms()) != 1) return false;
    std::array<char, 16 * 1024> room{};
    const ssize_t got = ::recv(socket_, room.data(), room.size(), 0);
    if (got <= 0) return false;
    unread_.append(room.data(), static_cast<std::size_t>(got));
    return true;
}

std::string raw_client::read_more()
{
    if (unread_.empty()) fill();
    return std::exchange(unread_, {});
}

std::string raw_client::read_until(std::string_view wanted)
{
    while (true) {
        const std::size_t found = unread_.find(wanted);
        if (found != std::string::npos) {
            std::string before = unread_.substr(0, found + wanted.size());
            unread_.erase(0, before.size());
            return before;
        }
        if (!fill()) return std::exchange(unread_, {});
    }
}

bool raw_client::is_closed()
{
    while (true) {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, patience_ms()) != 1) return false;
        std::array<char, 16 * 1024> room{};
        if (::recv(socket_, room.data(), room.size(), 0) <= 0) return true;
    }
}

bool raw_client::is_reset()
{
    while (true) {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, patience_ms()) != 1) return false;
        std::array<char, 16 * 1024> room{};
        const ssize_t got = ::recv(socket_, room.data(), room.size(), 0);
        if (got <= 0) return got < 0 && errno == ECONNRESET;
    }
}

raw_response raw_client::read_head()
{
    raw_response made;
    const std::string head = read_until("\r\n\r\n");
    if (!head.ends_with("\r\n\r\n")) return made;
    std::string_view left(head);
    const std::size_t line_end = left.find("\r\n");
    made.status = std::atoi(std::string(left.substr(9, 3)).c_str());
    left.remove_prefix(line_end + 2);
    while (!left.starts_with("\r\n")) {
        const std::size_t end = left.find("\r\n");
        const std::string_view line = left.substr(0, end);
        const std::size_t colon = line.find(": ");
        std::string name(line.substr(0, colon));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char letter) { return std::tolower(letter); });
        made.headers[name] = std::string(line.substr(colon + 2));
        left.remove_prefix(end + 2);
    }
    return made;
}

void raw_client::read_chunks(raw_response& into)
{
    while (true) {
        const std::string line = read_until("\r\n");
        if (!line.ends_with("\r\n")) return;
        const std::size_t bytes = std::strtoul(line.c_str(), nullptr, 16);
        while (unread_.size() < bytes + 2) {
            if (!fill()) return;
        }
        into.body += unread_.substr(0, bytes);
        unread_.erase(0, bytes + 2);
        if (bytes == 0) {
            into.is_whole = true;
            return;
        }
    }
}

raw_response raw_client::read_response()
{
    raw_response made = read_head();
    while (made.status == 100) made = read_head();
    if (made.headers["transfer-encoding"] == "chunked") {
        read_chunks(made);
        return made;
    }
    if (!made.headers.contains("content-length")) {
        made.is_whole = made.status == 304;
        return made;
    }
    const std::size_t bytes = std::strtoul(made.headers["content-length"].c_str(), nullptr, 10);
    while (unread_.size() < bytes) {
        if (!fill()) return made;
    }
    made.body = unread_.substr(0, bytes);
    unread_.erase(0, bytes);
    made.is_whole = true;
    return made;
}

}  // namespace parlance::edge_test
