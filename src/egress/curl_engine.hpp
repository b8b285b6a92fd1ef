#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace boost::asio {
class io_context;
}

namespace parlance::egress {

/// Is told how a transfer ended. Called on the io thread, from inside the engine: it may only note
/// the fact and wake somebody.
class transfer_listener {
public:
    virtual ~transfer_listener() = default;
    /// @param code  a CURLcode.
    virtual void on_finished(int code) = 0;
};

/// libcurl's multi interface on one event loop. One per io_context, made on first use and owned by
/// it; everything happens on that loop's one thread, so nothing is locked.
class curl_engine {
public:
    /// The engine of the loop that `executor` belongs to: an io_context with one thread.
    static curl_engine& of(const boost::asio::any_io_executor& executor);

    explicit curl_engine(boost::asio::io_context& loop);
    curl_engine(const curl_engine&) = delete;
    curl_engine& operator=(const curl_engine&) = delete;
    ~curl_engine();

    /// Starts a configured easy handle, whose CURLOPT_PRIVATE is a transfer_listener*.
    /// @return false when libcurl refuses it.
    bool add(void* easy);
    /// Takes a handle out, in whatever state it is. Nothing is called for it afterwards.
    void remove(void* easy);
    /// Drops everything; add() then refuses. For the end of the loop.
    void close();

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace parlance::egress
