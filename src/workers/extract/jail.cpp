#include <parlance/extract/jail.hpp>

#include <parlance/extract/call_filter.hpp>
#include <parlance/extract/landlock.hpp>
#include <parlance/extract/resource_limit.hpp>
#include <parlance/foundation/limits.hpp>

#include <array>
#include <csignal>
#include <cstring>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace parlance::extract {
namespace {

/// The first signal of spent time still allows to say so; a second later the kernel ends it.
void tell_time_is_up(int /*signal*/)
{
    constexpr std::string_view sentence = "The file takes longer to read than is allowed.\n";
    [[maybe_unused]] const ssize_t put = write(STDERR_FILENO, sentence.data(), sentence.size());
    _exit(2);
}

}  // namespace

const char* enter_jail(const char* program)
{
    constexpr rlim_t descriptors_max = 32;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return "the death signal was refused";
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "no_new_privs was refused";
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return "staying undumpable was refused";
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXCPU, tell_time_is_up);
    const auto seconds = static_cast<rlim_t>(limits::extraction_cpu_max.count());
    if (!limit_time(seconds)) return "the limit of processor time was refused";
    if (!limit_to(RLIMIT_FSIZE, 0)) return "the limit of written files was refused";
    if (!limit_to(RLIMIT_CORE, 0)) return "the limit of core files was refused";
    if (!limit_to(RLIMIT_NOFILE, descriptors_max)) {
        return "the limit of descriptors was refused";
    }
#if !defined(PARLANCE_SANITIZED)
    // The sanitizers map terabytes of shadow memory and read /proc.
    constexpr rlim_t bytes = limits::extraction_memory_bytes_max;
    if (!limit_to(RLIMIT_AS, bytes)) return "the limit of memory was refused";
    restrict_files(program);
#else
    static_cast<void>(program);
#endif
    return nullptr;
}

}  // namespace parlance::extract
