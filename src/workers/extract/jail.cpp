#include <parlance/extract/jail.hpp>

#include <parlance/foundation/limits.hpp>

#include <csignal>
#include <sys/prctl.h>
#include <sys/resource.h>

#if !defined(PARLANCE_SANITIZED)
#include <seccomp.h>

#include <array>
#include <cerrno>
#include <memory>
#endif

namespace parlance::extract {
namespace {

bool limit(__rlimit_resource_t what, rlim_t most)
{
    const rlimit both{most, most};
    return setrlimit(what, &both) == 0;
}

#if !defined(PARLANCE_SANITIZED)
// Memory, reading and writing what is open, and opening: iconv loads its tables when they are
// needed, and the limits below let nothing be written. The rest fails as if it did not exist.
constexpr std::array allowed_calls{SCMP_SYS(read),         SCMP_SYS(write),
                                   SCMP_SYS(readv),        SCMP_SYS(writev),
                                   SCMP_SYS(pread64),      SCMP_SYS(close),
                                   SCMP_SYS(fstat),        SCMP_SYS(newfstatat),
                                   SCMP_SYS(lseek),        SCMP_SYS(brk),
                                   SCMP_SYS(mmap),         SCMP_SYS(munmap),
                                   SCMP_SYS(mremap),       SCMP_SYS(mprotect),
                                   SCMP_SYS(madvise),      SCMP_SYS(futex),
                                   SCMP_SYS(exit),         SCMP_SYS(exit_group),
                                   SCMP_SYS(getpid),       SCMP_SYS(gettid),
                                   SCMP_SYS(tgkill),       SCMP_SYS(rt_sigaction),
                                   SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask),
                                   SCMP_SYS(getrandom),    SCMP_SYS(clock_gettime),
                                   SCMP_SYS(sched_yield),  SCMP_SYS(restart_syscall)};

const char* filter_calls()
{
    const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(
        seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), seccomp_release);
    if (!filter) return "the filter of system calls could not be made";
    for (const int call : allowed_calls) {
        if (seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) != 0) {
            return "a system call could not be allowed";
        }
    }
    // Files may be opened to be read, never to be written or made.
    constexpr scmp_datum_t writing = 03 | 0100 | 01000 | 02000;  // mode, CREAT, TRUNC, APPEND
    const auto only_reading = scmp_arg_cmp{2, SCMP_CMP_MASKED_EQ, writing, 0};
    if (seccomp_rule_add_array(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, &only_reading) !=
        0) {
        return "opening to read could not be allowed";
    }
    if (seccomp_load(filter.get()) != 0) return "the filter of system calls was refused";
    return nullptr;
}
#endif

}  // namespace

const char* enter_jail()
{
    constexpr rlim_t descriptors_max = 32;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return "the death signal was refused";
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "no_new_privs was refused";
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return "staying undumpable was refused";
    const auto seconds = static_cast<rlim_t>(limits::extraction_cpu_max.count());
    if (!limit(RLIMIT_CPU, seconds)) return "the limit of processor time was refused";
    if (!limit(RLIMIT_FSIZE, 0)) return "the limit of written files was refused";
    if (!limit(RLIMIT_CORE, 0)) return "the limit of core files was refused";
    if (!limit(RLIMIT_NOFILE, descriptors_max)) return "the limit of descriptors was refused";
#if defined(PARLANCE_SANITIZED)
    // The sanitizers map terabytes of shadow memory and read /proc: no limit, no filter.
    return nullptr;
#else
    if (!limit(RLIMIT_AS, limits::extraction_memory_bytes_max)) {
        return "the limit of memory was refused";
    }
    return filter_calls();
#endif
}

}  // namespace parlance::extract
