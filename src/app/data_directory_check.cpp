#include <parlance/app/data_directory_check.hpp>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace parlance::app {
namespace fs = std::filesystem;
namespace {

std::string reason(int code)
{
    return std::generic_category().message(code);
}

/// True when a file may be kept there though another user made the folder: its group is ours, too,
/// and may write. So are the volumes of containers.
bool is_shared_with_our_group(const struct stat& about)
{
    if ((about.st_mode & S_IWGRP) == 0) return false;
    if (about.st_gid == ::getegid()) return true;
    std::vector<gid_t> groups(static_cast<std::size_t>(std::max(0, ::getgroups(0, nullptr))));
    const int known = ::getgroups(static_cast<int>(groups.size()), groups.data());
    groups.resize(static_cast<std::size_t>(std::max(0, known)));
    return std::find(groups.begin(), groups.end(), about.st_gid) != groups.end();
}

std::optional<std::string> mistake_of_existing(const fs::path& folder, const struct stat& about)
{
    if (!S_ISDIR(about.st_mode)) return folder.string() + " is not a folder";
    // Root can write everywhere, and leaves files that their owner can then not even read.
    if (about.st_uid != ::geteuid() && !is_shared_with_our_group(about)) {
        return folder.string() + " belongs to another user (" + std::to_string(about.st_uid) +
               "), while this is user " + std::to_string(::geteuid());
    }
    if (::faccessat(AT_FDCWD, folder.c_str(), R_OK | W_OK | X_OK, AT_EACCESS) != 0) {
        return folder.string() + " cannot be written: " + reason(errno);
    }
    return std::nullopt;
}

/// Of a folder that would be made in it.
std::optional<std::string> mistake_above(const fs::path& folder, const struct stat& about)
{
    if (!S_ISDIR(about.st_mode)) return folder.string() + " is not a folder";
    if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) == 0) return std::nullopt;
    return "it cannot be made: " + folder.string() + " cannot be written: " + reason(errno);
}

std::optional<std::string> mistake_inside(const fs::path& folder)
{
    struct stat about = {};
    const fs::path database = folder / "parlance.db";
    if (::stat(database.c_str(), &about) == 0) {
        if (!S_ISREG(about.st_mode)) return database.string() + " is not a file";
        if (::faccessat(AT_FDCWD, database.c_str(), R_OK | W_OK, AT_EACCESS) != 0) {
            return database.string() + " cannot be written: " + reason(errno);
        }
    }
    const fs::path blobs = folder / "blobs";
    if (::stat(blobs.c_str(), &about) == 0) return mistake_of_existing(blobs, about);
    return std::nullopt;
}

}  // namespace

std::optional<std::string> data_directory_mistake(const fs::path& folder)
{
    std::error_code failed;
    fs::path looked_at = fs::absolute(folder, failed);
    if (failed) return folder.string() + " is no path: " + failed.message();
    struct stat about = {};
    if (::stat(looked_at.c_str(), &about) == 0) {
        auto mistake = mistake_of_existing(looked_at, about);
        return mistake ? mistake : mistake_inside(looked_at);
    }
    // Not there: the nearest that is.
    while (errno == ENOENT || errno == ENOTDIR) {
        const fs::path above = looked_at.parent_path();
        if (above == looked_at) break;
        looked_at = above;
        if (::stat(looked_at.c_str(), &about) == 0) return mistake_above(looked_at, about);
    }
    return looked_at.string() + " cannot be looked at: " + reason(errno);
}

}  // namespace parlance::app
