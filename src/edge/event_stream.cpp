#include <parlance/edge/event_stream.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace parlance::edge {
namespace {

/// One write has write_stall_max, so a client that takes a body takes 2 KiB a second at least.
constexpr std::size_t slice_bytes = 64 * 1024;
constexpr std::string_view last_chunk = "0\r\n\r\n";

std::string chunk_header(std::size_t bytes)
{
    std::array<char, 16> digits{};
    const auto written = std::to_chars(digits.begin(), digits.end(), bytes, 16);
    return std::string(digits.data(), written.ptr) + "\r\n";
}

}  // namespace

event_stream::event_stream(connection& to, stream_framing how, const limits_config& limits,
                           const clock& now, held_response& held)
    : to_(to), how_(how), limits_(limits), now_(now), held_(held)
{
}

task<result<>> event_stream::send_piece(std::string_view piece)
{
    held_.count(std::max(piece.size(), limits_.large_response_bytes));
    while (!piece.empty()) {
        if (held_.must_yield()) {
            co_return fail(fault::overloaded, "the reader takes long, and others need its room");
        }
        const std::string_view slice = piece.substr(0, slice_bytes);
        const auto sent = co_await send(slice);
        if (!sent) co_return sent.error();
        piece.remove_prefix(slice.size());
    }
    held_.count(limits_.large_response_bytes);  // for the next piece
    co_return result<>();
}

task<result<>> event_stream::send(std::string_view events)
{
    if (events.empty()) co_return result<>();  // an empty chunk is the last one
    const bool is_chunked = how_ == stream_framing::chunked;
    const std::string header = is_chunked ? chunk_header(events.size()) : std::string();
    const std::string_view trailer = is_chunked ? "\r\n" : "";
    const std::array<std::string_view, 3> pieces{header, events, trailer};
    is_whole_ = false;
    to_.expires_at(now_.steady() + limits_.write_stall_max);
    const io_end sent = co_await to_.write(pieces);
    to_.never_expires();
    if (sent == io_end::closed) co_return fail(fault::cancelled, "the reader left");
    if (sent == io_end::expired) co_return fail(fault::cancelled, "the reader does not read");
    is_whole_ = true;
    bytes_ += events.size();
    co_return result<>();
}

task<result<>> event_stream::heartbeat()
{
    co_return co_await send(": alive\n\n");
}

task<result<>> event_stream::send_away(std::chrono::milliseconds come_again_after)
{
    const std::string line = "retry: " + std::to_string(come_again_after.count()) + "\n\n";
    const auto sent = co_await send(line);
    if (!sent) co_return sent.error();
    co_return co_await finish();
}

task<result<>> event_stream::finish()
{
    if (how_ == stream_framing::until_close) co_return result<>();
    const std::array<std::string_view, 1> pieces{last_chunk};
    is_whole_ = false;
    to_.expires_at(now_.steady() + limits_.write_stall_max);
    const io_end sent = co_await to_.write(pieces);
    to_.never_expires();
    if (sent != io_end::done) co_return fail(fault::cancelled, "the reader left");
    is_whole_ = true;
    co_return result<>();
}

}  // namespace parlance::edge
