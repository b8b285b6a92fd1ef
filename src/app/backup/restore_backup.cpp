#include <parlance/app/backup/restore_backup.hpp>

#include <parlance/app/backup/data_swap.hpp>
#include <parlance/app/backup/folder_checks.hpp>
#include <parlance/app/backup/read_backup.hpp>
#include <parlance/local_folder/blob_place.hpp>
#include <parlance/local_folder/durable_file.hpp>
#include <parlance/sqlite/data_directory_lock.hpp>

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

namespace parlance::app {
namespace fs = std::filesystem;
namespace {

using items = std::vector<std::string>;

/// Those parts of a data directory that the backup replaces.
items in_the_way(const fs::path& data, store_kind store)
{
    items there = items_in(data);
    const auto is_of_sqlite = [](const std::string& item) {
        return item.starts_with(database_name(store_kind::sqlite));
    };
    if (store == store_kind::postgresql) std::erase_if(there, is_of_sqlite);
    return there;
}

result<> check_store(const manifest& holds, store_kind configured)
{
    if (holds.store == configured) return {};
    return fail(fault::invalid_request,
                holds.store == store_kind::postgresql
                    ? "the backup is one of PostgreSQL: set PARLANCE_DATABASE to an empty database"
                    : "the backup is one of SQLite: it cannot be restored while PARLANCE_DATABASE "
                      "is set");
}

result<> check_is_free(const fs::path& data)
{
    const auto holder = sqlite::data_directory_lock::held_by(data);
    if (!holder) return {};
    return fail(fault::conflict, "a server uses the data directory " + data.string() +
                                     (holder->empty() ? "" : " (it is on " + *holder + ")") +
                                     ": stop it first");
}

result<> check_not_in_the_way(const restore_order& order, const items& there)
{
    if (there.empty() || order.found == existing_data::put_aside) return {};
    return fail(fault::conflict, order.data.string() + " holds data already (" + there.front() +
                                     "): with --replace it is put aside, and kept");
}

result<sqlite::data_directory_lock> take_lock(const fs::path& data)
{
    auto free = check_is_free(data);
    if (!free) return free.error();
    return sqlite::data_directory_lock::take(data);
}

/// Brings back what a restore that died had put aside.
result<> undo_earlier(const fs::path& data, backup_watch& watched)
{
    if (check_no_restore_is_unfinished(data)) return {};
    const auto lock = take_lock(data);
    if (!lock) return lock.error();
    auto undone = undo_swap(data);
    if (!undone) return undone;
    watched.say("a restore into " + data.string() +
                " had been ended in the middle; what was there before it is back");
    return {};
}

/// Everything that can be known before anything is written.
result<manifest> check_before(const restore_order& order, kept_database& to, backup_watch& watched)
{
    auto holds = manifest_in(order.folder);
    if (!holds) return holds.error();
    // What is quick comes first: nobody waits for hours to hear that a server is running.
    auto fine = check_apart(order.folder, order.data);
    if (fine) fine = check_store(*holds, to.kind());
    if (fine) fine = check_is_free(order.data);
    if (fine) fine = check_not_in_the_way(order, in_the_way(order.data, holds->store));
    if (fine) fine = check_room(order.data, bytes_of(*holds));
    if (fine) fine = check_files(order.folder, *holds, watched);
    if (fine) fine = to.check_copy(*holds, order.folder / database_name(holds->store));
    if (!fine) return fine.error();
    return holds;
}

/// A folder that goes again, with everything in it.
class passing_folder {
public:
    explicit passing_folder(fs::path folder) : folder_(std::move(folder)) {}
    ~passing_folder()
    {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    passing_folder(const passing_folder&) = delete;
    passing_folder& operator=(const passing_folder&) = delete;

private:
    fs::path folder_;
};

/// The data directory, when the restore makes it: it goes again unless it is kept.
class made_directory {
public:
    explicit made_directory(fs::path data) : data_(std::move(data))
    {
        std::error_code unknown;
        was_there_ = fs::exists(data_, unknown);
    }
    ~made_directory()
    {
        std::error_code ignored;
        if (was_there_ || is_kept_) return;
        fs::remove(data_ / "lock", ignored);
        fs::remove(data_, ignored);
    }
    made_directory(const made_directory&) = delete;
    made_directory& operator=(const made_directory&) = delete;
    void keep() { is_kept_ = true; }

private:
    fs::path data_;
    bool was_there_ = false;
    bool is_kept_ = false;
};

result<> make_folder(const fs::path& folder)
{
    std::error_code failed;
    fs::create_directory(folder, failed);
    if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
    if (!failed) return {};
    return fail(fault::overloaded, folder.string() + " cannot be made: " + failed.message());
}

struct file_to_stage {
    fs::path from;
    fs::path to;
    const local_folder::content_facts& noted;
};

result<> stage_file(const file_to_stage& file, const backup_watch& watched)
{
    const auto facts =
        local_folder::copy_verified(file.from, file.to, [&watched] { return watched.goes_on(); });
    if (!facts) return facts.error();
    if (facts->hash == file.noted.hash) return {};
    return fail(fault::internal, file.from.string() + " has changed while it was copied");
}

result<> stage_blobs(const fs::path& folder, const fs::path& staged, const manifest& holds,
                     backup_watch& watched)
{
    auto made = make_folder(staged / "blobs");
    std::size_t done = 0;
    for (const auto& blob : holds.blobs) {
        if (!made) return made;
        watched.show({"Restoring originals,", done, holds.blobs.size(), blob.hash});
        const fs::path to = local_folder::file_for(staged / "blobs", blob.hash);
        made = make_folder(to.parent_path());
        if (!made) return made;
        made = stage_file({local_folder::file_for(folder / "blobs", blob.hash), to, blob}, watched);
        ++done;
    }
    return made;
}

/// Copies everything beside its place. @return the items that are ready there.
result<items> stage(const restore_order& order, const manifest& holds, backup_watch& watched)
{
    const fs::path staged = order.data / staging_name;
    auto made = make_folder(staged);
    items ready;
    const std::string database(database_name(holds.store));
    if (made && holds.store == store_kind::sqlite) {
        watched.show({"Restoring the database,", 0, 1, database});
        made = stage_file({order.folder / database, staged / database, holds.database}, watched);
        ready.push_back(database);
    }
    if (made) made = stage_blobs(order.folder, staged, holds, watched);
    ready.emplace_back("blobs");
    if (made && holds.has_samples) {
        made = local_folder::write_durably(staged / samples_marker,
                                           "The sample documents were added once.\n");
        ready.emplace_back(samples_marker);
    }
    if (made) made = local_folder::keep_everything_in(staged);
    if (!made) return made.error();
    return ready;
}

/// "2026-01-31T08:05:09.125Z" as "20260131T080509125Z".
std::string aside_name(const std::string& now)
{
    std::string name = now;
    std::erase_if(name,
                  [](char letter) { return letter == '-' || letter == ':' || letter == '.'; });
    return "before-restore-" + name;
}

result<> put_in_place(const restore_order& order, const swap_order& swap, kept_database& to,
                      const manifest& holds)
{
    auto swapped = swap_in(swap);
    if (!swapped) return swapped;
    const auto filled = to.fill_from(order.folder / database_name(holds.store));
    if (filled) return finish_swap(order.data);
    const auto undone = undo_swap(order.data);
    if (!undone) return while_doing(filled.error().detail, undone.error());
    return filled;
}

/// Under the lock of the data directory.
result<std::optional<fs::path>> restore_into(const restore_order& order, const manifest& holds,
                                             kept_database& to, backup_watch& watched)
{
    const items there = in_the_way(order.data, holds.store);
    const auto free = check_not_in_the_way(order, there);  // as nobody else can change it now
    if (!free) return free.error();
    std::error_code ignored;
    fs::remove_all(order.data / staging_name, ignored);  // of one that died before it had a mark
    const passing_folder staged(order.data / staging_name);
    auto ready = stage(order, holds, watched);
    if (!ready) return ready.error();
    swap_order swap{order.data, there, std::move(*ready), aside_name(order.now)};
    const auto placed = put_in_place(order, swap, to, holds);
    if (!placed) return placed.error();
    if (there.empty()) return std::optional<fs::path>();
    return std::optional<fs::path>(order.data / swap.aside);
}

}  // namespace

result<finished_restore> restore_backup(const restore_order& order, kept_database& to,
                                        backup_watch& watched)
{
    const auto undone = undo_earlier(order.data, watched);
    if (!undone) return undone.error();
    auto folder = real_folder(order.folder);
    if (!folder) return folder.error();
    restore_order real = order;
    real.folder = std::move(*folder);
    auto holds = check_before(real, to, watched);
    if (!holds) return holds.error();

    made_directory made(order.data);
    const auto lock = take_lock(order.data);
    if (!lock) return lock.error();
    auto aside = restore_into(real, *holds, to, watched);
    if (!aside) return aside.error();
    made.keep();
    return finished_restore{std::move(*holds), std::move(*aside)};
}

}  // namespace parlance::app
