#pragma once

#include <parlance/edge/connection.hpp>
#include <parlance/edge/held_response.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace parlance::edge {

enum class stream_framing { chunked, until_close };

/// Writes a body whose length is not known before: a text/event-stream, or a document. A reader
/// that takes nothing for the stall limit is left.
/// @errors  everywhere: cancelled when the reader left or stalled; nothing may follow then.
class event_stream {
public:
    /// @param held  counts the pieces of a document.
    event_stream(connection& to, stream_framing how, const limits_config& limits, const clock& now,
                 held_response& held);

    /// Sends whole events in one write; of nothing nothing.
    task<result<>> send(std::string_view events);
    /// Sends a piece of a document, of any length.
    /// @errors  overloaded when it takes long and others need its room.
    task<result<>> send_piece(std::string_view piece);
    /// A comment that keeps proxies from cutting.
    task<result<>> heartbeat();
    /// Ends the response and says when to resume.
    task<result<>> send_away(std::chrono::milliseconds come_again_after);
    /// Ends the response. Without an `end` event before it, the reader resumes.
    task<result<>> finish();

    /// False when a write was cut in the middle: only closing is left.
    [[nodiscard]] bool is_whole() const { return is_whole_; }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

private:
    connection& to_;
    stream_framing how_;
    const limits_config& limits_;
    const clock& now_;
    held_response& held_;
    bool is_whole_ = true;
    std::uint64_t bytes_ = 0;
};

}  // namespace parlance::edge
