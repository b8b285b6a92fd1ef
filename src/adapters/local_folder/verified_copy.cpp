#include <parlance/local_folder/verified_copy.hpp>

#include <parlance/local_folder/content_hash.hpp>

#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace parlance::local_folder {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t piece_bytes = 1024 * 1024;  // larger ones are no faster
constexpr int for_its_owner = 0600;

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

std::string reason(int code)
{
    return std::generic_category().message(code);
}

error cannot_read(const fs::path& file, int code)
{
    if (code == ENOENT || code == ENOTDIR) {
        return fail(fault::not_found, "there is no " + file.string());
    }
    return fail(fault::internal, file.string() + " cannot be read: " + reason(code));
}

error cannot_write(const fs::path& file, int code)
{
    if (code == ENOSPC || code == EDQUOT) {
        return fail(fault::overloaded,
                    "storage full: the disk of " + file.parent_path().string() + " has no room");
    }
    return fail(fault::overloaded, file.string() + " cannot be written: " + reason(code));
}

/// A new file that goes again unless it is kept.
class new_file {
public:
    explicit new_file(fs::path name)
        : name_(std::move(name)),
          file_(::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, for_its_owner))
    {
    }
    ~new_file()
    {
        if (file_.get() >= 0 && !is_kept_) ::unlink(name_.c_str());
    }
    new_file(const new_file&) = delete;
    new_file& operator=(const new_file&) = delete;

    [[nodiscard]] bool is_open() const { return file_.get() >= 0; }
    result<> add(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return cannot_write(name_, errno);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }
    void keep() { is_kept_ = true; }

private:
    fs::path name_;
    open_file file_;
    bool is_kept_ = false;
};

using taker = std::function<result<>(std::string_view)>;

/// Reads `file` to its end; `take` is given each piece.
result<content_facts> read_pieces(const fs::path& file, const keeps_going& goes_on,
                                  const taker& take)
{
    // NONBLOCK: opening a pipe that somebody put there would wait for ever.
    const open_file opened(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (opened.get() < 0) return cannot_read(file, errno);
    struct stat about = {};
    if (::fstat(opened.get(), &about) != 0) return cannot_read(file, errno);
    if (!S_ISREG(about.st_mode)) {
        return fail(fault::not_found, file.string() + " is no regular file");
    }
    std::vector<char> room(piece_bytes);
    content_digest digest;
    content_facts facts;
    while (goes_on()) {
        const ssize_t got = ::read(opened.get(), room.data(), room.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return cannot_read(file, errno);
        if (got == 0) {
            facts.hash = digest.finish();
            return facts;
        }
        const std::string_view piece(room.data(), static_cast<std::size_t>(got));
        digest.add(piece);
        facts.size_bytes += piece.size();
        auto taken = take(piece);
        if (!taken) return taken.error();
    }
    return fail(fault::cancelled, "stopped");
}

}  // namespace

result<content_facts> read_facts(const fs::path& file, const keeps_going& goes_on)
{
    return read_pieces(file, goes_on, [](std::string_view) { return result<>(); });
}

result<content_facts> copy_verified(const fs::path& from, const fs::path& to,
                                    const keeps_going& goes_on)
{
    new_file copy(to);
    if (!copy.is_open()) return cannot_write(to, errno);
    auto facts =
        read_pieces(from, goes_on, [&copy](std::string_view piece) { return copy.add(piece); });
    if (facts) copy.keep();
    return facts;
}

result<> keep_everything_in(const fs::path& folder)
{
    const open_file opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // One call for thousands of files: a disk that waits for each one takes minutes.
    if (opened.get() < 0 || ::syncfs(opened.get()) != 0) return cannot_write(folder / "", errno);
    return {};
}

}  // namespace parlance::local_folder
