#include <parlance/edge/event_stream.hpp>
#include <parlance/edge/exchange.hpp>
#include <parlance/foundation/finish_by.hpp>

#include <algorithm>
#include <array>
#include <stop_token>
#include <utility>
#include <vector>

// The half of an exchange that goes to the client.
namespace parlance::edge {
namespace {

/// One write has write_stall_max, so a client that takes a body takes 2 KiB a second at least.
constexpr std::size_t slice_bytes = 64 * 1024;
/// What a download holds in memory.
constexpr std::size_t content_read_bytes = 256 * 1024;

}  // namespace

std::size_t exchange::bytes_held_by(const response& made) const
{
    const bool is_document = made.stream != nullptr && made.kind == stream_kind::document;
    if (is_document) return with_.limits.large_response_bytes;
    return made.content ? content_read_bytes : made.body.size();
}

task<keep> exchange::send(response what)
{
    const bool is_head = asked_.method == "HEAD";
    framing how;
    how.is_http_1_0 = has_head_ && asked_.is_http_1_0;
    const bool is_stream = what.stream != nullptr;
    how.is_chunked = is_stream && !how.is_http_1_0;
    const bool ends_by_close = is_stream && !how.is_chunked;
    // A server that is about to go asks its clients to connect again, elsewhere.
    const bool is_leaving = hub_.is_closing() || !with_.is_ready;
    must_close_ = must_close_ || !has_head_ || !asked_.keeps_alive || ends_by_close || is_leaving;
    how.is_kept_alive = !must_close_;
    std::string head = format_head(what, how, trace_id_, with_.now.wall());
    const bool is_streamed = is_stream && !is_head;
    bool is_sent = false;
    if (is_streamed) {
        is_sent = co_await send_stream(std::move(what), std::move(head));
    } else {
        is_sent = co_await send_whole(head, is_head ? std::string_view() : what.bytes());
        if (is_sent && what.content && !is_head) is_sent = co_await send_content(*what.content);
    }
    if (!is_sent) co_return keep::closed;
    if (!must_close_) co_return keep::open;
    co_await linger();
    co_return keep::closed;
}

task<bool> exchange::send_whole(std::string_view head, std::string_view body)
{
    while (!head.empty() || !body.empty()) {
        if (held_.must_yield()) co_return false;
        const std::array<std::string_view, 2> pieces{head, body.substr(0, slice_bytes)};
        connection_.expires_at(after(with_.limits.write_stall_max));
        const io_end sent = co_await connection_.write(pieces);
        if (sent != io_end::done) co_return false;
        bytes_sent_ += pieces[0].size() + pieces[1].size();
        head = {};
        body.remove_prefix(pieces[1].size());
    }
    co_return true;
}

/// What cannot be read any more ends the connection: the length was promised.
task<bool> exchange::send_content(const sent_content& what)
{
    knowledge::byte_range left = what.part;
    while (left.count > 0) {
        connection_.never_expires();
        call_scope scope;
        scope.deadline = after(with_.limits.handler_time_max);
        scope.trace_id = trace_id_;
        knowledge::byte_range next = left;
        next.count = std::min<std::uint64_t>(left.count, content_read_bytes);
        const auto bytes = co_await with_.library.content(scope, what.content_hash, next);
        if (!bytes || bytes->empty()) {
            const std::string reason = bytes ? "it is shorter than it was" : bytes.error().detail;
            with_.log.log(log_level::error, "content_not_sent",
                          {{"trace_id", trace_id_}, {"reason", reason}});
            co_return false;
        }
        left.from += bytes->size();
        left.count -= bytes->size();
        const bool is_sent = co_await send_whole(std::string_view(), *bytes);
        if (!is_sent) co_return false;
    }
    co_return true;
}

task<bool> exchange::send_stream(response what, std::string head)
{
    // A stream may last for minutes and needs nothing of what it was asked with.
    std::string().swap(asked_.body);
    body_.let_go();
    std::vector<header>().swap(asked_.headers);
    reader_.close();
    if (unread_.empty()) std::string().swap(unread_);
    const std::array<std::string_view, 1> pieces{head};
    connection_.expires_at(after(with_.limits.write_stall_max));
    const io_end sent = co_await connection_.write(pieces);
    if (sent != io_end::done) co_return false;
    connection_.never_expires();
    bytes_sent_ += head.size();
    std::string().swap(head);

    const stream_framing how =
        asked_.is_http_1_0 ? stream_framing::until_close : stream_framing::chunked;
    event_stream out(connection_, how, with_.limits, with_.now, held_);
    std::stop_source leaving;
    connection_.watch_for_leaving(leaving);
    const bool is_resumable = what.kind == stream_kind::events;
    const auto on_closing = [&leaving] { leaving.request_stop(); };
    const std::stop_callback closing(is_resumable ? hub_.closing() : std::stop_token(), on_closing);
    call_scope scope;
    scope.trace_id = trace_id_;
    scope.stop = leaving.get_token();
    // What is read from goes on whatever becomes of this reader.
    task<result<>> relaying = what.stream(scope, out);
    auto relayed = co_await finish_by<void>(scope, std::move(relaying));
    connection_.stop_watching();
    // A reader that shutdown sends away gets a clean end without an `end` event: it resumes.
    const bool is_sent_away = !relayed && is_resumable && hub_.is_closing() && out.is_whole();
    if (is_sent_away) relayed = co_await out.finish();
    bytes_sent_ += out.bytes();
    // Where the close is the end, a reader must see that this one is none.
    const bool is_cut = !relayed && how == stream_framing::until_close && !is_resumable;
    if (is_cut) connection_.abort();
    co_return relayed.has_value();
}

task<> exchange::linger()
{
    connection_.finish_sending();
    connection_.expires_at(after(with_.limits.linger_time_max));
    std::string().swap(unread_);
    while (true) {
        // Many may be refused at once: no buffer is held while nothing comes.
        const io_end waited = co_await connection_.readable();
        if (waited != io_end::done) co_return;
        std::string dropped;
        const io_end read = co_await connection_.read_some(dropped, slice_bytes);
        if (read != io_end::done) co_return;
        dropped.clear();
    }
}

}  // namespace parlance::edge
