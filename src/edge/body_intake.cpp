#include <parlance/edge/body_intake.hpp>

#include <parlance/edge/arrival_pace.hpp>
#include <parlance/foundation/event.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace parlance::edge {
namespace {

constexpr std::size_t upload_read_bytes = 64 * 1024;  // what an upload holds beside its file
constexpr std::size_t upload_framing_bytes_max = 16 * 1024;
constexpr std::chrono::milliseconds come_again_after{1'000};

bool expects_continue(const request& asked)
{
    return asked.header_named("expect") != nullptr && !asked.is_http_1_0;
}

problem busy(std::string detail)
{
    problem made = refuse(503, std::move(detail));
    made.retry_after = come_again_after;
    return made;
}

problem no_room()
{
    return busy("too many long request bodies are being received at once");
}

}  // namespace

body_intake::body_intake(door& through, const hub& among, connection& from, std::string& unread)
    : door_(through),
      limits_(through.with.limits),
      now_(through.with.now),
      hub_(among),
      connection_(from),
      unread_(unread),
      held_(through.request_bodies)
{
}

steady_time body_intake::after(std::chrono::milliseconds time) const
{
    return now_.steady() + time;
}

body_intake::bounds body_intake::bounds_for(body_kind kind) const
{
    if (kind != body_kind::file) {
        return {limits_.json_body_bytes_max, limits_.small_body_bytes_max,
                after(limits_.body_time_max)};
    }
    return {limits_.upload_bytes_max + upload_framing_bytes_max, upload_read_bytes,
            after(limits_.upload_time_max)};
}

task<outcome<>> body_intake::take(request& asked, body_kind kind, request_reader& reader)
{
    bounds within = bounds_for(kind);
    auto limited = reader.limit_body(within.body_bytes_max);
    const bool is_file = kind == body_kind::file;
    if (!limited && is_file) {
        co_return refuse(
            413, "the file is longer than " + std::to_string(limits_.upload_bytes_max) + " bytes");
    }
    if (!limited) co_return limited.error();
    if (is_file) {
        auto begun = co_await begin_upload(asked, reader.content_length());
        if (!begun) co_return begun.error();
        within = bounds_for(kind);  // its time begins with its turn
    }
    auto taken = co_await take_whole(asked, reader, within);
    if (!taken) {
        // Who is refused may stay for a while: none of it is held meanwhile.
        std::string().swap(reader.body());
        file_.reset();
        turn_.reset();
        let_go();
        co_return taken.error();
    }
    if (is_file) {
        auto file = file_->finish();
        if (!file) co_return file.error();
        asked.file = std::move(*file);
        co_return outcome<>();
    }
    asked.body = std::move(reader.body());
    co_return outcome<>();
}

/// Files that come together wait for each other; their bytes wait in the network meanwhile.
task<outcome<>> body_intake::begin_upload(const request& asked,
                                          std::optional<std::uint64_t> announced)
{
    const steady_time latest = after(limits_.upload_turn_max);
    connection_.never_expires();
    turn_.emplace(door_.uploads);
    event pause;  // never set: a place is looked for by the clock
    while (!turn_->try_begin()) {
        if (now_.steady() >= latest || hub_.is_closing()) {
            turn_.reset();
            co_return busy("too many files are being uploaded at once");
        }
        co_await pause.wait_until(after(limits_.upload_turn_every));
    }
    auto reader =
        multipart_reader::for_type(*asked.header_named("content-type"), limits_.upload_bytes_max);
    if (!reader) co_return reader.error();
    file_.emplace(std::move(*reader));
    file_->expect(static_cast<std::size_t>(announced.value_or(0)));
    co_return outcome<>();
}

/// What is merely announced is not counted, but what will not fit is not begun either.
bool body_intake::fits(std::uint64_t announced) const
{
    const bool is_counted = !file_ && announced > limits_.small_body_bytes_max;
    return !is_counted || door_.request_bodies.has_room_for(announced);
}

task<outcome<>> body_intake::take_whole(const request& asked, request_reader& reader, bounds within)
{
    if (reader.is_done()) co_return outcome<>();
    if (!fits(reader.content_length().value_or(0))) co_return no_room();
    auto going_on = co_await ask_to_go_on(asked);
    if (!going_on) co_return going_on.error();
    const steady_time began = now_.steady();
    arrival_pace pace(limits_.body_window_bytes_min, limits_.body_window, began);
    while (true) {
        auto used = use(reader, within);
        if (!used) co_return used.error();
        if (reader.is_done()) co_return outcome<>();
        auto may_go_on = check_turn(began);
        if (!may_go_on) co_return may_go_on.error();
        auto room = hold_more(reader, within);
        if (!room) co_return room.error();
        auto came = co_await read_more(within, pace.due());
        if (!came) co_return came.error();
        pace.came(*came, now_.steady());
    }
}

task<outcome<>> body_intake::ask_to_go_on(const request& asked)
{
    if (!expects_continue(asked) || !unread_.empty()) co_return outcome<>();
    const std::array<std::string_view, 1> go_on{"HTTP/1.1 100 Continue\r\n\r\n"};
    connection_.expires_at(after(limits_.write_stall_max));
    is_gone_ = co_await connection_.write(go_on) != io_end::done;
    if (is_gone_) co_return problem();
    co_return outcome<>();
}

outcome<> body_intake::use(request_reader& reader, const bounds& within)
{
    auto fed = reader.feed(unread_);
    if (!fed) return fed.error();
    if (file_) {
        auto parsed = file_->feed(reader.body());
        if (!parsed) return parsed.error();
        reader.body().clear();
    } else if (reader.body().size() > within.body_bytes_max) {
        return refuse(413, "the body is too long");
    }
    return {};
}

/// Counts the room for what comes next before it is read.
outcome<> body_intake::hold_more(request_reader& reader, const bounds& within)
{
    if (file_) return {};  // its place is counted
    std::string& body = reader.body();
    const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(
        reader.content_length().value_or(within.body_bytes_max), within.body_bytes_max));
    const std::size_t wanted = std::min(most, body.size() + within.read_bytes);
    if (body.capacity() >= wanted) return {};
    const std::size_t room = std::min(most, std::max(wanted, 2 * body.size()));
    const bool is_small = room <= limits_.small_body_bytes_max;
    if (!is_small && !held_.grow_to(room)) return no_room();
    body.reserve(room);
    return {};
}

