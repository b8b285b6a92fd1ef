#pragma once

#include <parlance/edge/limits_config.hpp>
#include <parlance/edge/problem.hpp>
#include <parlance/edge/request.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace parlance::edge {

/// Bytes in, one request out, no I/O inside. First the head is fed; then, when the route is known,
/// its body limit is set and the body is fed.
class request_reader {
public:
    explicit request_reader(const limits_config& limits);
    ~request_reader();
    request_reader(const request_reader&) = delete;
    request_reader& operator=(const request_reader&) = delete;

    /// Takes what it can use from the front of `unread`.
    /// @errors  400 malformed, 414, 431, 413 past the body limit. The connection cannot go on.
    outcome<> feed(std::string& unread);

    [[nodiscard]] bool has_head() const;
    [[nodiscard]] bool is_done() const;

    // From here on: when has_head().

    /// Method, target and headers; once.
    /// @errors  400 (target, framing), 414.
    outcome<request> take_head();
    [[nodiscard]] bool announces_body() const;
    [[nodiscard]] std::optional<std::uint64_t> content_length() const;
    /// @errors  413 when the announced length is past it already.
    outcome<> limit_body(std::size_t bytes_max);
    /// What has arrived of the body and was not taken; the caller may empty it.
    std::string& body();
    /// Gives back what it holds. Nothing may be asked of it afterwards.
    void close();

private:
    struct state;
    /// @return false when more must come first, and behind the head.
    outcome<bool> step(std::string& unread);
    [[nodiscard]] problem refusal_of(const boost::system::error_code& failed,
                                     const std::string& unread) const;
    [[nodiscard]] problem too_long_head() const;
    std::unique_ptr<state> state_;
};

}  // namespace parlance::edge
