#include <parlance/local_folder/durable_file.hpp>
#include <parlance/local_folder/folder_lock.hpp>

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace parlance::local_folder {
namespace {

constexpr int for_its_owner = 0600;

}  // namespace

result<folder_lock> folder_lock::take(const std::filesystem::path& folder)
{
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) return disk_error(failed.value());
    // A file of its own: a folder cannot be locked over NFS.
    const std::filesystem::path file = folder / ".lock";
    const int opened = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, for_its_owner);
    if (opened < 0) return disk_error(errno);
    folder_lock taken(opened);
    while (::flock(opened, LOCK_EX) != 0) {
        if (errno != EINTR) return disk_error(errno);
    }
    return taken;
}

folder_lock::folder_lock(folder_lock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

folder_lock::~folder_lock()
{
    if (file_ >= 0) ::close(file_);
}

}  // namespace parlance::local_folder
