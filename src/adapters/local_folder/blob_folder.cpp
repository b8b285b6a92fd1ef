#include <parlance/local_folder/blob_folder.hpp>

#include <parlance/local_folder/blob_place.hpp>
#include <parlance/local_folder/content_hash.hpp>
#include <parlance/local_folder/durable_file.hpp>
#include <parlance/local_folder/folder_lock.hpp>
#include <parlance/local_folder/folder_names.hpp>
#include <parlance/local_folder/verified_copy.hpp>

#include <chrono>
#include <system_error>

// What is put and read; whose it is and what becomes of it is in blob_ownership.cpp.
namespace parlance::local_folder {
namespace fs = std::filesystem;
namespace {

error damaged()
{
    return fail(fault::internal, std::string(knowledge::bytes_are_damaged));
}

/// The pool waits for work that was begun: a file is small enough.
bool without_end()
{
    return true;
}

error unknown_name()
{
    return fail(fault::not_found, "no bytes have this name");
}

}  // namespace

fs::path blob_folder::file_of(const std::string& hash) const
{
    return file_for(folder_, hash);
}

fs::path blob_folder::file_in_bin(const std::string& hash) const
{
    return folder_ / "bin" / hash;
}

/// Under the lock: what a guest puts is noted before it is there, and what is in the bin is taken
/// out of it.
/// @return whether there is a file of that name.
result<bool> blob_folder::prepare_put(const std::string& hash)
{
    const auto lock = folder_lock::take(folder_);
    if (!lock) return lock.error();
    const auto noted = note_guest(hash);
    if (!noted) return noted.error();
    return take_back(hash);
}

/// Under the lock, so that nobody discards it because it is old.
/// @return whether it is there.
result<bool> blob_folder::renew(const std::string& hash)
{
    const auto lock = folder_lock::take(folder_);
    if (!lock) return lock.error();
    std::error_code failed;
    fs::last_write_time(file_of(hash), fs::file_time_type::clock::now(), failed);
    return !failed;
}

result<std::string> blob_folder::put(const std::string& bytes)
{
    std::string hash = content_hash_of(bytes);
    const auto is_there = prepare_put(hash);
    if (!is_there) return is_there.error();
    if (*is_there) {
        // A file of this name and size may have rotted, or cannot be read any more.
        const auto found = read_facts(file_of(hash), without_end);
        const auto is_kept = found && found->hash == hash ? renew(hash) : result<bool>(false);
        if (!is_kept) return is_kept.error();
        if (*is_kept) return hash;
    }
    const auto written = write_durably(file_of(hash), bytes);
    if (!written) return written.error();
    return hash;
}

/// Under the lock. Its time begins anew, so that it is not discarded again at once.
/// @return whether there is a file of that name, from the bin or as before.
result<bool> blob_folder::take_back(const std::string& hash)
{
    std::error_code failed;
    if (fs::exists(file_of(hash), failed)) return true;
    fs::last_write_time(file_in_bin(hash), fs::file_time_type::clock::now(), failed);
    if (failed == std::errc::no_such_file_or_directory) return false;
    if (failed) return cannot_look(failed);
    const auto moved = move_durably(file_in_bin(hash), file_of(hash));
    if (!moved && moved.error().kind == fault::not_found) return false;
    if (!moved) return moved.error();
    return true;
}

/// Makes sure that the file is there, and is what its name says.
result<> blob_folder::open(const std::string& hash)
{
    if (!is_content_hash(hash)) return unknown_name();
    auto which = identity_of(file_of(hash));
    if (!which && which.error().kind == fault::not_found) {
        std::error_code failed;
        if (!fs::exists(file_in_bin(hash), failed)) return unknown_name();
        const auto lock = folder_lock::take(folder_);
        if (!lock) return lock.error();
        const auto back = take_back(hash);
        if (!back) return back.error();
        which = identity_of(file_of(hash));
    }
    if (!which) return which.error();
    const steady_time now = std::chrono::steady_clock::now();
    if (verified_.knows(hash, *which, now)) return {};
    const auto found = read_facts(file_of(hash), without_end);
    if (!found) return found.error();
    if (found->hash != hash) return damaged();
    verified_.note(hash, *which, now);
    return {};
}

result<std::string> blob_folder::get(const std::string& hash)
{
    if (!is_content_hash(hash)) return unknown_name();
    auto bytes = read_whole(file_of(hash));
    if (!bytes && bytes.error().kind == fault::not_found) {
        const auto opened = open(hash);
        if (!opened) return opened.error();
        bytes = read_whole(file_of(hash));
    }
    if (bytes && content_hash_of(*bytes) != hash) return damaged();
    return bytes;
}

result<std::string> blob_folder::get_part(const std::string& hash, knowledge::byte_range part)
{
    const auto opened = open(hash);
    if (!opened) return opened.error();
    return read_part(file_of(hash), part.from, part.count);
}

result<std::vector<std::string>> blob_folder::list(const std::string& after,
                                                   std::size_t limit) const
{
    const auto drawers = drawers_in(folder_);
    if (!drawers) return drawers.error();
    std::vector<std::string> hashes;
    for (const std::string& drawer : *drawers) {
        if (drawer < after.substr(0, drawer_digits)) continue;
        const auto names = names_in(folder_ / drawer);
        if (!names) return names.error();
        for (const std::string& name : *names) {
            if (name <= after || !is_content_hash(name)) continue;
            if (hashes.size() == limit) return hashes;
            hashes.push_back(name);
        }
    }
    return hashes;
}

}  // namespace parlance::local_folder
