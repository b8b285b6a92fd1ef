#include <parlance/postgresql/connection.hpp>

#include <parlance/postgresql/borrowed_socket.hpp>
#include <parlance/postgresql/sign_in.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <libpq-fe.h>

#include <array>
#include <optional>
#include <utility>

namespace parlance::postgresql {
namespace asio = boost::asio;
namespace {

constexpr int binary = 1;

using descriptor = borrowed_socket::descriptor;

std::string_view first_line(const char* text)
{
    const std::string_view all = text == nullptr ? "" : text;
    return all.substr(0, all.find('\n'));
}

/// A statement's values as libpq takes them. Valid while the statement is.
struct parameters {
    explicit parameters(const statement& of)
    {
        const std::size_t count = of.values().size();
        types.reserve(count);
        values.reserve(count);
        lengths.reserve(count);
        for (const statement::value& one : of.values()) {
            types.push_back(one.type);
            values.push_back(one.is_null ? nullptr : one.bytes.data());
            lengths.push_back(static_cast<int>(one.bytes.size()));
        }
        formats.assign(count, binary);
    }
    std::vector<Oid> types;
    std::vector<const char*> values;
    std::vector<int> lengths;
    std::vector<int> formats;
};

}  // namespace

struct connection::state {
    owned_handle handle;
    std::optional<borrowed_socket> socket{};  // given back before the handle goes
    std::optional<asio::any_io_executor> loop{};
    bool is_busy = false;
    bool is_broken = false;
    bool is_pooled = false;

    [[noreturn]] void refuse()
    {
        is_broken = true;
        throw refusal_for("", first_line(PQerrorMessage(handle.get())));
    }

    /// The socket on the loop of whoever calls.
    task<descriptor*> socket_here()
    {
        auto here = co_await asio::this_coro::executor;
        if (PQsocket(handle.get()) < 0) refuse();
        if (!socket || loop != here) {
            socket.reset();
            socket.emplace(here, PQsocket(handle.get()));
            loop = here;
        }
        co_return &**socket;
    }
    task<> wait_to_read();
    enum class wanted { to_read, either };
    task<> wait_until(wanted what, steady_time until);
    task<> flush();
    task<rows> next();
    task<rows> read_answer();
    void send(const statement& what);
    task<std::vector<rows>> send_all(std::vector<statement> all);
    void check(const rows& read);
};

task<> connection::state::wait_to_read()
{
    descriptor* const on = co_await socket_here();
    auto [failed] =
        co_await on->async_wait(descriptor::wait_read, asio::as_tuple(asio::use_awaitable));
    if (failed) refuse();
}

/// Waits until the socket can be read or, when asked, written, or until a moment.
task<> connection::state::wait_until(wanted what, steady_time until)
{
    descriptor* const on = co_await socket_here();
    auto woken = std::make_shared<asio::steady_timer>(*loop, until);
    const auto wake = [woken](boost::system::error_code) { woken->cancel(); };
    on->async_wait(descriptor::wait_read, wake);
    if (what == wanted::either) on->async_wait(descriptor::wait_write, wake);
    co_await woken->async_wait(asio::as_tuple(asio::use_awaitable));
    on->cancel();
}

task<> connection::state::flush()
{
    while (true) {
        const int left = PQflush(handle.get());
        if (left == 0) co_return;
        if (left < 0) refuse();
        // The server may be waiting for us to read before it reads on.
        co_await wait_until(wanted::either, steady_time::max());
        if (PQconsumeInput(handle.get()) != 1) refuse();
    }
}

/// The next result, or none. A server that goes away says why in its last one.
task<rows> connection::state::next()
{
    while (PQisBusy(handle.get()) == 1) {
        co_await wait_to_read();
        if (PQconsumeInput(handle.get()) != 1) {
            is_broken = true;
            break;
        }
    }
    co_return rows(PQgetResult(handle.get()));
}

/// Always to the null, also after an error: only then another statement may be sent.
task<rows> connection::state::read_answer()
{
    rows first = co_await next();
    if (first.answer() == nullptr) refuse();
    while (true) {
        const rows dropped = co_await next();
        if (dropped.answer() == nullptr) break;
    }
    co_return first;
}

void connection::state::send(const statement& what)
{
    const parameters with(what);
    const int is_sent = PQsendQueryParams(
        handle.get(), what.sql().c_str(), static_cast<int>(with.values.size()), with.types.data(),
        with.values.data(), with.lengths.data(), with.formats.data(), binary);
    if (is_sent != 1) refuse();
}

task<std::vector<rows>> connection::state::send_all(std::vector<statement> all)
{
    PGconn* const to = handle.get();
    if (PQenterPipelineMode(to) != 1) refuse();
    for (const statement& one : all) send(one);
    if (PQpipelineSync(to) != 1) refuse();
    co_await flush();
    std::vector<rows> read;
    for (std::size_t count = 0; count < all.size(); ++count) {
        rows answer = co_await read_answer();
        read.push_back(std::move(answer));
    }
    const rows end = co_await next();
    if (end.answer() == nullptr || PQresultStatus(end.answer()) != PGRES_PIPELINE_SYNC) refuse();
    if (PQexitPipelineMode(to) != 1) refuse();
    co_return read;
}

void connection::state::check(const rows& read)
{
    const pg_result* const answer = read.answer();
    const ExecStatusType status = PQresultStatus(answer);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY) {
        return;
    }
    const char* const said = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    const std::string_view sqlstate = said == nullptr ? "" : said;
    if (sqlstate.empty()) refuse();
    throw refusal_for(sqlstate, first_line(PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY)));
}

