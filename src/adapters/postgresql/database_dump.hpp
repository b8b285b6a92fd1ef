#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/named_original.hpp>
#include <parlance/postgresql/client_program.hpp>
#include <parlance/postgresql/config.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace parlance::postgresql {

/// What a dump, and the files that the database names, will take at most; about.
/// @errors  as dump_database.
task<result<std::uint64_t>> bytes_to_dump(config where, collaborators with);

struct dump_order {
    std::filesystem::path to;  // in a folder that is there
    client_surroundings around;
};

struct dump_facts {
    std::size_t schema_steps = 0;
    std::int64_t server_version = 0;                   // as server_version_num
    std::vector<knowledge::named_original> originals;  // by hash; of equal ones each document
};

/// Writes a dump with pg_dump, as the database is at one moment, and lists the files that it names
/// at that same moment. Servers go on writing meanwhile.
/// @errors  invalid_request: it leads through a pooler, which keeps no snapshot; pg_dump is
/// missing,
///          too old or refused; the schema is not ours. overloaded: it cannot be reached.
///          cancelled.
task<result<dump_facts>> dump_database(config where, collaborators with, dump_order order);

}  // namespace parlance::postgresql
