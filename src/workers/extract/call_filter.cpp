#include <parlance/extract/call_filter.hpp>

#include <parlance/extract/jail.hpp>

#include <seccomp.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <span>
#include <sys/types.h>
#include <unistd.h>

namespace parlance::extract {
namespace {

// Memory, reading and writing what is open, waiting, and opening: iconv loads its tables when they
// are needed, and the limits let nothing be written. The rest fails as if it did not exist.
constexpr std::array calls_of_reader{SCMP_SYS(read),           SCMP_SYS(write),
                                     SCMP_SYS(readv),          SCMP_SYS(writev),
                                     SCMP_SYS(pread64),        SCMP_SYS(close),
                                     SCMP_SYS(fstat),          SCMP_SYS(newfstatat),
                                     SCMP_SYS(lseek),          SCMP_SYS(brk),
                                     SCMP_SYS(mmap),           SCMP_SYS(munmap),
                                     SCMP_SYS(mremap),         SCMP_SYS(mprotect),
                                     SCMP_SYS(madvise),        SCMP_SYS(futex),
                                     SCMP_SYS(exit),           SCMP_SYS(exit_group),
                                     SCMP_SYS(getpid),         SCMP_SYS(gettid),
                                     SCMP_SYS(rt_sigaction),   SCMP_SYS(rt_sigreturn),
                                     SCMP_SYS(rt_sigprocmask), SCMP_SYS(getrandom),
                                     SCMP_SYS(clock_gettime),  SCMP_SYS(sched_yield),
                                     SCMP_SYS(poll),           SCMP_SYS(restart_syscall),
                                     SCMP_SYS(wait4)};

// What a C program does before its main, and what poppler asks about files and the time.
constexpr std::array more_calls_of_program{
    SCMP_SYS(arch_prctl),  SCMP_SYS(set_tid_address), SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),        SCMP_SYS(access),          SCMP_SYS(faccessat),
    SCMP_SYS(readlink),    SCMP_SYS(readlinkat),      SCMP_SYS(getdents64),
    SCMP_SYS(getcwd),      SCMP_SYS(statfs),          SCMP_SYS(fstatfs),
    SCMP_SYS(getuid),      SCMP_SYS(geteuid),         SCMP_SYS(getgid),
    SCMP_SYS(getegid),     SCMP_SYS(uname),           SCMP_SYS(sysinfo),
    SCMP_SYS(sigaltstack), SCMP_SYS(getrusage),       SCMP_SYS(fadvise64)};

using call_filter = std::unique_ptr<void, void (*)(scmp_filter_ctx)>;

bool allow(scmp_filter_ctx filter, std::span<const int> calls)
{
    return std::all_of(calls.begin(), calls.end(), [filter](int call) {
        return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
    });
}

bool allow_when(scmp_filter_ctx filter, int call, std::span<const scmp_arg_cmp> arguments)
{
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call,
                                  static_cast<unsigned>(arguments.size()), arguments.data()) == 0;
}

/// abort() signals its own thread. No other process may be: all of a person's run as one user.
/// @param itself  the process that the filter is for; it has this number for as long as it lives.
bool allow_signalling_itself(scmp_filter_ctx filter, pid_t itself)
{
    const std::array only_itself{
        scmp_arg_cmp{0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(itself), 0}};
    return allow_when(filter, SCMP_SYS(tgkill), only_itself);
}

/// Files may be opened to be read, never to be written or made.
bool allow_opening_to_read(scmp_filter_ctx filter)
{
    constexpr scmp_datum_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    const std::array only_reading{scmp_arg_cmp{2, SCMP_CMP_MASKED_EQ, writing, 0}};
    return allow_when(filter, SCMP_SYS(openat), only_reading);
}

}  // namespace

const char* filter_calls()
{
#if !defined(PARLANCE_SANITIZED)
    const call_filter filter(seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), seccomp_release);
    if (!filter) return "the filter of system calls could not be made";
    if (!allow(filter.get(), calls_of_reader) || !allow_opening_to_read(filter.get()) ||
        !allow_signalling_itself(filter.get(), getpid())) {
        return "a system call could not be allowed";
    }
    if (seccomp_load(filter.get()) != 0) return "the filter of system calls was refused";
#endif
    return nullptr;
}

const char* filter_calls_of_program(int descriptor)
{
    const call_filter filter(seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), seccomp_release);
    if (!filter) return "the filter of system calls could not be made";
    bool is_allowed =
        allow(filter.get(), calls_of_reader) && allow(filter.get(), more_calls_of_program) &&
        allow_opening_to_read(filter.get()) && allow_signalling_itself(filter.get(), getpid());
    const std::array only_itself{
        scmp_arg_cmp{0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(descriptor), 0},
        scmp_arg_cmp{4, SCMP_CMP_EQ, AT_EMPTY_PATH, 0}};
    is_allowed = is_allowed && allow_when(filter.get(), SCMP_SYS(execveat), only_itself);
    // Its own limits may be asked for, not changed.
    const std::array only_asking{scmp_arg_cmp{0, SCMP_CMP_EQ, 0, 0},
                                 scmp_arg_cmp{2, SCMP_CMP_EQ, 0, 0}};
    is_allowed = is_allowed && allow_when(filter.get(), SCMP_SYS(prlimit64), only_asking);
    for (const scmp_datum_t command : {F_GETFD, F_SETFD, F_GETFL}) {
        const std::array harmless{scmp_arg_cmp{1, SCMP_CMP_EQ, command, 0}};
        is_allowed = is_allowed && allow_when(filter.get(), SCMP_SYS(fcntl), harmless);
    }
    if (!is_allowed) return "a system call could not be allowed";
    if (seccomp_load(filter.get()) != 0) return "the filter of system calls was refused";
    return nullptr;
}

}  // namespace parlance::extract
