#include <parlance/edge/event_stream.hpp>
#include <parlance/edge/exchange.hpp>
#include <parlance/edge/relay.hpp>
#include <parlance/foundation/finish_by.hpp>

#include <algorithm>
#include <array>
#include <stop_token>
#include <utility>

// The half of an exchange that goes to the client.
namespace parlance::edge {
namespace {

/// One write has write_stall_max, so a client that takes a body takes 2 KiB a second at least.
constexpr std::size_t slice_bytes = 64 * 1024;

}  // namespace

task<keep> exchange::send(response what)
{
    const bool is_head = asked_.method == "HEAD";
    framing how;
    how.is_http_1_0 = has_head_ && asked_.is_http_1_0;
    how.is_chunked = what.stream && !how.is_http_1_0;
    const bool ends_by_close = what.stream && !how.is_chunked;
    must_close_ =
        must_close_ || !has_head_ || !asked_.keeps_alive || ends_by_close || hub_.is_closing();
    how.is_kept_alive = !must_close_;
    std::string head = format_head(what, how, trace_id_, with_.now.wall());
    const bool is_streamed = what.stream && !is_head;
    bool is_sent = false;
    if (is_streamed) {
        is_sent = co_await send_stream(std::move(what), std::move(head));
    } else {
        is_sent = co_await send_whole(what, head);
    }
    if (!is_sent) co_return keep::closed;
    if (!must_close_) co_return keep::open;
    co_await linger();
    co_return keep::closed;
}

task<bool> exchange::send_whole(const response& what, std::string_view head)
{
    std::string_view left = asked_.method == "HEAD" ? std::string_view() : what.bytes();
    while (!head.empty() || !left.empty()) {
        const std::array<std::string_view, 2> pieces{head, left.substr(0, slice_bytes)};
        connection_.expires_at(after(with_.limits.write_stall_max));
        const io_end sent = co_await connection_.write(pieces);
        if (sent != io_end::done) co_return false;
        bytes_sent_ += pieces[0].size() + pieces[1].size();
        head = {};
        left.remove_prefix(pieces[1].size());
    }
    co_return true;
}

task<bool> exchange::send_stream(response what, std::string head)
{
    // A stream may last for minutes and needs nothing of what it was asked with.
    std::string().swap(asked_.body);
    if (unread_.empty()) std::string().swap(unread_);
    const std::array<std::string_view, 1> pieces{head};
    connection_.expires_at(after(with_.limits.write_stall_max));
    const io_end sent = co_await connection_.write(pieces);
    if (sent != io_end::done) co_return false;
    connection_.never_expires();

    const stream_framing how =
        asked_.is_http_1_0 ? stream_framing::until_close : stream_framing::chunked;
    event_stream out(connection_, how, with_.now, with_.limits.write_stall_max);
    std::stop_source leaving;
    connection_.watch_for_leaving(leaving);
    const auto on_closing = [&leaving] { leaving.request_stop(); };
    const std::stop_callback closing(hub_.closing(), on_closing);
    call_scope scope;
    scope.trace_id = trace_id_;
    scope.stop = leaving.get_token();
    // The turn goes on whatever becomes of this reader.
    auto relayed =
        co_await finish_by<void>(scope, relay(scope, with_, std::move(*what.stream), out));
    connection_.stop_watching();
    // A reader that shutdown sends away gets a clean end without an `end` event: it resumes.
    const bool is_sent_away = !relayed && hub_.is_closing() && out.is_whole();
    if (is_sent_away) relayed = co_await out.finish();
    bytes_sent_ += head.size() + out.bytes();
    co_return relayed.has_value();
}

task<> exchange::linger()
{
    connection_.finish_sending();
    connection_.expires_at(after(with_.limits.linger_time_max));
    std::string dropped;
    while (true) {
        const io_end read = co_await connection_.read_some(dropped, slice_bytes);
        if (read != io_end::done) co_return;
        dropped.clear();
    }
}

}  // namespace parlance::edge