/// A file that takes long keeps its place for as long as nobody else waits for one.
outcome<> body_intake::check_turn(steady_time began) const
{
    if (!turn_ || now_.steady() < began + limits_.upload_undisturbed) return {};
    if (!door_.uploads.somebody_waits()) return {};
    return busy("this file has taken long, and others wait for their turn to be uploaded");
}

task<outcome<std::size_t>> body_intake::read_more(const bounds& within, steady_time due)
{
    // No buffer is held while nothing comes.
    if (unread_.empty()) std::string().swap(unread_);
    const std::size_t before = unread_.size();
    connection_.expires_at(std::min(within.latest, due));
    io_end read = co_await connection_.readable();
    if (read == io_end::done) {
        read = co_await connection_.read_some(unread_, within.read_bytes);
    }
    if (read == io_end::expired && due < within.latest) {
        co_return refuse(408, "the request's body came too slowly: fewer than " +
                                  std::to_string(limits_.body_window_bytes_min) + " bytes in " +
                                  std::to_string(limits_.body_window.count()) + " ms");
    }
    if (read == io_end::expired) {
        co_return refuse(408, "the request's body did not arrive in time");
    }
    if (read == io_end::closed) {
        is_gone_ = true;
        co_return problem();
    }
    co_return unread_.size() - before;
}

}  // namespace parlance::edge
