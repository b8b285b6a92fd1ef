#include <parlance/local_folder/blob_folder.hpp>
#include <parlance/local_folder/content_hash.hpp>
#include <parlance/local_folder/durable_file.hpp>
#include <parlance/local_folder/folder_lock.hpp>
#include <parlance/local_folder/folder_names.hpp>

#include <chrono>
#include <system_error>

// Whose the files are, the bin, and all that takes something away.
namespace parlance::local_folder {
namespace fs = std::filesystem;
namespace {

knowledge::originals_mark as_seen_by(const knowledge::store_id& self, const folder_mark& mark)
{
    return {mark.owner, mark.is_disowned_by(self)};
}

/// When a file was written. @return nothing when there is none.
result<std::optional<wall_time>> time_of(const fs::path& file)
{
    std::error_code failed;
    const auto written = fs::last_write_time(file, failed);
    if (failed == std::errc::no_such_file_or_directory) return std::optional<wall_time>();
    if (failed) return cannot_look(failed);
    const auto when = std::chrono::file_clock::to_sys(written);
    return std::optional(std::chrono::ceil<std::chrono::milliseconds>(when));
}

/// @return whether it went; what cannot be removed now can wait.
bool remove_old(const fs::path& file, wall_time not_after)
{
    const auto when = time_of(file);
    std::error_code failed;
    return when && *when && **when <= not_after && fs::remove(file, failed);
}

void add_file(const fs::path& file, std::uint64_t& files, std::uint64_t& bytes)
{
    std::error_code failed;
    const std::uintmax_t size = fs::file_size(file, failed);
    if (failed) return;  // it went meanwhile
    ++files;
    bytes += size;
}

}  // namespace

fs::path blob_folder::guests() const
{
    return folder_ / "guests";
}

std::optional<knowledge::store_id> blob_folder::self() const
{
    const std::lock_guard lock(guard_);
    return self_;
}

result<knowledge::originals_mark> blob_folder::work_for(const knowledge::store_id& self)
{
    const auto mark = read_mark(folder_);
    if (!mark) return mark.error();
    const std::lock_guard lock(guard_);
    self_ = self;
    return as_seen_by(self, *mark);
}

result<> blob_folder::claim(const std::optional<knowledge::store_id>& seen)
{
    const auto self = this->self();
    if (!self) return fail(fault::conflict, "nobody has said for whom the folder is claimed");
    const auto lock = folder_lock::take(folder_);
    if (!lock) return lock.error();
    const auto mark = read_mark(folder_);
    if (!mark) return mark.error();
    if (mark->owner != seen && mark->owner != self) {
        return fail(fault::conflict, "the folder of files was given to a database just now");
    }
    folder_mark claimed;
    claimed.owner = self;
    auto written = write_mark(folder_, claimed);
    if (!written) return written;
    // What it put as a guest is its own like the rest from now on.
    std::error_code failed;
    fs::remove_all(guests() / self->text(), failed);
    return {};
}

result<> blob_folder::disown()
{
    const auto self = this->self();
    if (!self) return fail(fault::conflict, "nobody has said for whom the folder is disowned");
    const auto lock = folder_lock::take(folder_);
    if (!lock) return lock.error();
    auto mark = read_mark(folder_);
    if (!mark) return mark.error();
    if (mark->owner || mark->is_disowned_by(*self)) return {};
    mark->disowned.push_back(*self);
    return write_mark(folder_, *mark);
}

/// Under the lock.
result<> blob_folder::check_owner() const
{
    const auto mark = read_mark(folder_);
    if (!mark) return mark.error();
    const auto self = this->self();
    if (self && mark->owner == self) return {};
    return fail(fault::conflict,
                std::string(knowledge::bytes_of_another) + ": nothing in it is erased");
}

/// Under the lock. The owner's files need no note.
result<> blob_folder::note_guest(const std::string& hash) const
{
    const auto self = this->self();
    if (!self) return {};
    const auto mark = read_mark(folder_);
    if (!mark) return mark.error();
    if (mark->owner == self) return {};
    std::error_code failed;
    const fs::path note = guests() / self->text() / hash;
    if (fs::exists(note, failed)) return {};
    return write_durably(note, "");
}

bool blob_folder::is_of_a_guest(const std::string& hash) const
{
    const auto all = names_in(guests());
    if (!all) return true;  // who cannot look does not take anything away
    for (const std::string& guest : *all) {
        std::error_code failed;
        if (fs::exists(guests() / guest / hash, failed) || failed) return true;
    }
    return false;
}

result<std::vector<std::string>> blob_folder::list_bin(const std::string& after,
                                                       std::size_t limit) const
{
    const auto names = names_in(folder_ / "bin");
    if (!names) return names.error();
    std::vector<std::string> hashes;
    for (const std::string& name : *names) {
        if (name <= after || !is_content_hash(name)) continue;
        if (hashes.size() == limit) break;
        hashes.push_back(name);
    }
    return hashes;
}

result<bool> blob_folder::discard(const std::string& hash, wall_time not_after)
{
    if (!is_content_hash(hash)) return false;
    const auto lock = folder_lock::take(folder_);
    if (!lock) return lock.error();
    const auto owned = check_owner();
    if (!owned) return owned.error();
    const auto when = time_of(file_of(hash));
    if (!when) return when.error();
    if (!*when || **when > not_after || is_of_a_guest(hash)) return false;
    // First its time, then its place: who dies between leaves a file that is new, not one that has
    // been in the bin for long.
    std::error_code failed;
    fs::last_write_time(file_of(hash), fs::file_time_type::clock::now(), failed);
    if (failed) return cannot_look(failed);
    const auto moved = move_durably(file_of(hash), file_in_bin(hash));
    if (!moved) return moved.error();
    return true;
}

result<bool> blob_folder::erase(const std::string& hash, wall_time discarded_before)
{
    if (!is_content_hash(hash)) return false;
    const auto lock = folder_lock::take(folder_);
    if (!lock) return lock.error();
    const auto owned = check_owner();
    if (!owned) return owned.error();
    const auto when = time_of(file_in_bin(hash));
    if (!when) return when.error();
    if (!*when || **when >= discarded_before) return false;
    std::error_code failed;
    const bool is_gone = fs::remove(file_in_bin(hash), failed);
    if (failed) return cannot_look(failed);
    return is_gone;
}

result<std::size_t> blob_folder::remove_left_overs(wall_time not_after)
{
    const auto lock = folder_lock::take(folder_);
    if (!lock) return lock.error();
    const auto owned = check_owner();
    if (!owned) return owned.error();
    const auto drawers = drawers_in(folder_);
    if (!drawers) return drawers.error();
    std::size_t removed = 0;
    for (const std::string& drawer : *drawers) {
        const auto names = names_in(folder_ / drawer);
        if (!names) return names.error();
        for (const std::string& name : *names) {
            const fs::path file = folder_ / drawer / name;
            if (is_left_over(name) && remove_old(file, not_after)) ++removed;
        }
    }
    return removed;
}

result<folder_contents> blob_folder::look() const
{
    folder_contents all;
    const auto drawers = drawers_in(folder_);
    if (!drawers) return drawers.error();
    for (const std::string& drawer : *drawers) {
        const auto names = names_in(folder_ / drawer);
        if (!names) return names.error();
        for (const std::string& name : *names) {
            if (is_content_hash(name)) add_file(folder_ / drawer / name, all.files, all.bytes);
        }
    }
    const auto discarded = names_in(folder_ / "bin");
    if (!discarded) return discarded.error();
    for (const std::string& name : *discarded) {
        if (!is_content_hash(name)) continue;
        add_file(folder_ / "bin" / name, all.files_in_bin, all.bytes_in_bin);
    }
    return all;
}

}  // namespace parlance::local_folder
