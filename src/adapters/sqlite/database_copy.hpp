#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/knowledge/named_original.hpp>
#include <parlance/sqlite/connection.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

namespace parlance::sqlite {

/// What a copy of parlance.db, and of the files it names, will take at most.
/// @errors  invalid_request: there is no database in the directory, or none of this program.
///          overloaded: it cannot be read.
result<std::uint64_t> bytes_to_copy(const std::filesystem::path& directory);

/// Copies parlance.db of a data directory, as it is at one moment, into a new file that only its
/// owner may read and that needs nothing beside it. Beside a server that writes, without its lock,
/// and after a crash: what is still in the log belongs to it. The copy is looked over as a whole.
/// @errors  overloaded: no room, or the disk fails. internal: the database is damaged. cancelled.
///          Nothing is left of the copy then.
result<> copy_database(const std::filesystem::path& directory, const std::filesystem::path& to,
                       const std::function<bool(connection::copied_pages)>& goes_on);

struct copy_facts {
    std::size_t schema_steps = 0;
    std::vector<knowledge::named_original> originals;  // by hash; of equal ones each document
};

/// What is in a copy, which is only looked at.
/// @errors  invalid_request: it is none of parlance, or of a newer one. overloaded, internal: it
///          cannot be read.
result<copy_facts> look_into_copy(const std::filesystem::path& file);

}  // namespace parlance::sqlite
