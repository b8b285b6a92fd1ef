#pragma once

#include <parlance/foundation/background.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/random.hpp>
#include <parlance/foundation/secret.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/postgresql/bounds.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::postgresql {

/// One server that may be the one.
struct host {
    std::string name;     // for TLS; a directory for a socket
    std::string address;  // nothing: the name is looked up
    std::string port;
    [[nodiscard]] bool is_socket() const { return name.starts_with('/') || name.starts_with('@'); }
};

/// Where a database is. Read once at start, fixed afterwards. No password is among `keywords`.
struct config {
    struct keyword {
        std::string name;
        std::string value;
    };
    std::vector<host> hosts;        // asked in this order; the first that can be written to is it
    std::vector<keyword> keywords;  // the rest, as libpq takes them
    std::shared_ptr<const secret> password{};  // nothing: none in the URL
    std::chrono::seconds connect_time = connect_time_default;
    bool is_pooled = false;     // known to be behind a pooler; any connection may turn out to be
    std::string own_options{};  // of the URL: what poolers are given of keyword `options`
    std::string shown;          // "host:port/name", for people and logs
    std::size_t connections_max = pool_connections_default;
};

/// The port on which Azure and others put their transaction pooler.
inline constexpr std::string_view pooler_port = "6432";

/// The database that a URL (postgresql://…) names. TLS is verified to the full whenever a host is
/// not this machine.
/// @errors  invalid_request: a sentence that says what is wrong, without the password.
result<config> read_url(std::string_view url);

/// The same without the time-outs that we ask for at the start of a session, as poolers take it.
config without_time_outs(config where);

/// Gives the password of a new connection. `is_refused`: the server did not take the last one.
using password_provider =
    std::function<task<result<std::shared_ptr<const secret>>>(bool is_refused)>;

/// What a database needs of the rest. All outlive it.
struct collaborators {
    runtime::blocking_pool& pool;  // for what waits: names are looked up, statements cancelled
    background& tasks;
    const clock& now;
    random_source& random;
    telemetry& log;
    password_provider password{};  // nothing: the URL's
};

}  // namespace parlance::postgresql
