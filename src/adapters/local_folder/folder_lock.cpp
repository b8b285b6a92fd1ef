#include <parlance/local_folder/folder_lock.hpp>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace parlance::local_folder {
namespace {

constexpr int for_its_owner = 0600;

error cannot_lock(const std::string& why)
{
    return fail(fault::overloaded, "the data directory cannot be written: " + why);
}

}  // namespace

result<folder_lock> folder_lock::take(const std::filesystem::path& folder)
{
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) return cannot_lock(failed.message());
    // A file of its own: a folder cannot be locked over NFS.
    const std::filesystem::path file = folder / ".lock";
    const int opened = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, for_its_owner);
    if (opened < 0) return cannot_lock(std::generic_category().message(errno));
    folder_lock taken(opened);
    while (::flock(opened, LOCK_EX) != 0) {
        if (errno != EINTR) return cannot_lock(std::generic_category().message(errno));
    }
    return taken;
}

folder_lock::folder_lock(folder_lock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

folder_lock::~folder_lock()
{
    if (file_ >= 0) ::close(file_);
}

}  // namespace parlance::local_folder
