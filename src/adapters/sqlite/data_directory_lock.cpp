#include <parlance/sqlite/data_directory_lock.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace parlance::sqlite {
namespace {

constexpr std::size_t address_bytes_max = 256;  // the longest host name has 253

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

/// The lock itself, of the open file and not of the process: a second one in the same process is
/// refused too, and closing another descriptor of the file does not lose this one.
result<> lock_whole(int file, short kind, const std::string& doing)
{
    struct flock all = whole_file(kind);
    if (::fcntl(file, F_OFD_SETLK, &all) == 0) return {};
    if (errno != EAGAIN && errno != EACCES) {
        return fail(fault::invalid_request, doing + reason(errno));
    }
    return fail(fault::conflict, doing + "another parlance process has it");
}

/// What may pass: somebody makes room, mounts it for writing or gives the rights back.
bool is_about_writing(int code)
{
    return code == ENOSPC || code == EDQUOT || code == EROFS || code == EACCES || code == EPERM;
}

error cannot_write(const std::string& doing, int code)
{
    if (code == ENOSPC || code == EDQUOT) {
        return fail(fault::overloaded, "storage full: the disk of the data directory has no room");
    }
    const fault kind = is_about_writing(code) ? fault::overloaded : fault::invalid_request;
    return fail(kind, doing + reason(code));
}

std::string doing_with(const std::filesystem::path& directory)
{
    return "cannot use the data directory " + directory.string() + ": ";
}

/// Overwrites the address of the one before, in place: on a full disk there is no room for another
/// block, and a file that was emptied has given its own away.
void blank_address(int file)
{
    std::array<char, address_bytes_max> blanks{};
    blanks.fill(' ');
    const off_t size = ::lseek(file, 0, SEEK_END);
    const auto count = static_cast<std::size_t>(size < 0 ? 0 : size);
    const std::size_t written = std::min(count, blanks.size());
    if (::pwrite(file, blanks.data(), written, 0) < 0) return;  // then the old one is said
}

}  // namespace

result<data_directory_lock> data_directory_lock::take(const std::filesystem::path& directory)
{
    const std::string doing = doing_with(directory);
    std::error_code failed;
    if (std::filesystem::create_directories(directory, failed)) {
        std::filesystem::permissions(directory, std::filesystem::perms::owner_all, failed);
    }
    if (failed) return fail(fault::invalid_request, doing + failed.message());
    data_directory_lock taken(directory, -1);
    auto locked = taken.open_and_lock();
    if (locked) return taken;
    if (locked.error().kind != fault::overloaded) return locked.error();
    return fail(fault::invalid_request, locked.error().detail);
}

result<data_directory_lock> data_directory_lock::take_or_share(
    const std::filesystem::path& directory)
{
    std::error_code unknown;
    if (!std::filesystem::exists(directory, unknown)) return take(directory);
    data_directory_lock taken(directory, -1);
    auto locked = taken.open_and_lock();
    if (locked) return taken;
    if (locked.error().kind != fault::overloaded) return locked.error();
    auto shared = taken.share();
    if (!shared) return shared.error();
    taken.why_shared_ = locked.error();
    return taken;
}

result<> data_directory_lock::open_and_lock()
{
    const std::string doing = doing_with(directory_);
    file_ = ::open(lock_file(directory_).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) return cannot_write(doing, errno);
    auto locked = lock_whole(file_, F_WRLCK, doing);
    if (!locked) return locked;
    is_exclusive_ = true;
    why_shared_.reset();
    blank_address(file_);
    return {};
}

/// Without a file to lock nobody who writes is there: writing begins with making it.
result<> data_directory_lock::share()
{
    file_ = ::open(lock_file(directory_).c_str(), O_RDONLY | O_CLOEXEC);
    if (file_ < 0 && errno == ENOENT) return {};
    if (file_ < 0) return fail(fault::invalid_request, doing_with(directory_) + reason(errno));
    return lock_whole(file_, F_RDLCK, doing_with(directory_));
}

result<> data_directory_lock::hold()
{
    if (is_exclusive_) return {};
    close();  // a lock of our own would stand in the way
    return open_and_lock();
}

std::optional<std::string> data_directory_lock::held_by(const std::filesystem::path& directory)
{
    const int file = ::open(lock_file(directory).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    const data_directory_lock closes(directory, file);
    struct flock all = whole_file(F_RDLCK);
    if (::fcntl(file, F_OFD_GETLK, &all) != 0 || all.l_type == F_UNLCK) return std::nullopt;
    std::array<char, address_bytes_max> bytes{};
    const ssize_t count = ::pread(file, bytes.data(), bytes.size(), 0);
    if (count < 0) return "";
    std::string address(bytes.data(), static_cast<std::size_t>(count));
    address.erase(address.find_last_not_of(' ') + 1);
    return address;
}

data_directory_lock::data_directory_lock(data_directory_lock&& other) noexcept
    : directory_(std::move(other.directory_)),
      file_(std::exchange(other.file_, -1)),
      is_exclusive_(std::exchange(other.is_exclusive_, false)),
      why_shared_(std::move(other.why_shared_))
{
}

data_directory_lock::~data_directory_lock()
{
    close();
}

void data_directory_lock::close()
{
    if (file_ >= 0) ::close(file_);
    file_ = -1;
}

result<> data_directory_lock::write_address(const std::string& address) const
{
    std::string padded = address;
    const off_t size = file_ < 0 ? 0 : ::lseek(file_, 0, SEEK_END);
    const auto before = static_cast<std::size_t>(size < 0 ? 0 : size);
    padded.resize(std::max(padded.size(), std::min(before, address_bytes_max)), ' ');
    const ssize_t written = file_ < 0 ? -1 : ::pwrite(file_, padded.data(), padded.size(), 0);
    if (written != static_cast<ssize_t>(padded.size())) {
        return fail(fault::overloaded, "cannot write the lock file of the data directory");
    }
    return {};
}

}  // namespace parlance::sqlite
