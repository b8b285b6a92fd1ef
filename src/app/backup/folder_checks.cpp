#include <parlance/app/backup/folder_checks.hpp>

#include <parlance/app/backup/backup_limits.hpp>
#include <parlance/app/backup/manifest.hpp>

#include <string>
#include <system_error>
#include <unistd.h>

namespace parlance::app {
namespace fs = std::filesystem;
namespace {

error refused(const fs::path& folder, const std::string& why)
{
    return fail(fault::invalid_request, folder.string() + " " + why);
}

/// The same folder, whatever its path: links and mounts are seen through.
bool is_same(const fs::path& left, const fs::path& right)
{
    std::error_code unknown;
    if (fs::exists(left, unknown) && fs::exists(right, unknown)) {
        return fs::equivalent(left, right, unknown);
    }
    return left == right;
}

bool is_within(const fs::path& inner, const fs::path& outer)
{
    for (fs::path at = inner;; at = at.parent_path()) {
        if (is_same(at, outer)) return true;
        if (at == at.parent_path()) return false;
    }
}

fs::path nearest_there(fs::path folder)
{
    std::error_code unknown;
    while (!fs::exists(folder, unknown) && folder != folder.parent_path()) {
        folder = folder.parent_path();
    }
    return folder;
}

std::string in_mebibytes(std::uint64_t bytes)
{
    constexpr std::uint64_t mebibyte = 1024 * 1024;
    return std::to_string((bytes + mebibyte - 1) / mebibyte) + " MiB";
}

}  // namespace

result<fs::path> real_folder(const fs::path& named)
{
    if (named.empty()) return fail(fault::invalid_request, "the backup folder has no name");
    std::error_code failed;
    const fs::path whole = fs::absolute(named, failed);  // not normal yet: link/.. is elsewhere
    fs::path real = failed ? whole : fs::weakly_canonical(whole, failed);
    if (failed) return refused(named, "cannot be looked at: " + failed.message());
    if (!real.has_filename()) real = real.parent_path();
    return real;
}

result<> check_apart(const fs::path& folder, const fs::path& data)
{
    for (const fs::path& used : {data, data / "blobs"}) {
        const auto place = real_folder(used);
        if (!place) return place.error();
        if (is_same(folder, *place)) {
            return refused(folder, "is a folder that parlance keeps its data in (" + data.string() +
                                       "): choose another one");
        }
        if (is_within(folder, *place)) {
            return refused(folder, "lies in the data folder " + data.string() +
                                       ": a backup is of no use when it is lost with the data");
        }
        if (is_within(*place, folder)) {
            return refused(folder, "holds the data folder " + data.string() +
                                       ": choose one that lies apart from it");
        }
    }
    return {};
}

result<> check_new(const fs::path& folder)
{
    std::error_code failed;
    const fs::file_status there = fs::status(folder, failed);
    if (!fs::exists(there)) {
        const fs::path parent = folder.parent_path();
        if (!fs::is_directory(parent, failed)) {
            return refused(folder, "cannot be made: there is no folder " + parent.string());
        }
        if (::access(parent.c_str(), W_OK | X_OK) == 0) return {};
        return refused(folder, "cannot be made: " + std::generic_category().message(errno));
    }
    if (!fs::is_directory(there)) return refused(folder, "is no folder");
    fs::directory_iterator content(folder, failed);
    if (failed) return refused(folder, "cannot be looked at: " + failed.message());
    if (content != fs::directory_iterator()) {
        const bool is_unfinished = !fs::exists(folder / manifest_name, failed) &&
                                   fs::is_directory(folder / "blobs", failed);
        return refused(folder, is_unfinished
                                   ? "holds a backup that was not finished: remove it, or choose "
                                     "another folder"
                                   : "is not empty: a backup goes into a folder of its own");
    }
    if (::access(folder.c_str(), W_OK | X_OK) == 0) return {};
    return refused(folder, "cannot be written: " + std::generic_category().message(errno));
}

result<> check_room(const fs::path& folder, std::uint64_t bytes)
{
    std::error_code failed;
    const fs::path there = nearest_there(folder);
    const fs::space_info space = fs::space(there, failed);
    if (failed) return refused(there, "cannot be looked at: " + failed.message());
    if (space.available >= bytes + room_bytes_spare) return {};
    return fail(fault::overloaded, "storage full: the disk of " + there.string() + " has " +
                                       in_mebibytes(space.available) + " free, and about " +
                                       in_mebibytes(bytes + room_bytes_spare) +
                                       " are needed; nothing was written");
}

}  // namespace parlance::app
