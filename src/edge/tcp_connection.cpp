#include <parlance/edge/tcp_connection.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace parlance::edge {
namespace asio = boost::asio;
namespace {

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t pieces_max = 4;
using gathered_pieces = std::array<asio::const_buffer, pieces_max>;

void drop_front(gathered_pieces& pieces, std::size_t bytes)
{
    for (asio::const_buffer& one : pieces) {
        const std::size_t dropped = std::min(bytes, one.size());
        one += dropped;
        bytes -= dropped;
    }
}

}  // namespace

tcp_connection::tcp_connection(asio::ip::tcp::socket socket) : socket_(std::move(socket))
{
    boost::system::error_code ignored;  // write() would wait in vain otherwise, and be told so
    socket_.non_blocking(true, ignored);
}

io_end tcp_connection::end_of(const boost::system::error_code& failed) const
{
    if (!failed) return io_end::done;
    return is_expired() ? io_end::expired : io_end::closed;
}

task<io_end> tcp_connection::readable()
{
    if (is_expired()) co_return io_end::expired;
    const auto waited = co_await socket_.async_wait(asio::ip::tcp::socket::wait_read, with_error);
    co_return end_of(std::get<0>(waited));
}

task<io_end> tcp_connection::read_some(std::string& onto, std::size_t bytes_max)
{
    if (is_expired()) co_return io_end::expired;
    const std::size_t before = onto.size();
    onto.resize(before + bytes_max);
    const asio::mutable_buffer room(onto.data() + before, bytes_max);
    const auto read = co_await socket_.async_read_some(room, with_error);
    onto.resize(before + std::get<1>(read));
    co_return end_of(std::get<0>(read));
}

task<io_end> tcp_connection::write(std::span<const std::string_view> pieces)
{
    if (is_expired()) co_return io_end::expired;
    gathered_pieces gathered;
    for (std::size_t at = 0; at < std::min(pieces.size(), pieces_max); ++at) {
        gathered[at] = asio::const_buffer(pieces[at].data(), pieces[at].size());
    }
    // Nearly always the network takes it all at once, and nobody has to be waited for.
    boost::system::error_code failed;
    drop_front(gathered, socket_.write_some(gathered, failed));
    if (failed && failed != asio::error::would_block) co_return end_of(failed);
    if (asio::buffer_size(gathered) == 0) co_return io_end::done;
    const auto written = co_await asio::async_write(socket_, gathered, with_error);
    co_return end_of(std::get<0>(written));
}

bool tcp_connection::has_peer_left()
{
    char next = 0;
    const ssize_t got = ::recv(socket_.native_handle(), &next, 1, MSG_PEEK | MSG_DONTWAIT);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
}

void tcp_connection::watch_for_leaving(std::stop_source whom)
{
    // A client that has sent its next request already is readable without having left; it is not
    // watched any further, and writing to it will tell.
    auto on_readable = [self = shared_from_this(),
                        whom = std::move(whom)](boost::system::error_code failed) mutable {
        if (!failed && self->has_peer_left()) whom.request_stop();
    };
    socket_.async_wait(asio::ip::tcp::socket::wait_read, std::move(on_readable));
}

void tcp_connection::stop_watching()
{
    cancel();
}

void tcp_connection::cancel()
{
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

void tcp_connection::finish_sending()
{
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

void tcp_connection::close()
{
    boost::system::error_code ignored;
    socket_.close(ignored);
}

void tcp_connection::abort()
{
    boost::system::error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
}

}  // namespace parlance::edge
