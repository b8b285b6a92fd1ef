#include <parlance/local_folder/closed_folder.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace parlance::local_folder {
namespace fs = std::filesystem;
namespace {

constexpr mode_t of_group = S_IRWXG;
constexpr mode_t of_others = S_IRWXO;

class open_file {
public:
    explicit open_file(int descriptor) : descriptor_(descriptor) {}
    ~open_file()
    {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    open_file(const open_file&) = delete;
    open_file& operator=(const open_file&) = delete;
    [[nodiscard]] int get() const { return descriptor_; }

private:
    int descriptor_;
};

mode_t mode_of(int file)
{
    struct stat about = {};
    return ::fstat(file, &about) == 0 ? about.st_mode : 0;
}

/// Looked at again afterwards: some mounted file systems only pretend.
mode_t closed(int file)
{
    const mode_t mode = mode_of(file);
    if ((mode & (of_group | of_others)) == 0) return mode;
    const mode_t wanted = mode & ~(of_group | of_others | S_ISVTX) & ~S_IFMT;
    if (::fchmod(file, wanted) != 0) return mode;
    return mode_of(file);
}

std::string as_digits(mode_t mode)
{
    std::array<char, 16> digits{};
    std::snprintf(digits.data(), digits.size(), "%04o", static_cast<unsigned>(mode & ~S_IFMT));
    return digits.data();
}

/// Folders of the system that everybody uses; root owns them, and is who a container runs as.
bool is_of_the_system(const fs::path& folder)
{
    constexpr std::array<std::string_view, 14> shared{
        "/",    "/dev/shm", "/etc", "/home", "/media", "/mnt",     "/opt",
        "/run", "/srv",     "/tmp", "/usr",  "/var",   "/var/lib", "/var/tmp"};
    std::error_code failed;
    const std::string real = fs::canonical(folder, failed).string();
    return std::find(shared.begin(), shared.end(), real) != shared.end();
}

/// What other accounts have put there, they use; a new file system has a folder of its own.
/// Root may look after somebody's folder.
bool is_used_by_others(const fs::path& folder)
{
    struct stat own = {};
    if (::stat(folder.c_str(), &own) != 0) return true;
    const auto is_ours = [&](uid_t owner) { return owner == ::geteuid() || owner == own.st_uid; };
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
        struct stat about = {};
        if (at->path().filename() == "lost+found") continue;
        if (::lstat(at->path().c_str(), &about) == 0 && !is_ours(about.st_uid)) return true;
    }
    return false;
}

error open_to_everybody(const fs::path& folder, const std::string& why)
{
    return fail(fault::invalid_request,
                "every account of this machine can use the data directory " + folder.string() +
                    ", and " + why + ". Name a folder in it, which is then made for this " +
                    "account only (PARLANCE_DATA=" + (folder / "parlance").string() +
                    "), or take it from others as its owner (chmod 700)");
}

void close_entries(int folder, const std::vector<std::string_view>& entries)
{
    for (const std::string_view entry : entries) {
        const std::string name(entry);
        constexpr int to_look = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
        const open_file opened(::openat(folder, name.c_str(), to_look));
        // What cannot be closed is closed with the folder, or is the group's as the folder is.
        if (opened.get() >= 0) static_cast<void>(closed(opened.get()));
    }
}

}  // namespace

result<folder_access> close_folder(const fs::path& folder,
                                   const std::vector<std::string_view>& entries)
{
    const open_file opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Whoever uses it next says why it cannot be.
    if (opened.get() < 0) return folder_access{};
    const mode_t before = mode_of(opened.get());
    folder_access access;
    if ((before & (of_group | of_others)) != 0) {
        const bool may_close = !is_of_the_system(folder) && !is_used_by_others(folder);
        const mode_t now = may_close ? closed(opened.get()) : before;
        if ((now & of_others) != 0) {
            return open_to_everybody(folder, may_close ? "it cannot be closed, since it belongs to "
                                                         "somebody else or is mounted so"
                                                       : "it holds what others use");
        }
        if (now != before) access.was_open_as = as_digits(before);
        access.is_open_to_group = (now & of_group) != 0;
    }
    close_entries(opened.get(), entries);
    return access;
}

}  // namespace parlance::local_folder
