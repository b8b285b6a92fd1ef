#include <parlance/postgresql/sign_in.hpp>

#include <parlance/postgresql/borrowed_socket.hpp>
#include <parlance/postgresql/refusal.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <libpq-fe.h>

#include <new>
#include <string>
#include <vector>

namespace parlance::postgresql {
namespace asio = boost::asio;
namespace {

constexpr std::size_t sqlstate_size = 5;

std::string_view first_line_of(std::string_view text)
{
    return text.substr(0, text.find('\n'));
}

/// What libpq is told of a new connection. Valid while what it was made of is.
struct start_up {
    start_up(const config& where, const host& server, const char* password)
    {
        add("host", server.name.c_str());
        if (!server.address.empty()) add("hostaddr", server.address.c_str());
        add("port", server.port.c_str());
        for (const config::keyword& one : where.keywords) add(one.name.c_str(), one.value.c_str());
        add("password", password);
        add(nullptr, nullptr);
    }
    void add(const char* name, const char* value)
    {
        names.push_back(name);
        values.push_back(value);
    }
    std::vector<const char*> names;
    std::vector<const char*> values;
};

/// The SQLSTATE in a verbose message: "FATAL:  28P01: password authentication failed". libpq keeps
/// it to itself until a connection stands.
std::string_view sqlstate_in(std::string_view message)
{
    constexpr std::string_view before = ":  ";
    const std::size_t found = message.find(before);
    if (found == std::string_view::npos) return {};
    const std::string_view rest = message.substr(found + before.size());
    if (rest.size() <= sqlstate_size || rest[sqlstate_size] != ':') return {};
    const std::string_view named = rest.substr(0, sqlstate_size);
    const bool is_one =
        named.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
    return is_one ? named : std::string_view();
}

/// A pooler has one SQLSTATE for whatever it refuses. @source PgBouncer 1.18, src/client.c
std::string_view sqlstate_of_start(std::string_view message)
{
    const std::string_view named = sqlstate_in(message);
    const bool is_password =
        named == pooler_refuses && message.find("authentication failed") != std::string_view::npos;
    return is_password ? "28P01" : named;
}

[[noreturn]] void refuse_start(const PGconn* handle)
{
    const std::string_view message = first_line_of(PQerrorMessage(handle));
    throw refusal_for(sqlstate_of_start(message), message);
}

void ignore_notice(void*, const PGresult*) {}

task<> finish_start(PGconn* handle)
{
    auto here = co_await asio::this_coro::executor;
    PostgresPollingStatusType wants = PGRES_POLLING_WRITING;
    while (wants != PGRES_POLLING_OK) {
        if (wants == PGRES_POLLING_FAILED) refuse_start(handle);
        {
            // Anew each time: libpq opens another socket when it tries again without TLS.
            borrowed_socket socket(here, PQsocket(handle));
            const auto what = wants == PGRES_POLLING_READING
                                  ? borrowed_socket::descriptor::wait_read
                                  : borrowed_socket::descriptor::wait_write;
            auto [failed] =
                co_await (*socket).async_wait(what, asio::as_tuple(asio::use_awaitable));
            if (failed) throw refusal_for("", failed.message());
        }
        wants = PQconnectPoll(handle);
    }
}

}  // namespace

void handle_closer::operator()(pg_conn* handle) const
{
    PQfinish(handle);
}

task<owned_handle> sign_in(const config& where, const host& server, std::string_view password)
{
    owned_handle opened;
    {
        const secret terminated(std::string(password) + '\0');
        const start_up with(where, server, terminated.reveal().data());
        opened.reset(PQconnectStartParams(with.names.data(), with.values.data(), 0));
    }
    PGconn* const handle = opened.get();
    if (handle == nullptr) throw std::bad_alloc();
    if (PQstatus(handle) == CONNECTION_BAD) refuse_start(handle);
    PQsetNoticeReceiver(handle, &ignore_notice, nullptr);
    PQsetErrorVerbosity(handle, PQERRORS_VERBOSE);
    co_await finish_start(handle);
    PQsetErrorVerbosity(handle, PQERRORS_DEFAULT);
    if (PQsetnonblocking(handle, 1) != 0) refuse_start(handle);
    co_return opened;
}

}  // namespace parlance::postgresql
