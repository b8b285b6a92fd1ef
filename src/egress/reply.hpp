#pragma once

#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::egress {

struct header {
    std::string name;
    std::string value;
};

class curl_transfer;

/// An answer whose body is still arriving. Belongs to the io thread that opened it. Destroying it
/// at any time ends the transfer; a connection that still had bytes to deliver is closed.
class reply {
public:
    explicit reply(std::unique_ptr<curl_transfer> from);
    reply(reply&&) noexcept;
    reply& operator=(reply&&) noexcept;
    reply(const reply&) = delete;
    reply& operator=(const reply&) = delete;
    ~reply();

    [[nodiscard]] int status() const;

    /// A proxy was given the whole request, so that this may be its answer and not the server's.
    [[nodiscard]] bool may_be_of_proxy() const;

    /// The value of the header called `name` (any case), the last one if there are several.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

    /// From now on wait at most so long for the next piece.
    void set_silence_timeout(std::chrono::milliseconds longest);

    /// The next bytes of the body, as they came; an empty string is its end, and only that. Not
    /// calling it holds the sender back: at most `buffered_bytes_max` and one read are kept.
    /// @errors  as http_client::open. After an error the transfer has ended.
    task<result<std::string>> next(call_scope scope);

    /// The rest of the body.
    /// @errors  as next; upstream_rejected when it is longer than `bytes_max`.
    task<result<std::string>> rest(call_scope scope, std::size_t bytes_max);

private:
    std::unique_ptr<curl_transfer> from_;
};

inline constexpr std::size_t buffered_bytes_max = 64 * 1024;      // then the sender has to wait
inline constexpr std::size_t reply_header_bytes_max = 64 * 1024;  // providers stay under 8 KiB

}  // namespace parlance::egress
