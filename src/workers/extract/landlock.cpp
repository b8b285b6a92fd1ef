#include <parlance/extract/landlock.hpp>

#include <array>
#include <cstdint>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace parlance::extract {
namespace {

constexpr std::uint64_t may_execute = LANDLOCK_ACCESS_FS_EXECUTE;
constexpr std::uint64_t may_read = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t may_list = LANDLOCK_ACCESS_FS_READ_DIR;

struct place {
    const char* path;
    std::uint64_t allowed;
};
constexpr std::array places{place{"/usr/lib", may_execute | may_read | may_list},
                            place{"/usr/lib64", may_execute | may_read | may_list},
                            place{"/lib", may_execute | may_read | may_list},
                            place{"/lib64", may_execute | may_read | may_list},
                            place{"/etc/ld.so.cache", may_read},
                            place{"/usr/share/poppler", may_read | may_list},
                            place{"/usr/share/fonts", may_read | may_list},
                            place{"/usr/share/fontconfig", may_read | may_list},
                            place{"/etc/fonts", may_read | may_list},
                            place{"/var/cache/fontconfig", may_read | may_list}};

/// Everything that this version of Landlock can take away from files.
std::uint64_t known_rights(long version)
{
    // 1: 13 rights; 2 adds moving, 3 truncating, 5 ioctl on devices. @source landlock(7)
    const unsigned count = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
    return (std::uint64_t{1} << count) - 1;
}

/// A place that does not exist needs no rule. @return false when a rule was refused.
bool allow(int ruleset, const place& where)
{
    const int folder = open(where.path, O_PATH | O_CLOEXEC);
    if (folder < 0) return true;
    struct stat about {};
    landlock_path_beneath_attr rule{};
    rule.allowed_access = where.allowed;
    if (fstat(folder, &about) == 0 && !S_ISDIR(about.st_mode)) rule.allowed_access &= ~may_list;
    rule.parent_fd = folder;
    const long done = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(folder);
    return done == 0;
}

}  // namespace

bool restrict_files(const char* program)
{
    const long version =
        syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) return false;
    landlock_ruleset_attr handled{};
    handled.handled_access_fs = known_rights(version);
    const auto ruleset =
        static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
    if (ruleset < 0) return false;
    bool is_allowed = allow(ruleset, {program, may_execute | may_read});
    for (const place& where : places) is_allowed = is_allowed && allow(ruleset, where);
    const bool is_restricted = is_allowed && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return is_restricted;
}

}  // namespace parlance::extract
