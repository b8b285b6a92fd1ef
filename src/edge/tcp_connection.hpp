#pragma once

#include <parlance/edge/connection.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <memory>

namespace parlance::edge {

/// A connection over TCP.
class tcp_connection : public connection, public std::enable_shared_from_this<tcp_connection> {
public:
    explicit tcp_connection(boost::asio::ip::tcp::socket socket);

    task<io_end> readable() override;
    task<io_end> read_some(std::string& onto, std::size_t bytes_max) override;
    task<io_end> write(std::span<const std::string_view> pieces) override;
    void watch_for_leaving(std::stop_source whom) override;
    void stop_watching() override;
    void finish_sending() override;
    void close() override;
    void abort() override;

private:
    void cancel() override;
    [[nodiscard]] io_end end_of(const boost::system::error_code& failed) const;
    [[nodiscard]] bool has_peer_left();

    boost::asio::ip::tcp::socket socket_;
};

}  // namespace parlance::edge
