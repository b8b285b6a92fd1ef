#include <parlance/sqlite/data_directory_lock.hpp>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace parlance::sqlite {
namespace {

std::string reason(int code)
{
    return std::generic_category().message(code);
}

std::filesystem::path lock_file(const std::filesystem::path& directory)
{
    return directory / "lock";
}

struct flock whole_file(short kind)
{
    struct flock range = {};
    range.l_type = kind;
    range.l_whence = SEEK_SET;
    return range;
}

}  // namespace

result<data_directory_lock> data_directory_lock::take(const std::filesystem::path& directory)
{
    const std::string doing = "cannot use the data directory " + directory.string() + ": ";
    std::error_code failed;
    if (std::filesystem::create_directories(directory, failed)) {
        std::filesystem::permissions(directory, std::filesystem::perms::owner_all, failed);
    }
    if (failed) return fail(fault::invalid_request, doing + failed.message());
    const int file = ::open(lock_file(directory).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return fail(fault::invalid_request, doing + reason(errno));

    // Locks of the open file, not of the process: a second one in the same process is refused too,
    // and closing another descriptor of the file does not lose this one.
    data_directory_lock taken(file);
    struct flock all = whole_file(F_WRLCK);
    if (::fcntl(file, F_OFD_SETLK, &all) != 0) {
        if (errno != EAGAIN && errno != EACCES) {
            return fail(fault::invalid_request, doing + reason(errno));
        }
        return fail(fault::conflict, doing + "another parlance process has it");
    }
    if (::ftruncate(file, 0) != 0) return fail(fault::invalid_request, doing + reason(errno));
    return taken;
}

std::optional<std::string> data_directory_lock::held_by(const std::filesystem::path& directory)
{
    const int file = ::open(lock_file(directory).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    const data_directory_lock closes(file);
    struct flock all = whole_file(F_RDLCK);
    if (::fcntl(file, F_OFD_GETLK, &all) != 0 || all.l_type == F_UNLCK) return std::nullopt;
    std::array<char, 256> address{};
    const ssize_t bytes = ::pread(file, address.data(), address.size(), 0);
    if (bytes < 0) return "";
    return std::string(address.data(), static_cast<std::size_t>(bytes));
}

data_directory_lock::data_directory_lock(data_directory_lock&& other) noexcept
    : file_(std::exchange(other.file_, -1))
{
}

data_directory_lock::~data_directory_lock()
{
    if (file_ >= 0) ::close(file_);
}

result<> data_directory_lock::write_address(const std::string& address) const
{
    const ssize_t written = ::pwrite(file_, address.data(), address.size(), 0);
    if (written != static_cast<ssize_t>(address.size())) {
        return fail(fault::overloaded, "cannot write the lock file of the data directory");
    }
    return {};
}

}  // namespace parlance::sqlite
