#pragma once

#include <parlance/app/backup/backup_watch.hpp>
#include <parlance/app/backup/manifest.hpp>
#include <parlance/app/server_settings.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/knowledge/named_original.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace parlance::app {

/// What a copy of a database says about itself.
struct database_copy_facts {
    std::size_t schema_steps = 0;
    std::int64_t server_version = 0;
    std::vector<knowledge::named_original> originals;  // by hash; of equal ones each document
};

/// The database that the settings name, whichever keeps it, as it is copied and filled. Members
/// block.
class kept_database {
public:
    virtual ~kept_database() = default;
    [[nodiscard]] virtual store_kind kind() const = 0;

    /// Looks at it, and tells what a copy of it and of all originals takes at most; about.
    virtual result<std::uint64_t> bytes_expected() = 0;
    /// Copies it, as it is at one moment, into a new file for its owner only.
    virtual result<database_copy_facts> copy_to(const std::filesystem::path& file,
                                                backup_watch& watched) = 0;

    /// Whether a copy can be restored by this program, to where the settings say.
    /// @errors  invalid_request, conflict, overloaded: a sentence. Nothing was changed.
    virtual result<> check_copy(const manifest& of, const std::filesystem::path& file) = 0;
    /// Fills a database that is no file of the data folder.
    /// @errors  as check_copy: nothing in it was changed.
    virtual result<> fill_from(const std::filesystem::path& file) = 0;
};

std::unique_ptr<kept_database> make_kept_sqlite(const server_settings& settled);
/// @param watched  outlives it.
std::unique_ptr<kept_database> make_kept_postgresql(const server_settings& settled,
                                                    const backup_watch& watched);
/// The one of the settings.
std::unique_ptr<kept_database> make_kept_database(const server_settings& settled,
                                                  const backup_watch& watched);

}  // namespace parlance::app
