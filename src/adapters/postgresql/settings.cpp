#include <parlance/postgresql/settings.hpp>

#include <string>
#include <utility>

namespace parlance::postgresql {
namespace {

const setting database_url{"PARLANCE_DATABASE", "",
                           "PostgreSQL, as postgresql://user:password@host:port/name; TLS is "
                           "verified when the host is not this machine; unset = SQLite in the data "
                           "directory",
                           true};
const setting direct_url{"PARLANCE_DATABASE_DIRECT", "",
                         "The same database past a pooler, for notifications and `parlance "
                         "migrate`; unset = PARLANCE_DATABASE, unless that is a pooler; off, or a "
                         "pooler = no notifications, other replicas' turns are polled",
                         true};
const setting connections{"PARLANCE_DATABASE_CONNECTIONS", "10",
                          "Connections to PostgreSQL that one replica keeps at most"};

std::optional<config> read_one(settings& from, const setting& named, const std::string& url)
{
    auto read = read_url(url);
    if (read) return std::move(*read);
    from.mistake(named.name, read.error().detail);
    return std::nullopt;
}

std::optional<config> read_direct(settings& from, const std::optional<std::string>& direct,
                                  const config& database)
{
    if (direct == "off") return std::nullopt;
    if (direct) return read_one(from, direct_url, *direct);
    if (database.is_pooled) return std::nullopt;
    return database;
}

}  // namespace

std::optional<database_settings> read_settings(settings& from)
{
    const auto url = from.text(database_url);
    const auto direct = from.text(direct_url);
    const auto most = from.number(connections, 1, pool_connections_max);
    if (!url) {
        if (direct) from.mistake(direct_url.name, "says nothing while PARLANCE_DATABASE is unset");
        return std::nullopt;
    }
    auto database = read_one(from, database_url, *url);
    if (!database) return std::nullopt;
    if (most) database->connections_max = static_cast<std::size_t>(*most);
    auto listens = read_direct(from, direct, *database);
    return database_settings{std::move(*database), std::move(listens)};
}

}  // namespace parlance::postgresql
