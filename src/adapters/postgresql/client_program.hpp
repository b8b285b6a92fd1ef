#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/postgresql/config.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace parlance::postgresql {

/// How the programs that come with PostgreSQL are started. None is given anything on its command
/// line that is secret.
struct client_surroundings {
    std::map<std::string, std::string> environment;  // where PATH, HOME and TMPDIR are taken from
    std::function<bool()> goes_on;  // asked again and again; false ends the program
};

/// A run of pg_dump or pg_restore.
struct client_call {
    std::string program;  // looked for in PATH
    std::vector<std::string> arguments;
    const config* connects_to = nullptr;  // nothing: it connects to no server
};

/// Runs it to its end, or to the end of this process, however that dies. Blocks.
/// @errors  invalid_request: it is not installed, or it refused (its own words, English, without
///          a password). overloaded: it was killed. cancelled.
result<std::string> run_client(const client_call& call, const client_surroundings& around);

/// Whether a program is there and at least as new as a server.
/// @param server_version  as server_version_num: 150004.
/// @errors  invalid_request: a sentence that names the package.
result<> check_client(const std::string& program, std::int64_t server_version,
                      const client_surroundings& around);

/// "host='…' port='…' …": everything of a connection but the password and our time-outs.
std::string connection_text(const config& where);

}  // namespace parlance::postgresql
