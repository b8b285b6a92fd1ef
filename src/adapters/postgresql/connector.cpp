#include <parlance/postgresql/connector.hpp>

#include <parlance/foundation/finish_by.hpp>

#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <functional>
#include <optional>
#include <utility>

namespace parlance::postgresql {
namespace {

using addresses = std::vector<std::string>;

struct list_closer {
    void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

/// Every address of a name, in the order of the system. Waits; nothing of it is kept, because a
/// failover changes what a name means.
result<addresses> look_up(const std::string& name)
{
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    const int failed = getaddrinfo(name.c_str(), nullptr, &wanted, &list);
    if (failed != 0) {
        return fail(fault::overloaded,
                    "the host " + name + " is not found: " + gai_strerror(failed));
    }
    const std::unique_ptr<addrinfo, list_closer> all(list);
    addresses found;
    for (const addrinfo* one = all.get(); one != nullptr; one = one->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        const int unnamed = getnameinfo(one->ai_addr, one->ai_addrlen, text.data(), text.size(),
                                        nullptr, 0, NI_NUMERICHOST);
        if (unnamed == 0) found.emplace_back(text.data());
    }
    return found;
}

/// The servers behind one host of a URL. libpq would look the name up itself and block its loop.
task<std::vector<host>> servers_of(runtime::blocking_pool& pool, host named)
{
    if (named.is_socket() || !named.address.empty()) co_return std::vector<host>{named};
    std::function<result<addresses>()> job = [name = named.name] { return look_up(name); };
    auto found = co_await pool.run<addresses>(std::move(job));
    if (!found) throw refusal(found.error(), remedy::reconnect);
    std::vector<host> all;
    for (const std::string& address : *found) {
        all.push_back(named);
        all.back().address = address;
    }
    co_return all;
}

task<result<std::unique_ptr<connection>>> opened(const config& where, const host& server,
                                                 std::string_view password)
{
    auto made = co_await connection::open(where, server, password);
    made->leave_loop();
    co_return std::move(made);
}

/// @source PgBouncer 1.18 (any of them) and 1.21 (those it does not track), src/client.c
bool is_about_options(const refusal& caught)
{
    return caught.sqlstate() == pooler_refuses &&
           caught.cause().detail.find("unsupported startup parameter") != std::string::npos;
}

/// True when another host may answer otherwise.
bool is_about_host(const refusal& caught)
{
    return caught.what_helps() == remedy::reconnect;
}

}  // namespace

/// What came of one server: a connection, or why another one may answer otherwise.
struct connector::attempt {
    std::unique_ptr<connection> made;
    std::optional<refusal> refused;
};

task<std::shared_ptr<const secret>> connector::password(bool is_refused) const
{
    if (!with_.password) co_return where_.password;
    auto given = co_await with_.password(is_refused);
    if (!given) throw refusal(while_doing("no password", given.error()), remedy::reconnect);
    co_return *given;
}

task<std::unique_ptr<connection>> connector::open() const
{
    auto first = co_await password(false);
    bool is_refused = false;
    try {
        co_return co_await open_with(std::move(first));
    } catch (const refusal& caught) {
        if (caught.what_helps() != remedy::new_password || !with_.password) throw;
        is_refused = true;
    }
    auto second = co_await password(is_refused);
    co_return co_await open_with(std::move(second));
}

task<std::unique_ptr<connection>> connector::open_as(const config& asked, host server,
                                                     std::string_view password) const
{
    call_scope limited;
    limited.deadline = with_.now.steady() + asked.connect_time;
    auto work = opened(asked, server, password);
    auto made = co_await finish_by(limited, std::move(work));
    if (made) co_return std::move(*made);
    const std::string who = server.name + ":" + server.port;
    throw refusal(fail(fault::overloaded, who + " does not answer"), remedy::reconnect);
}

task<std::unique_ptr<connection>> connector::open_one(host server, std::string_view password) const
{
    if (!*is_plain_) {
        try {
            co_return co_await open_as(where_, server, password);
        } catch (const refusal& caught) {
            if (!is_about_options(caught)) throw;
        }
    }
    auto made = co_await open_as(plain_, server, password);
    *is_plain_ = true;
    co_return made;
}

/// @throws  a refusal that no other server would take back.
task<connector::attempt> connector::try_one(host server, std::string_view password) const
{
    attempt one;
    try {
        one.made = co_await open_one(std::move(server), password);
    } catch (const refusal& caught) {
        if (!is_about_host(caught)) throw;
        one.refused.emplace(caught);
    }
    co_return one;
}

task<std::unique_ptr<connection>> connector::open_with(std::shared_ptr<const secret> password) const
{
    const std::string_view revealed = password ? password->reveal() : std::string_view();
    std::optional<refusal> last;
    for (const host& named : where_.hosts) {
        std::vector<host> servers;
        try {
            servers = co_await servers_of(with_.pool, named);
        } catch (const refusal& caught) {
            last.emplace(caught);
        }
        for (const host& server : servers) {
            attempt one = co_await try_one(server, revealed);
            if (one.made) co_return std::move(one.made);
            last = std::move(one.refused);
        }
    }
    if (!last) last.emplace(fail(fault::overloaded, "no host is named"), remedy::reconnect);
    throw refusal(*last);
}

}  // namespace parlance::postgresql
