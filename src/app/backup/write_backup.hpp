#pragma once

#include <parlance/app/backup/backup_watch.hpp>
#include <parlance/app/backup/kept_database.hpp>
#include <parlance/app/backup/manifest.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/knowledge/named_original.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace parlance::app {

struct backup_order {
    std::filesystem::path folder;  // to be made, or empty
    std::filesystem::path data;    // the data directory
    std::string made_at;           // as format_time
};

/// A document whose original could not be copied.
struct missed_original {
    knowledge::named_original named;
    std::string why;  // "is missing"
};

struct written_backup {
    std::filesystem::path folder;
    manifest holds;
    std::vector<missed_original> missed;  // one for each document; the rest is in the backup
};

/// Copies the database, then each original that the copy names, then says in a manifest what there
/// is. Beside servers that go on working.
/// @errors  invalid_request: refused before anything was written. overloaded, internal, cancelled:
///          what was begun is gone again.
result<written_backup> write_backup(const backup_order& order, kept_database& from,
                                    backup_watch& watched);

}  // namespace parlance::app
