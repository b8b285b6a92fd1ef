#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/postgresql/client_program.hpp>
#include <parlance/postgresql/config.hpp>

#include <cstdint>
#include <filesystem>

namespace parlance::postgresql {

/// Whether pg_restore can read a dump.
/// @errors  invalid_request: it is missing, or refused.
result<> check_dump(const std::filesystem::path& file, const client_surroundings& around);

struct restore_needs {
    std::int64_t server_version = 0;  // that the dump was made of
    client_surroundings around;
};

/// Whether a database can take a dump: it is reached without a pooler, it holds nothing, its server
/// and pg_restore are new enough. Nothing in it is changed.
/// @errors  invalid_request, conflict (there is something in it), overloaded.
task<result<>> check_is_empty(config where, collaborators with, restore_needs needs);

/// Restores a dump with pg_restore, in one transaction. Blocks.
/// @errors  as run_client; nothing in the database is changed then.
result<> restore_dump(const config& where, const std::filesystem::path& file,
                      const client_surroundings& around);

}  // namespace parlance::postgresql
