#include <parlance/postgresql/config.hpp>

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

namespace parlance::postgresql {
namespace {

constexpr std::string_view default_port = "5432";
constexpr std::string_view default_socket = "/var/run/postgresql";
constexpr const char* system_certificates = "/etc/ssl/certs/ca-certificates.crt";

using values = std::map<std::string, std::string, std::less<>>;

struct option_closer {
    void operator()(PQconninfoOption* all) const { PQconninfoFree(all); }
};

error refused(std::string why)
{
    return fail(fault::invalid_request, std::move(why));
}

/// libpq's sentence quotes what it could not read, which may hold the password: only its kind of
/// mistake is told.
result<values> parse(std::string_view url)
{
    if (!url.starts_with("postgresql://") && !url.starts_with("postgres://")) {
        return refused("must begin with postgresql://");
    }
    const std::string text(url);
    char* mistake = nullptr;
    const std::unique_ptr<PQconninfoOption, option_closer> all(
        PQconninfoParse(text.c_str(), &mistake));
    if (!all) {
        PQfreemem(mistake);
        return refused("is no URL that libpq can read: postgresql://user:password@host:port/name");
    }
    values read;
    for (const PQconninfoOption* one = all.get(); one->keyword != nullptr; ++one) {
        if (one->val != nullptr && *one->val != '\0') read[one->keyword] = one->val;
    }
    return read;
}

std::vector<std::string> split(std::string_view list)
{
    std::vector<std::string> parts;
    while (true) {
        const std::size_t comma = std::min(list.find(','), list.size());
        parts.emplace_back(list.substr(0, comma));
        if (comma == list.size()) return parts;
        list.remove_prefix(comma + 1);
    }
}

std::string taken(values& from, std::string_view name)
{
    const auto found = from.find(name);
    if (found == from.end()) return {};
    std::string value = std::move(found->second);
    from.erase(found);
    return value;
}

bool is_port(std::string_view text)
{
    constexpr int most = 65'535;
    int number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc() && end == text.data() + text.size() && number > 0 &&
           number <= most;
}

/// The lists of a URL that belong together, place by place.
struct host_lists {
    std::vector<std::string> names;
    std::vector<std::string> addresses;
    std::vector<std::string> ports;  // one: of all

