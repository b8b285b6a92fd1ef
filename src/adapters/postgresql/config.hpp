#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/random.hpp>
#include <parlance/foundation/secret.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::postgresql {

/// Where a database is. Read once at start, fixed afterwards. The password is not among `keywords`.
struct config {
    struct keyword {
        std::string name;
        std::string value;
    };
    std::vector<keyword> keywords;           // as libpq takes them
    std::shared_ptr<const secret> password;  // nothing: none in the URL
    bool is_pooled = false;                  // behind a transaction pooler: no session state
    std::string shown;                       // "host:port/name", for people and logs
    std::size_t connections_max = 10;        // of one replica
};

/// The database that a URL (postgresql://…) names. TLS is verified to the full whenever a host is
/// not this machine.
/// @errors  invalid_request: a sentence that says what is wrong, without the password.
result<config> read_url(std::string_view url);

/// Gives the password of a new connection. `is_refused`: the server did not take the last one.
using password_provider =
    std::function<task<result<std::shared_ptr<const secret>>>(bool is_refused)>;

/// What a database needs of the rest. All outlive it.
struct collaborators {
    runtime::blocking_pool& pool;  // for what libpq does with a wait (cancelling)
    random_source& random;
    telemetry& log;
    password_provider password{};  // nothing: the URL's
};

}  // namespace parlance::postgresql
