#include <parlance/edge/exchange.hpp>

#include <parlance/edge/address_checks.hpp>
#include <parlance/edge/storage_room.hpp>
#include <parlance/edge/trace.hpp>
#include <parlance/foundation/thrown.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace parlance::edge {
namespace {

constexpr std::size_t head_read_bytes = 4 * 1024;  // most requests come in one

}  // namespace

exchange::exchange(door& through, hub& among, connection& with, std::string& unread)
    : door_(through),
      with_(through.with),
      hub_(among),
      connection_(with),
      unread_(unread),
      reader_(with_.limits),
      body_(through, among, with, unread),
      held_(through.responses, with_.limits, with_.now),
      trace_id_(make_trace_id(with_.random)),
      began_(with_.now.steady())
{
}

steady_time exchange::after(std::chrono::milliseconds time) const
{
    return with_.now.steady() + time;
}

task<keep> exchange::run()
{
    std::optional<outcome<response>> answered;
    std::optional<std::string> thrown;
    try {
        answered.emplace(co_await answer());
    } catch (const boost::system::system_error& cause) {
        // The supervisor cancels: there is nobody to tell.
        if (cause.code() == boost::asio::error::operation_aborted) throw;
        thrown = name_of_thrown(cause);
    } catch (const std::exception& cause) {
        thrown = name_of_thrown(cause);
    } catch (...) {
        thrown = "something that is no exception";
    }
    if (is_gone_) co_return keep::closed;
    if (thrown)
        answered.emplace(fail(fault::internal, "a handler ended in an exception: " + *thrown));
    // What is left of a body that nobody read would be taken for the next request.
    must_close_ = must_close_ || !reader_.has_head() || !reader_.is_done();
    response made = *answered ? std::move(**answered) : as_response(answered->error());
    const int status = made.status;
    const keep kept = co_await send(std::move(made));
    write_log_line(status);
    co_return kept;
}

task<outcome<response>> exchange::answer()
{
    auto head = co_await read_head();
    if (!head) co_return head.error();
    auto checked = check_head();
    if (!checked) co_return checked.error();
    auto body = co_await read_body();
    if (!body) co_return body.error();
    co_return co_await handle();
}

task<outcome<>> exchange::read_head()
{
    connection_.expires_at(after(with_.limits.header_time_max));
    while (true) {
        auto fed = reader_.feed(unread_);
        if (!fed) co_return fed.error();
        if (reader_.has_head()) break;
        const io_end read = co_await connection_.read_some(unread_, head_read_bytes);
        if (read == io_end::expired) {
            co_return refuse(408, "the request's header fields did not arrive in time");
        }
        if (read == io_end::closed) {
            is_gone_ = true;
            co_return problem();
        }
    }
    auto head = reader_.take_head();
    if (!head) co_return head.error();
    asked_ = std::move(*head);
    asked_.is_from_trusted_proxy = connection_.is_trusted_proxy();
    asked_.to.path = with_.address.without_prefix(std::move(asked_.to.path));
    has_head_ = true;
    if (auto trace = asked_trace_id(asked_)) trace_id_ = std::move(*trace);
    co_return outcome<>();
}

outcome<> exchange::check_head()
{
    auto headers = check_headers(asked_);
    if (!headers) return headers.error();
    auto found = find_route(asked_.method, asked_.to.path);
    auto host = check_host(asked_, with_.address, found ? found->is->from : callers::who_know_us);
    if (!host) return host.error();
    if (!found) return found.error();
    route_ = std::move(*found);
    asked_.parts = route_.parts;
    if (route_.is->method == "POST") {
        auto origin = check_origin(asked_, with_.address);
        if (!origin) return origin.error();
    }
    auto type = check_content_type(asked_, route_.is->body, reader_.announces_body());
    if (!type) return type.error();
    return check_parameters(*route_.is, asked_);
}

task<outcome<>> exchange::read_body()
{
    if (route_.is->body == body_kind::file) {
        auto has_room = co_await find_room_for_files(with_);
        if (!has_room) co_return has_room.error();
    }
    auto taken = co_await body_.take(asked_, route_.is->body, reader_);
    is_gone_ = body_.is_gone();
    co_return taken;
}

task<outcome<response>> exchange::handle()
{
    // From here on the client is not waited for; the work bounds itself.
    connection_.never_expires();
    call_scope scope;
    scope.deadline = after(with_.limits.handler_time_max);
    scope.trace_id = trace_id_;
    if (route_.is->size == answer_size::large) {
        auto room = held_.make_room();
        if (!room) co_return room.error();
    }
    auto made = co_await route_.is->answer(scope, asked_, with_);
    if (!made) co_return made.error();
    auto held = held_.hold(bytes_held_by(*made));
    if (!held) co_return held.error();
    co_return made;
}

response exchange::as_response(const problem& refusal)
{
    if (refusal.kind != fault::internal) return problem_response(refusal, trace_id_);
    // Why is for whoever runs the server, not for whoever asks.
    with_.log.log(log_level::error, "request_failed",
                  {{"trace_id", trace_id_}, {"reason", refusal.detail}});
    problem shown = refusal;
    shown.detail = "something went wrong inside the server; its log says what, under this trace id";
    return problem_response(shown, trace_id_);
}

void exchange::write_log_line(int status) const
{
    const auto took =
        std::chrono::duration_cast<std::chrono::microseconds>(with_.now.steady() - began_);
    const std::string_view path = route_.is == nullptr ? "-" : route_.is->pattern;
    with_.log.log(log_level::info, "request_finished",
                  {{"method", route_.is == nullptr ? std::string("-") : asked_.method},
                   {"route", std::string(path)},
                   {"status", std::int64_t{status}},
                   {"ms", static_cast<double>(took.count()) / 1000.0},
                   {"bytes", static_cast<std::int64_t>(bytes_sent_)},
                   {"trace_id", trace_id_}});
}

task<bool> serve_request(door& through, hub& among, connection& with, std::string& unread)
{
    exchange one(through, among, with, unread);
    const keep kept = co_await one.run();
    co_return kept == keep::open;
}

}  // namespace parlance::edge
