#pragma once

#include <parlance/app/backup/backup_watch.hpp>
#include <parlance/app/backup/kept_database.hpp>
#include <parlance/app/backup/manifest.hpp>
#include <parlance/foundation/error.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace parlance::app {

/// What to do with data that is there already.
enum class existing_data { refuse, put_aside };

struct restore_order {
    std::filesystem::path folder;  // of a backup
    std::filesystem::path data;    // the data directory
    existing_data found = existing_data::refuse;
    std::string now;  // as format_time; part of the name of what is put aside
};

struct finished_restore {
    manifest holds;
    std::optional<std::filesystem::path> aside;  // where what was there before is now
};

/// Checks the whole backup, then puts it into the data directory, and into the database when that
/// is elsewhere: all of it or nothing. A process that dies in the middle leaves a mark, by which
/// the next restore brings everything back first.
/// @errors  invalid_request, conflict: refused, nothing was written. overloaded, internal,
///          cancelled: everything is as it was.
result<finished_restore> restore_backup(const restore_order& order, kept_database& to,
                                        backup_watch& watched);

}  // namespace parlance::app
