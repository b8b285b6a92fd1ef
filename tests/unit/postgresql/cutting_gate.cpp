#include "cutting_gate.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace parlance::postgresql {
namespace {

/// A socket of loopback, closed at the end.
class loopback_socket {
public:
    loopback_socket() : is_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    explicit loopback_socket(int accepted) : is_(accepted) {}
    ~loopback_socket() { ::close(is_); }
    loopback_socket(const loopback_socket&) = delete;
    loopback_socket& operator=(const loopback_socket&) = delete;

    [[nodiscard]] int get() const { return is_; }
    [[nodiscard]] bool connect(int port) const
    {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        to.sin_port = htons(static_cast<std::uint16_t>(port));
        // NOLINTNEXTLINE(*-reinterpret-cast): what sockets want
        return ::connect(is_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    }

private:
    int is_;
};

/// What has come; "" when the other side has left.
std::string received(int from)
{
    std::array<char, 16'384> piece{};
    const auto count = ::recv(from, piece.data(), piece.size(), 0);
    return {piece.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
}

bool send(int to, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

constexpr std::size_t head_bytes = 5;  // the kind, and how long the rest is with this number

/// Of the message that comes first; 0 while it is not whole.
std::size_t first_message_bytes(std::string_view bytes)
{
    if (bytes.size() < head_bytes) return 0;
    std::size_t rest = 0;
    for (const char byte : bytes.substr(1, head_bytes - 1)) {
        rest = rest << 8U | static_cast<unsigned char>(byte);
    }
    return bytes.size() < 1 + rest ? 0 : 1 + rest;
}

}  // namespace

cutting_gate::cutting_gate(int server_port) : server_port_(server_port)
{
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(*-reinterpret-cast): what sockets want
    auto* general = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    const bool is_listening = ::bind(listener_, general, size) == 0 &&
                              ::listen(listener_, SOMAXCONN) == 0 &&
                              ::getsockname(listener_, general, &size) == 0;
    if (!is_listening) std::abort();
    port_ = ntohs(address.sin_port);
    carrier_ = std::thread([this] { carry_all(); });
}

cutting_gate::~cutting_gate()
{
    {
        const std::lock_guard lock(guard_);
        is_ending_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        if (client_ >= 0) ::shutdown(client_, SHUT_RDWR);
    }
    carrier_.join();
    ::close(listener_);
}

void cutting_gate::cut_behind(std::string tag)
{
    const std::lock_guard lock(guard_);
    tag_ = std::move(tag);
}

void cutting_gate::carry_all()
{
    while (true) {
        const int accepted = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (accepted < 0) return;
        const loopback_socket client(accepted);
        {
            const std::lock_guard lock(guard_);
            if (is_ending_) return;
            client_ = accepted;
        }
        const loopback_socket server;
        if (server.connect(server_port_)) carry(client.get(), server.get());
        const std::lock_guard lock(guard_);
        client_ = -1;
    }
}

/// Until one side has left, or the connection is cut.
void cutting_gate::carry(int client, int server)
{
    std::array<pollfd, 2> both{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
    std::string answers;
    while (::poll(both.data(), both.size(), -1) > 0) {
        if (both[0].revents != 0) {
            const std::string asked = received(client);
            if (asked.empty() || !send(server, asked)) return;
        }
        if (both[1].revents != 0) {
            const std::string answered = received(server);
            answers += answered;
            if (answered.empty() || !pass_answers(answers, client)) return;
        }
    }
}

/// Passes on what is whole. @return false when it is over.
bool cutting_gate::pass_answers(std::string& from, int client)
{
    while (const std::size_t size = first_message_bytes(from)) {
        const std::string message = from.substr(0, size);
        from.erase(0, size);
        if (!send(client, message) || is_to_cut(message)) return false;
    }
    return true;
}

bool cutting_gate::is_to_cut(std::string_view message)
{
    constexpr char command_complete = 'C';
    const std::lock_guard lock(guard_);
    const bool is_it = !tag_.empty() && message.front() == command_complete &&
                       message.substr(head_bytes).starts_with(tag_);
    if (!is_it) return false;
    tag_.clear();
    ++cuts_;
    return true;
}

}  // namespace parlance::postgresql