    [[nodiscard]] std::size_t count() const { return std::max(names.size(), addresses.size()); }
    [[nodiscard]] bool fit() const
    {
        return fits(names) && fits(addresses) && (ports.size() == 1 || ports.size() == count());
    }
    [[nodiscard]] host at(std::size_t place) const
    {
        host one;
        if (place < names.size()) one.name = names[place];
        if (place < addresses.size()) one.address = addresses[place];
        one.port = ports.size() == 1 ? ports.front() : ports[place];
        if (one.port.empty()) one.port = default_port;
        if (one.name.empty()) one.name = one.address.empty() ? default_socket : one.address;
        return one;
    }

private:
    [[nodiscard]] bool fits(const std::vector<std::string>& given) const
    {
        return given.size() == count() || (given.size() == 1 && given.front().empty());
    }
};

result<std::vector<host>> hosts_in(values& from)
{
    const host_lists lists{split(taken(from, "host")), split(taken(from, "hostaddr")),
                           split(taken(from, "port"))};
    if (!lists.fit()) return refused("names another number of hosts than of addresses or ports");
    std::vector<host> all;
    for (std::size_t at = 0; at < lists.count(); ++at) {
        all.push_back(lists.at(at));
        if (is_port(all.back().port)) continue;
        return refused("has a port that is no number from 1 to 65535");
    }
    return all;
}

bool is_loopback(std::string_view address)
{
    return address == "localhost" || address == "::1" || address.starts_with("127.");
}

bool is_local(const host& one)
{
    if (!one.address.empty()) return is_loopback(one.address);
    return one.is_socket() || is_loopback(one.name);
}

/// verify-full where a host is not this machine; as asked, or libpq's "prefer", otherwise.
result<std::string> tls_mode(const std::vector<host>& hosts, const std::string& asked)
{
    const auto remote = std::find_if_not(hosts.begin(), hosts.end(), is_local);
    if (remote == hosts.end()) return asked.empty() ? std::string("prefer") : asked;
    if (!asked.empty() && asked != "verify-full") {
        return refused("asks for sslmode=" + asked + ", but " + remote->name +
                       " is not this machine, and only verify-full proves that it is the right "
                       "server; leave sslmode out");
    }
    return std::string("verify-full");
}

/// What our connections need, unless the URL says another value.
void add_defaults(values& to)
{
    constexpr std::array<std::pair<const char*, const char*>, 7> usual{{
        {"keepalives", "1"},
        {"keepalives_idle", "30"},
        {"keepalives_interval", "10"},
        {"keepalives_count", "3"},
        {"tcp_user_timeout", "15000"},
        {"application_name", "parlance"},
        {"target_session_attrs", "read-write"},
    }};
    for (const auto& [name, value] : usual) to.emplace(name, value);
    if (!to.contains("sslrootcert") && std::filesystem::exists(system_certificates)) {
        to["sslrootcert"] = system_certificates;
    }
    to["client_encoding"] = "UTF8";
    to["gssencmode"] = "disable";
}

result<std::chrono::seconds> connect_time_in(values& from)
{
    const std::string text = taken(from, "connect_timeout");
    if (text.empty()) return connect_time_default;
    int seconds = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (failed != std::errc() || end != text.data() + text.size() || seconds < 1) {
        return refused("has a connect_timeout that is no number of seconds above 0");
    }
    return std::chrono::seconds(seconds);
}

/// Time-outs as start-up options, which a pooler refuses or forgets: behind one, every transaction
/// sets them (database.cpp).
void add_time_outs(values& to)
{
    std::string& options = to["options"];
    const auto add = [&options](const char* name, std::chrono::milliseconds most) {
        if (options.find(name) != std::string::npos) return;
        options += std::string(options.empty() ? "" : " ") + "-c " + name + "=" +
                   std::to_string(most.count());
    };
    add("statement_timeout", statement_time);
    add("lock_timeout", lock_time);
    add("idle_in_transaction_session_timeout", idle_transaction_time);
}

std::string shown_of(const std::vector<host>& hosts, const values& all)
{
    std::string shown;
    for (const host& one : hosts) shown += (shown.empty() ? "" : ",") + one.name + ":" + one.port;
    const auto name = all.find("dbname");
    return shown + "/" + (name == all.end() ? "" : name->second);
}

}  // namespace

config without_time_outs(config where)
{
    const auto is_options = [](const config::keyword& one) { return one.name == "options"; };
    std::erase_if(where.keywords, is_options);
    if (!where.own_options.empty()) where.keywords.push_back({"options", where.own_options});
    return where;
}

result<config> read_url(std::string_view url)
{
    auto all = parse(url);
    if (!all) return all.error();
    for (const char* const name : {"service", "replication"}) {
        if (all->contains(name)) return refused(std::string("may not name a ") + name);
    }
    auto hosts = hosts_in(*all);
    if (!hosts) return hosts.error();
    auto mode = tls_mode(*hosts, taken(*all, "sslmode"));
    if (!mode) return mode.error();
    const auto connect_time = connect_time_in(*all);
    if (!connect_time) return connect_time.error();

    config read;
    std::string password = taken(*all, "password");
    if (!password.empty()) read.password = std::make_shared<const secret>(std::move(password));
    read.connect_time = *connect_time;
    read.is_pooled = std::any_of(hosts->begin(), hosts->end(),
                                 [](const host& one) { return one.port == pooler_port; });
    read.shown = shown_of(*hosts, *all);
    read.hosts = std::move(*hosts);
    add_defaults(*all);
    (*all)["sslmode"] = std::move(*mode);
    if (const auto own = all->find("options"); own != all->end()) read.own_options = own->second;
    if (!read.is_pooled) add_time_outs(*all);
    for (auto& [name, value] : *all) read.keywords.push_back({name, value});
    return read;
}

}  // namespace parlance::postgresql
