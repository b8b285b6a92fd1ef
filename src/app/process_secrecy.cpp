#include <parlance/app/process_secrecy.hpp>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace parlance::app {

bool keep_to_this_account()
{
    ::umask(S_IRWXG | S_IRWXO);
    // The limit alone is not enough: a core that goes to a program (systemd-coredump, apport) is
    // not held to it. Not dumpable also closes /proc/PID/environ and mem, and other processes of
    // the same user cannot attach. A debugger still can when it starts the program, or as root.
    constexpr rlimit none{0, 0};
    return ::setrlimit(RLIMIT_CORE, &none) == 0 && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

}  // namespace parlance::app
