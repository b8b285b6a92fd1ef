#include <parlance/edge/listener.hpp>

#include <parlance/edge/session.hpp>
#include <parlance/edge/tcp_connection.hpp>
#include <parlance/foundation/event.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace parlance::edge {
namespace asio = boost::asio;
using asio::ip::tcp;

struct listener::state {
    explicit state(parts given) : with(std::move(given)), acceptor(with.threads.at(0)) {}

    parts with;
    tcp::acceptor acceptor;  // touched on loop 0 once it accepts
    std::size_t next_loop = 0;

    void serve(tcp::socket accepted, std::size_t loop);
};

namespace {

error busy_port(std::uint16_t port)
{
    return fail(fault::conflict, "port " + std::to_string(port) +
                                     " is in use by another program; set PARLANCE_HTTP_PORT to a "
                                     "free one (0 = any)");
}

result<> open(tcp::acceptor& acceptor, const tcp::endpoint& where)
{
    boost::system::error_code failed;
    acceptor.open(where.protocol(), failed);
    if (!failed) acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor.bind(where, failed);
    if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (!failed) return {};
    boost::system::error_code ignored;
    acceptor.close(ignored);
    if (failed == asio::error::address_in_use) return busy_port(where.port());
    if (failed == asio::error::access_denied) {
        return fail(fault::forbidden, "port " + std::to_string(where.port()) +
                                          " may not be used by this user; set PARLANCE_HTTP_PORT "
                                          "to one above 1023");
    }
    return fail(fault::invalid_request,
                "cannot listen on " + where.address().to_string() + ": " + failed.message());
}

bool is_from_trusted_proxy(const tcp::socket& accepted, const outer_address& ours)
{
    if (ours.trusted_proxies.are_none()) return false;
    boost::system::error_code failed;
    const tcp::endpoint peer = accepted.remote_endpoint(failed);
    if (failed) return false;  // it has left already
    const auto address = parse_ip(peer.address().to_string());
    return address && ours.trusted_proxies.contains(*address);
}

bool is_out_of_descriptors(const boost::system::error_code& failed)
{
    return failed == asio::error::no_descriptors ||
           failed == boost::system::errc::too_many_files_open_in_system ||
           failed == asio::error::no_buffer_space || failed == asio::error::no_memory;
}

}  // namespace

result<> check_listen_address(const std::string& address, const outer_address& ours)
{
    const auto parsed = parse_ip(address);
    if (!parsed) {
        return fail(fault::invalid_request,
                    "PARLANCE_LISTEN must be an IP address such as 127.0.0.1");
    }
    if (is_loopback(*parsed) || ours.allows_anyone) return {};
    return fail(
        fault::invalid_request,
        "PARLANCE_LISTEN must be a loopback address (127.0.0.1 or ::1): there is no sign-in "
        "yet, so whoever reaches this server is its user");
}

listener::listener(parts with) : state_(std::make_shared<state>(std::move(with))) {}

listener::~listener() = default;

void listener::state::serve(tcp::socket accepted, std::size_t loop)
{
    boost::system::error_code ignored;
    accepted.set_option(tcp::no_delay(true), ignored);
    const int send_buffer = with.through->with.limits.send_buffer_bytes;
    if (send_buffer > 0) {
        accepted.set_option(asio::socket_base::send_buffer_size(send_buffer), ignored);
    }
    const bool is_proxy = is_from_trusted_proxy(accepted, with.through->with.address);
    auto client = std::make_shared<tcp_connection>(std::move(accepted));
    if (is_proxy) client->trust_as_proxy();
    with.tasks.start_on(with.threads.at(loop), "connection",
                        serve_connection(with.through, with.hubs.at(loop), std::move(client)));
}

namespace {

template <class State>
task<> accept_all(std::shared_ptr<State> shared)
{
    const services& given = shared->with.through->with;
    event pause;
    while (shared->acceptor.is_open()) {
        const std::size_t loop = shared->next_loop;
        auto& context = shared->with.threads.at(loop);
        auto accepted =
            co_await shared->acceptor.async_accept(context, asio::as_tuple(asio::use_awaitable));
        auto& [failed, socket] = accepted;
        if (!failed) {
            shared->next_loop = (loop + 1) % shared->with.threads.count();
            shared->serve(std::move(socket), loop);
        } else if (is_out_of_descriptors(failed)) {
            // Trying again at once would spin: the waiting client stays readable.
            given.log.log(log_level::warn, "accept_paused", {{"reason", failed.message()}});
            co_await pause.wait_until(given.now.steady() + given.limits.accept_pause);
        }
    }
}

}  // namespace

result<std::uint16_t> listener::listen(const std::string& address, std::uint16_t port)
{
    const auto is_allowed = check_listen_address(address, state_->with.through->with.address);
    if (!is_allowed) return is_allowed.error();
    const tcp::endpoint where(asio::ip::make_address(address), port);
    const auto opened = open(state_->acceptor, where);
    if (!opened) return opened.error();
    const std::uint16_t bound = state_->acceptor.local_endpoint().port();
    state_->with.tasks.start_on(state_->with.threads.at(0), "listener", accept_all(state_));
    return bound;
}

void listener::stop()
{
    const auto close = [shared = state_] {
        boost::system::error_code ignored;
        shared->acceptor.close(ignored);
    };
    asio::post(state_->with.threads.at(0), close);
}

}  // namespace parlance::edge
