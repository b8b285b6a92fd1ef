#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/postgresql/config.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace parlance::postgresql {

/// One step of the schema, forward only and safe while replicas of the version before still run. A
/// step that was released is never edited.
struct migration {
    std::int64_t version = 0;   // from 1, without gaps
    std::string_view name;      // of its file, without the number
    std::string_view checksum;  // SHA-256 of the file
    std::string_view sql;
};

/// The files of migrations/, in order. Made by CMake.
std::span<const migration> known_migrations();

/// Brings the database to the newest known schema, each step in a transaction of its own. Of
/// several that do so at once one works and the others wait for it.
/// @return how many steps were made.
/// @errors  invalid_request: written by a newer parlance, made by other steps, or the role may not.
///          overloaded: it cannot be reached, or tables were locked for too long.
task<result<std::size_t>> migrate(config where, collaborators with,
                                  std::span<const migration> known);

/// Whether the schema is the one this program was made for.
/// @errors  invalid_request: it is newer, older (the sentence names `parlance migrate`) or another
///          one. overloaded: it cannot be reached.
task<result<>> check_schema(config where, collaborators with, std::span<const migration> known);

class connection;

/// How many of the known steps a database has.
/// @errors  invalid_request: written by a newer parlance, or made by other steps.  @throws refusal.
task<result<std::size_t>> count_steps(connection& on, std::span<const migration> known);

}  // namespace parlance::postgresql
