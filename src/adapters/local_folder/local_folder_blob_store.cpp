#include <parlance/local_folder/blob_place.hpp>
#include <parlance/local_folder/content_hash.hpp>
#include <parlance/local_folder/durable_file.hpp>
#include <parlance/local_folder/folder_lock.hpp>
#include <parlance/local_folder/local_folder_blob_store.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <system_error>
#include <utility>

namespace parlance::local_folder {
namespace fs = std::filesystem;
namespace {

error cannot_look(const std::error_code& failed)
{
    return fail(fault::overloaded, "the data directory cannot be read: " + failed.message());
}

result<std::string> put_now(const fs::path& folder, const std::string& bytes)
{
    std::string hash = content_hash_of(bytes);
    const fs::path file = file_for(folder, hash);
    {
        const auto lock = folder_lock::take(folder);
        if (!lock) return lock.error();
        std::error_code missing;
        const bool is_there = fs::file_size(file, missing) == bytes.size() && !missing;
        if (is_there) fs::last_write_time(file, fs::file_time_type::clock::now(), missing);
        if (is_there && !missing) return hash;
    }
    const auto written = write_durably(file, bytes);
    if (!written) return written.error();
    return hash;
}

result<std::string> get_now(const fs::path& folder, const std::string& hash)
{
    if (!is_content_hash(hash)) return fail(fault::not_found, "no bytes have this name");
    auto bytes = read_whole(file_for(folder, hash));
    if (bytes && content_hash_of(*bytes) != hash) {
        return fail(fault::internal, "a stored file is not what its name says");
    }
    return bytes;
}

/// Names in a folder, sorted; none when there is no such folder.
result<std::vector<std::string>> names_in(const fs::path& folder)
{
    std::vector<std::string> names;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
        names.push_back(at->path().filename().string());
    }
    if (failed && failed != std::errc::no_such_file_or_directory) return cannot_look(failed);
    std::sort(names.begin(), names.end());
    return names;
}

/// The folders of the first two digits.
result<std::vector<std::string>> drawers_in(const fs::path& folder)
{
    auto drawers = names_in(folder);
    if (!drawers) return drawers;
    const auto is_other = [](const std::string& name) { return name.size() != drawer_digits; };
    drawers->erase(std::remove_if(drawers->begin(), drawers->end(), is_other), drawers->end());
    return drawers;
}

result<std::vector<std::string>> list_now(const fs::path& folder, const std::string& after,
                                          std::size_t limit)
{
    const auto drawers = drawers_in(folder);
    if (!drawers) return drawers.error();
    std::vector<std::string> hashes;
    for (const std::string& drawer : *drawers) {
        if (drawer < after.substr(0, drawer_digits)) continue;
        const auto names = names_in(folder / drawer);
        if (!names) return names.error();
        for (const std::string& name : *names) {
            if (name <= after || !is_content_hash(name)) continue;
            if (hashes.size() == limit) return hashes;
            hashes.push_back(name);
        }
    }
    return hashes;
}

result<bool> remove_now(const fs::path& folder, const std::string& hash, wall_time not_after)
{
    const auto lock = folder_lock::take(folder);
    if (!lock) return lock.error();
    const fs::path file = file_for(folder, hash);
    std::error_code failed;
    const auto written = fs::last_write_time(file, failed);
    if (failed == std::errc::no_such_file_or_directory) return false;
    if (failed) return cannot_look(failed);
    const auto when = std::chrono::file_clock::to_sys(written);
    if (when > not_after) return false;
    const bool is_gone = fs::remove(file, failed);
    if (failed) return cannot_look(failed);
    return is_gone;
}

result<std::size_t> remove_left_overs_now(const fs::path& folder)
{
    const auto drawers = drawers_in(folder);
    if (!drawers) return drawers.error();
    std::size_t removed = 0;
    for (const std::string& drawer : *drawers) {
        const auto names = names_in(folder / drawer);
        if (!names) return names.error();
        for (const std::string& name : *names) {
            std::error_code failed;
            if (!is_left_over(name) || !fs::remove(folder / drawer / name, failed)) continue;
            ++removed;
        }
    }
    return removed;
}

}  // namespace

local_folder_blob_store::local_folder_blob_store(fs::path folder, runtime::blocking_pool& pool,
                                                 std::function<void()> on_refused)
    : folder_(std::move(folder)), pool_(pool), on_refused_(std::move(on_refused))
{
}

task<result<std::string>> local_folder_blob_store::put(call_scope, std::string bytes)
{
    std::function<result<std::string>()> work = [folder = folder_, bytes = std::move(bytes)] {
        return put_now(folder, bytes);
    };
    auto kept = co_await pool_.run<std::string>(std::move(work));
    if (!kept && on_refused_) on_refused_();
    co_return kept;
}

task<result<std::string>> local_folder_blob_store::get(call_scope, std::string content_hash)
{
    std::function<result<std::string>()> work = [folder = folder_, hash = std::move(content_hash)] {
        return get_now(folder, hash);
    };
    co_return co_await pool_.run<std::string>(std::move(work));
}

task<result<std::string>> local_folder_blob_store::get_part(call_scope, std::string content_hash,
                                                            knowledge::byte_range part)
{
    if (!is_content_hash(content_hash)) co_return fail(fault::not_found, "no bytes have this name");
    std::function<result<std::string>()> work = [file = file_for(folder_, content_hash), part] {
        return read_part(file, part.from, part.count);
    };
    co_return co_await pool_.run<std::string>(std::move(work));
}

task<result<std::vector<std::string>>> local_folder_blob_store::list(call_scope, std::string after,
                                                                     std::size_t limit)
{
    using hashes = std::vector<std::string>;
    std::function<result<hashes>()> work = [folder = folder_, after = std::move(after), limit] {
        return list_now(folder, after, limit);
    };
    co_return co_await pool_.run<hashes>(std::move(work));
}

task<result<bool>> local_folder_blob_store::remove(call_scope, std::string content_hash,
                                                   wall_time not_after)
{
    if (!is_content_hash(content_hash)) co_return false;
    std::function<result<bool>()> work = [folder = folder_, hash = std::move(content_hash),
                                          not_after] {
        return remove_now(folder, hash, not_after);
    };
    co_return co_await pool_.run<bool>(std::move(work));
}

task<result<std::size_t>> local_folder_blob_store::remove_left_overs(call_scope)
{
    std::function<result<std::size_t>()> work = [folder = folder_] {
        return remove_left_overs_now(folder);
    };
    co_return co_await pool_.run<std::size_t>(std::move(work));
}

}  // namespace parlance::local_folder
