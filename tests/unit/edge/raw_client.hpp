#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace parlance::edge_test {

/// A response as it came over the wire.
struct raw_response {
    int status = 0;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;                            // chunks joined
    bool is_whole = false;
};

/// A client that speaks bytes. Every wait ends after fakes::patience.
class raw_client {
public:
    explicit raw_client(std::uint16_t port, int receive_buffer_bytes = 0);
    ~raw_client();
    raw_client(const raw_client&) = delete;
    raw_client& operator=(const raw_client&) = delete;

    void send(std::string_view bytes) const;
    /// As much as the other side takes. @return how much.
    std::size_t send_some(std::string_view bytes) const;
    /// Whether something has come; waits a moment for it.
    [[nodiscard]] bool has_news() const;
    /// One response, with its body. Interim responses are skipped.
    raw_response read_response();
    /// The head of a response; its body is left for read_more().
    raw_response read_head();
    /// Whatever comes next, at least one byte. Empty at the end.
    std::string read_more();
    /// Reads until `wanted` was seen. @return everything read up to then.
    std::string read_until(std::string_view wanted);
    /// Reads until the other side closes. @return false when it does not.
    bool is_closed();
    /// The same. @return whether the end was a reset: what came before it is not all.
    bool is_reset();
    void finish_sending() const;
    void close();
    /// Closes with a reset instead of a farewell.
    void abort();

private:
    bool fill();
    void read_chunks(raw_response& into);

    int socket_ = -1;
    std::string unread_;
};

}  // namespace parlance::edge_test
