#include <parlance/app/commands/files_to_add.hpp>

#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <set>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace parlance::app {
namespace fs = std::filesystem;
namespace {

class open_path {
public:
    /// @param number  as open gave it, called just before.
    explicit open_path(int number) : number_(number), failure_(number < 0 ? errno : 0) {}
    open_path(open_path&& other) noexcept
        : number_(std::exchange(other.number_, -1)), failure_(other.failure_)
    {
    }
    open_path& operator=(open_path&& other) noexcept
    {
        std::swap(number_, other.number_);
        std::swap(failure_, other.failure_);
        return *this;
    }
    open_path(const open_path&) = delete;
    open_path& operator=(const open_path&) = delete;
    ~open_path()
    {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    [[nodiscard]] int failure() const { return failure_; }

private:
    int number_;
    int failure_;  // why it is not open
};

std::string reason(int code)
{
    return std::generic_category().message(code);
}

/// Opens what was named, through links; or what is below it, through none. A pipe is not waited
/// for.
open_path open_file(const file_to_add& file)
{
    constexpr int to_read = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    if (file.below.empty()) return open_path(::open(file.named.c_str(), to_read));
    open_path at(::open(file.named.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const fs::path name = file.below.filename();
    for (const fs::path& step : file.below.parent_path()) {
        if (!at.is_open()) return at;
        constexpr int to_pass = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
        at = open_path(::openat(at.number(), step.c_str(), to_pass));
    }
    if (!at.is_open()) return at;
    return open_path(::openat(at.number(), name.c_str(), to_read | O_NOFOLLOW));
}

result<std::string> read_all(int file)
{
    std::string bytes;
    std::array<char, 64 * 1024> room{};
    while (bytes.size() <= limits::upload_bytes_max) {
        const ssize_t got = ::read(file, room.data(), room.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(fault::invalid_request, "cannot be read: " + reason(errno));
        if (got == 0) return bytes;
        bytes.append(room.data(), static_cast<std::size_t>(got));
    }
    return fail(fault::invalid_request, "larger than " +
                                            std::to_string(limits::upload_bytes_max / 1024 / 1024) +
                                            " MiB, which is the most that can be added");
}

/// One named folder, walked without recursion: its depth costs no descriptors and no stack.
class folder_walk {
public:
    folder_walk(fs::path folder, files_found& found) : folder_(std::move(folder)), found_(found)
    {
        std::error_code failed;
        real_folder_ = fs::canonical(folder_, failed);
        waiting_.insert("");
    }

    void walk()
    {
        while (!waiting_.empty()) {
            const fs::path next = *waiting_.begin();
            waiting_.erase(waiting_.begin());
            if (seen_folders_.insert(next).second) list(next);
        }
        // After all that stands there by itself: these are mostly the same files.
        for (const fs::path& target : linked_files_) files_.insert(target);
        for (const fs::path& below : files_) found_.files.push_back({folder_, below});
    }

private:
    void list(const fs::path& below)
    {
        std::error_code failed;
        fs::directory_iterator at(real_folder_ / below, failed);
        for (; !failed && at != fs::directory_iterator(); at.increment(failed)) {
            const fs::path name = at->path().filename();
            if (!name.string().starts_with(".")) take(below / name);
        }
        if (failed) {
            found_.mistakes.push_back((folder_ / below).string() +
                                      ": this folder cannot be read: " + failed.message());
        }
    }

    void take(const fs::path& below)
    {
        std::error_code failed;
        const fs::file_status status = fs::symlink_status(real_folder_ / below, failed);
        switch (status.type()) {
            case fs::file_type::regular: files_.insert(below); return;
            case fs::file_type::directory: waiting_.insert(below); return;
            case fs::file_type::symlink: take_link(below); return;
            case fs::file_type::not_found: return;  // it has gone meanwhile
            case fs::file_type::none:
                found_.mistakes.push_back((folder_ / below).string() +
                                          ": this cannot be looked at: " + failed.message());
                return;
            default: ++found_.no_files;
        }
    }

    /// What a link points at is taken under its own name, once, if it is in the folder.
    void take_link(const fs::path& below)
    {
        std::error_code failed;
        const fs::path target = fs::canonical(real_folder_ / below, failed);
        if (failed) {
            ++found_.links_to_nothing;  // or in a circle
            return;
        }
        const fs::path inside = target.lexically_relative(real_folder_);
        if (inside.empty() || *inside.begin() == "..") {
            ++found_.links_outside;
            return;
        }
        const fs::file_status status = fs::status(target, failed);
        if (inside == ".") return;  // the folder itself, which is being walked
        if (fs::is_regular_file(status)) linked_files_.insert(inside);
        else if (fs::is_directory(status)) waiting_.insert(inside);
        else ++found_.no_files;
    }

    fs::path folder_;
    fs::path real_folder_;
    files_found& found_;
    std::set<fs::path> waiting_;
    std::set<fs::path> seen_folders_;
    std::set<fs::path> files_;
    std::set<fs::path> linked_files_;
};

void find(const std::string& named, files_found& found)
{
    struct stat about = {};
    if (::stat(named.c_str(), &about) != 0) {
        found.mistakes.push_back(named + (errno == ENOENT || errno == ENOTDIR
                                              ? ": there is no such file or folder"
                                              : ": cannot be looked at: " + reason(errno)));
    } else if (S_ISREG(about.st_mode)) {
        found.files.push_back({named, {}});
    } else if (S_ISDIR(about.st_mode)) {
        folder_walk(named, found).walk();
    } else {
        found.mistakes.push_back(named +
                                 ": this is neither a file nor a folder; what comes out of a "
                                 "pipe can be added as standard input: parlance add -");
    }
}

std::string counted(std::size_t count, std::string_view singular, std::string_view plural)
{
    if (count == 0) return {};
    return "left out: " + std::to_string(count) + " " +
           std::string(count == 1 ? singular : plural) + "\n";
}

}  // namespace

files_found find_files(const std::vector<std::string>& paths)
{
    files_found found;
    for (const std::string& named : paths) find(named, found);
    return found;
}

result<std::string> read_file(const file_to_add& file)
{
    const open_path opened = open_file(file);
    // The latter when a folder on the way to it is a link now.
    const bool is_link = opened.failure() == ELOOP || opened.failure() == ENOTDIR;
    if (!opened.is_open() && !is_link) {
        return fail(fault::invalid_request, "cannot be opened: " + reason(opened.failure()));
    }
    struct stat about = {};
    const bool is_file =
        opened.is_open() && ::fstat(opened.number(), &about) == 0 && S_ISREG(about.st_mode);
    if (!is_file) {
        return fail(fault::invalid_request,
                    "is not the file any more that it was when it was found; left out");
    }
    return read_all(opened.number());
}

std::string left_out(const files_found& found)
{
    return counted(found.links_outside, "link that leads out of the folder",
                   "links that lead out of the folder") +
           counted(found.links_to_nothing, "link that leads nowhere", "links that lead nowhere") +
           counted(found.no_files, "device, pipe or socket", "devices, pipes or sockets");
}

}  // namespace parlance::app
