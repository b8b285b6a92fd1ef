#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/sqlite/connection.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace parlance::sqlite {

/// One step of the schema, forward only. A step that was released is never edited.
struct migration {
    std::int64_t version = 0;   // from 1, without gaps
    std::string_view name;      // of its file, without the number
    std::string_view checksum;  // SHA-256 of the file
    std::string_view sql;
};

/// The files of migrations/, in order. Made by CMake.
std::span<const migration> known_migrations();

/// Looks whether the file is new or parlance's own, before anything in it is changed.
/// @errors  invalid_request: it belongs to another program.  @throws  refusal.
result<> check_ours(connection& on);

/// How many of the known steps the database has.
/// @errors  invalid_request: it was written by a newer parlance or made by other steps than these.
/// @throws  refusal.
result<std::size_t> steps_done(connection& on, std::span<const migration> known);

/// Brings the database to the newest known schema, in one transaction.
/// @errors  invalid_request: it was written by a newer parlance or made by other steps than these.
///          Nothing is changed then.
/// @throws  refusal.
result<> migrate(connection& on, std::span<const migration> known);

}  // namespace parlance::sqlite