connection::connection(std::unique_ptr<state> opened) : state_(std::move(opened)) {}

connection::~connection() = default;

task<std::unique_ptr<connection>> connection::open(const config& where, const host& server,
                                                   std::string_view password)
{
    auto opened = std::make_unique<state>();
    opened->handle = co_await sign_in(where, server, password);
    auto made = std::unique_ptr<connection>(new connection(std::move(opened)));
    made->state_->is_pooled = where.is_pooled;
    if (!where.is_pooled) co_await made->look_who_serves();
    co_return made;
}

/// A server names at the start the process that will serve; a pooler makes a number up.
task<> connection::look_who_serves()
{
    statement who("SELECT pg_backend_pid()");
    const rows answer = co_await run(std::move(who));
    state_->is_pooled = answer[0].integer(0) != PQbackendPID(state_->handle.get());
}

task<rows> connection::run(statement what)
{
    state& on = *state_;
    on.is_busy = true;
    on.send(what);
    co_await on.flush();
    rows read = co_await on.read_answer();
    on.is_busy = false;
    on.check(read);
    co_return read;
}

task<std::vector<rows>> connection::run_all(std::vector<statement> all)
{
    state& on = *state_;
    on.is_busy = true;
    std::vector<rows> read = co_await on.send_all(std::move(all));
    on.is_busy = false;
    for (const rows& one : read) on.check(one);
    co_return read;
}

task<> connection::run_script(std::string sql)
{
    state& on = *state_;
    on.is_busy = true;
    if (PQsendQuery(on.handle.get(), sql.c_str()) != 1) on.refuse();
    co_await on.flush();
    std::optional<refusal> refused;
    while (true) {
        const rows read = co_await on.next();
        if (read.answer() == nullptr) break;
        try {
            on.check(read);
        } catch (const refusal& caught) {
            refused.emplace(caught);
        }
    }
    on.is_busy = false;
    if (refused) throw refusal(*refused);
}

task<std::vector<notification>> connection::next_notifications(steady_time until)
{
    state& on = *state_;
    std::vector<notification> heard;
    bool has_waited = false;
    while (true) {
        while (PGnotify* const one = PQnotifies(on.handle.get())) {
            heard.push_back({one->relname, one->extra});
            PQfreemem(one);
        }
        if (!heard.empty() || has_waited) break;
        co_await on.wait_until(state::wanted::to_read, until);
        has_waited = true;
        if (PQconsumeInput(on.handle.get()) != 1) on.refuse();
    }
    co_return heard;
}

void connection::leave_loop()
{
    state_->socket.reset();
    state_->loop.reset();
}

std::function<void()> connection::ending(std::unique_ptr<connection> of)
{
    of->leave_loop();
    std::shared_ptr<connection> ended = std::move(of);
    return [ended]() mutable {
        PGconn* const handle = ended->state_->handle.get();
        if (ended->state_->is_busy && PQstatus(handle) == CONNECTION_OK) {
            std::array<char, 256> message{};
            PGcancel* const what = PQgetCancel(handle);
            PQcancel(what, message.data(), static_cast<int>(message.size()));
            PQfreeCancel(what);
        }
        ended.reset();
    };
}

bool connection::is_usable() const
{
    return !state_->is_busy && !state_->is_broken &&
           PQstatus(state_->handle.get()) == CONNECTION_OK;
}

bool connection::is_in_transaction() const
{
    return PQtransactionStatus(state_->handle.get()) != PQTRANS_IDLE;
}

bool connection::is_pooled() const
{
    return state_->is_pooled;
}

}  // namespace parlance::postgresql
