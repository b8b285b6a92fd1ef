#include <parlance/local_folder/verified_files.hpp>

#include <parlance/local_folder/durable_file.hpp>

#include <cerrno>
#include <sys/stat.h>
#include <system_error>

namespace parlance::local_folder {
namespace {

std::int64_t nanoseconds_of(const timespec& when)
{
    constexpr std::int64_t in_a_second = 1'000'000'000;
    return std::int64_t{when.tv_sec} * in_a_second + when.tv_nsec;
}

}  // namespace

result<file_identity> identity_of(const std::filesystem::path& file)
{
    struct stat about = {};
    if (::stat(file.c_str(), &about) != 0) {
        if (errno == ENOENT) return fail(fault::not_found, "there is no such file");
        return fail(fault::overloaded,
                    "the data directory cannot be read: " + std::generic_category().message(errno));
    }
    return file_identity{about.st_dev, about.st_ino, static_cast<std::uint64_t>(about.st_size),
                         nanoseconds_of(about.st_mtim), nanoseconds_of(about.st_ctim)};
}

bool verified_files::knows(const std::string& hash, const file_identity& which, steady_time now)
{
    const std::lock_guard lock(guard_);
    const auto found = known_.find(hash);
    return found != known_.end() && found->second.which == which &&
           now - found->second.at < verified_for;
}

void verified_files::note(const std::string& hash, const file_identity& which, steady_time now)
{
    const std::lock_guard lock(guard_);
    if (known_.size() >= verified_files_max && !known_.contains(hash)) known_.clear();
    const entry noted{which, now};
    known_.insert_or_assign(hash, noted);
}

}  // namespace parlance::local_folder
