#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace parlance::postgresql {

/// A descriptor of libpq's on a loop: it is given back, never closed.
class borrowed_socket {
public:
    using descriptor = boost::asio::posix::stream_descriptor;

    borrowed_socket(const boost::asio::any_io_executor& on, int handle) : is_(on, handle) {}
    ~borrowed_socket() { is_.release(); }
    borrowed_socket(const borrowed_socket&) = delete;
    borrowed_socket& operator=(const borrowed_socket&) = delete;
    descriptor& operator*() { return is_; }

private:
    descriptor is_;
};

}  // namespace parlance::postgresql
