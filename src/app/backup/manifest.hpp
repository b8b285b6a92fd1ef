// app/backup: a copy of everything that is kept, in a folder, and back again.
// It knows which adapters keep what; how a database is copied is theirs.
// Start reading here, then write_backup.hpp and restore_backup.hpp.
#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/local_folder/verified_copy.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::app {

enum class store_kind { sqlite, postgresql };

/// What a backup folder holds. It is written last: a folder without it is no backup.
struct manifest {
    std::string made_by;  // version of the program
    std::string made_at;  // as format_time
    store_kind store = store_kind::sqlite;
    std::size_t schema_steps = 0;
    std::int64_t server_version = 0;  // of PostgreSQL, as server_version_num; 0 for SQLite
    bool has_samples = false;         // the samples were added once, so they are not added again
    local_folder::content_facts database;
    std::vector<local_folder::content_facts> blobs;  // by hash, which is also the file's name
    std::vector<std::string> missing;  // hashes that the database names and nobody has, sorted
};

inline constexpr const char* manifest_name = "manifest.json";

/// Under which name a backup holds the database.
std::string_view database_name(store_kind store);

/// One line of JSON that ends with a hash of itself: no byte of it can change unnoticed.
std::string manifest_text(const manifest& of);

/// Reads what manifest_text wrote, and nothing else.
/// @errors  invalid_request: a sentence that says what is wrong with it.
result<manifest> read_manifest(std::string_view text);

}  // namespace parlance::app
