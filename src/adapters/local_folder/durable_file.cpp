#include <parlance/local_folder/durable_file.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <limits>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace parlance::local_folder {
namespace {

constexpr std::string_view unfinished_start = "new-";
constexpr std::string_view unfinished_name = "new-XXXXXX";  // as mkostemp fills it in

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

/// A file under a name of its own that goes again unless it is given its real name.
class temporary_file {
public:
    explicit temporary_file(const std::filesystem::path& folder)
        : name_((folder / unfinished_name).string()), file_(::mkostemp(name_.data(), O_CLOEXEC))
    {
    }
    ~temporary_file()
    {
        if (file_.get() >= 0 && !is_kept_) ::unlink(name_.c_str());
    }
    temporary_file(const temporary_file&) = delete;
    temporary_file& operator=(const temporary_file&) = delete;
    [[nodiscard]] int get() const { return file_.get(); }
    bool keep_as(const std::filesystem::path& name)
    {
        is_kept_ = ::rename(name_.c_str(), name.c_str()) == 0;
        return is_kept_;
    }

private:
    std::string name_;
    open_file file_;
    bool is_kept_ = false;
};

result<> write_all(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return disk_error(errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

/// A new name survives a power loss only when its folder was written too.
result<> keep_names(const std::filesystem::path& folder)
{
    const open_file opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0 || ::fsync(opened.get()) != 0) return disk_error(errno);
    return {};
}

result<> make_folder(const std::filesystem::path& folder)
{
    std::error_code failed;
    if (!std::filesystem::create_directories(folder, failed)) {
        if (failed) return disk_error(failed.value());
        return {};
    }
    auto above = keep_names(folder.parent_path());
    if (!above) return above;
    return keep_names(folder.parent_path().parent_path());
}

}  // namespace

error disk_error(int code)
{
    if (code == ENOSPC || code == EDQUOT) {
        return fail(fault::overloaded, "storage full: the disk of the data directory has no room");
    }
    return fail(fault::overloaded,
                "the data directory cannot be written: " + std::generic_category().message(code));
}

result<> write_durably(const std::filesystem::path& file, std::string_view bytes)
{
    const std::filesystem::path folder = file.parent_path();
    auto made = make_folder(folder);
    if (!made) return made;
    temporary_file fresh(folder);
    if (fresh.get() < 0) return disk_error(errno);
    auto written = write_all(fresh.get(), bytes);
    if (!written) return written;
    if (::fsync(fresh.get()) != 0) return disk_error(errno);
    if (!fresh.keep_as(file)) return disk_error(errno);
    return keep_names(folder);
}

result<> check_room(const std::filesystem::path& folder, std::uint64_t bytes)
{
    const temporary_file fresh(folder);
    if (fresh.get() < 0) return disk_error(errno);
    const int failed = ::posix_fallocate(fresh.get(), 0, static_cast<off_t>(bytes));
    if (failed != 0) return disk_error(failed);
    return {};
}

bool is_left_over(std::string_view name)
{
    return name.size() == unfinished_name.size() && name.starts_with(unfinished_start);
}

result<std::string> read_part(const std::filesystem::path& file, std::uint64_t from,
                              std::uint64_t count)
{
    const open_file opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (opened.get() < 0 && errno == ENOENT) return fail(fault::not_found, "there is no such file");
    struct stat about = {};
    if (opened.get() < 0 || ::fstat(opened.get(), &about) != 0) return disk_error(errno);
    const auto size = static_cast<std::uint64_t>(about.st_size);
    const std::uint64_t start = std::min(from, size);
    std::string bytes(static_cast<std::size_t>(std::min(count, size - start)), '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::pread(opened.get(), bytes.data() + filled, bytes.size() - filled,
                                    static_cast<off_t>(start + filled));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return disk_error(errno);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

result<std::string> read_whole(const std::filesystem::path& file)
{
    return read_part(file, 0, std::numeric_limits<std::uint64_t>::max());
}

result<> move_durably(const std::filesystem::path& from, const std::filesystem::path& to)
{
    auto made = make_folder(to.parent_path());
    if (!made) return made;
    if (::rename(from.c_str(), to.c_str()) != 0) {
        if (errno == ENOENT) return fail(fault::not_found, "there is no such file");
        return disk_error(errno);
    }
    auto there = keep_names(to.parent_path());
    if (!there) return there;
    return keep_names(from.parent_path());
}

}  // namespace parlance::local_folder
