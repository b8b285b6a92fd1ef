// Tries what the worker and the program that it starts must not be able to do, and says what
// worked. It is built from the worker's own jail, without sanitizers, whatever the tests have.
#include <parlance/extract/jail.hpp>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/landlock.h>
#include <string>
#include <sys/ipc.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

/// A word a line: what was possible. Nothing else is written.
void tell(const char* what, bool is_possible)
{
    if (!is_possible) return;
    const std::string line = std::string(what) + "\n";
    [[maybe_unused]] const ssize_t put = write(STDOUT_FILENO, line.data(), line.size());
}

bool can_open(const char* path, int how)
{
    const int file = open(path, how, 0600);
    if (file >= 0) close(file);
    return file >= 0;
}

bool can_fork()
{
    const long child = syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr);
    if (child == 0) _exit(0);
    return child > 0;
}

/// clone3 must look as if it did not exist: the C library then tries clone.
bool has_clone3()
{
    return syscall(SYS_clone3, nullptr, 0) >= 0 || errno != ENOSYS;
}

bool can_raise_limits()
{
    const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
    return setrlimit(RLIMIT_AS, &more) == 0 || setrlimit(RLIMIT_CPU, &more) == 0;
}

bool can_allocate(std::size_t bytes)
{
    void* room = std::malloc(bytes);
    std::free(room);
    return room != nullptr;
}

/// Everything that would reach another process of the same user: here the parent, which is the
/// worker or the test's shell. Signal 0 and questions only: were they possible, nobody would die.
void try_to_reach_others()
{
    const pid_t other = getppid() > 0 ? getppid() : 1;
    tell("kill", kill(other, 0) == 0);
    tell("kill", kill(-1, 0) == 0 || kill(0, 0) == 0);
    tell("tkill", syscall(SYS_tkill, other, 0) == 0);
    tell("tgkill", syscall(SYS_tgkill, other, other, 0) == 0);
    tell("tgkill", syscall(SYS_tgkill, 0, other, 0) == 0 || syscall(SYS_tgkill, -1, other, 0) == 0);
    siginfo_t info{};
    info.si_code = SI_QUEUE;
    tell("sigqueue", syscall(SYS_rt_sigqueueinfo, other, 0, &info) == 0);
    tell("sigqueue", syscall(SYS_rt_tgsigqueueinfo, other, other, 0, &info) == 0);
    tell("pidfd", syscall(SYS_pidfd_open, other, 0) >= 0 || errno != ENOSYS);
    tell("pidfd", syscall(SYS_pidfd_send_signal, 0, 0, nullptr, 0) == 0 || errno != ENOSYS);
    tell("owner", fcntl(STDOUT_FILENO, F_SETOWN, other) == 0);
    tell("ptrace", ptrace(PTRACE_SEIZE, other, nullptr, nullptr) == 0);
    std::uint64_t room = 0;
    iovec here{&room, sizeof room};
    tell("memory of others", syscall(SYS_process_vm_readv, other, &here, 1, &here, 1, 0) >= 0);
    tell("memory of others", syscall(SYS_process_vm_writev, other, &here, 1, &here, 1, 0) >= 0);
    tell("memory of others", syscall(SYS_process_madvise, 0, &here, 1, 0, 0) >= 0);
    rlimit limit{};
    tell("limits of others", syscall(SYS_prlimit64, other, RLIMIT_CPU, nullptr, &limit) == 0);
    tell("limits of others", syscall(SYS_prlimit64, other, RLIMIT_CPU, &limit, nullptr) == 0);
    tell("time of others", syscall(SYS_sched_setaffinity, other, sizeof room, &room) == 0);
    tell("time of others", syscall(SYS_setpriority, PRIO_PROCESS, other, 19) == 0);
    tell("time of others", syscall(SYS_ioprio_set, 1, other, 0) == 0);
    tell("time of others", syscall(SYS_sched_setscheduler, other, 0, &room) == 0);
    tell("shared memory", syscall(SYS_shmget, IPC_PRIVATE, 4096, IPC_CREAT | 0600) >= 0);
    tell("shared memory", syscall(SYS_msgget, IPC_PRIVATE, IPC_CREAT | 0600) >= 0);
    tell("shared memory", can_open("/dev/shm/parlance-jail-probe", O_RDWR | O_CREAT));
    tell("keys", syscall(SYS_keyctl, 0, -3, 0) >= 0 || errno != ENOSYS);
    tell("keys", syscall(SYS_add_key, "user", "x", "y", 1, -3) >= 0 || errno != ENOSYS);
    tell("prctl", syscall(SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0) == 0);
    tell("group", setpgid(0, other) == 0 || setsid() >= 0);
}

void try_everything()
{
    tell("alive", true);
    tell("passwd", can_open("/etc/passwd", O_RDONLY));
    tell("home", can_open("/root", O_RDONLY | O_DIRECTORY));
    tell("proc", can_open("/proc/self/environ", O_RDONLY));
    tell("libraries", can_open("/usr/lib", O_RDONLY | O_DIRECTORY));
    tell("write", can_open("/tmp/parlance-jail-probe", O_WRONLY | O_CREAT));
    tell("write", can_open("/dev/null", O_WRONLY));
    tell("socket", socket(AF_INET, SOCK_STREAM, 0) >= 0);
    tell("socket", socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    tell("fork", can_fork());
    tell("clone3", has_clone3());
    tell("ptrace", ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0);
    tell("io_uring", syscall(SYS_io_uring_setup, 1, nullptr) >= 0 || errno != ENOSYS);
    tell("mount", syscall(SYS_mount, nullptr, "/", nullptr, 0, nullptr) == 0 || errno != ENOSYS);
    tell("bpf", syscall(SYS_bpf, 0, nullptr, 0) >= 0 || errno != ENOSYS);
    tell("unlink", unlink("/tmp/parlance-jail-probe-nothing") == 0 || errno != ENOSYS);
    tell("memfd", syscall(SYS_memfd_create, "x", 0) >= 0);
    tell("limits", can_raise_limits());
    constexpr std::size_t beyond_memory = 600UL * 1024 * 1024;
    tell("memory", can_allocate(beyond_memory));
    try_to_reach_others();
    std::array<char*, 1> nothing{nullptr};
    execve("/usr/bin/true", nothing.data(), nothing.data());
    syscall(SYS_execveat, AT_FDCWD, "/usr/bin/true", nothing.data(), nothing.data(), 0);
    // Past its filter the program cannot be run again: the descriptor is gone and cannot be made.
    for (int number = 24; number < 40; ++number) {
        tell("descriptor", syscall(SYS_dup2, 0, number) >= 0);
    }
    tell("still here", true);
}

int fail(const char* refused)
{
    std::fprintf(stderr, "%s\n", refused);
    return 1;
}

/// The program that the worker starts is this one again.
int run_confined(const char* self, const char* does)
{
    parlance::extract::confined_program program;
    if (const char* refused = program.start(self, {"probe", does})) return fail(refused);
    if (const char* refused = parlance::extract::filter_calls()) return fail(refused);
    std::string written;
    const auto end = program.run("some bytes", [&written](std::string_view piece) {
        written += piece;
        return true;
    });
    std::fwrite(written.data(), 1, written.size(), stdout);
    std::printf("end %d\n", static_cast<int>(end.end));
    return 0;
}

/// Says whose child a program is that never ends, and ends itself.
int leave_program_behind(const char* self)
{
    parlance::extract::confined_program program;
    if (const char* refused = program.start(self, {"probe", "wait"})) return fail(refused);
    std::string pid;
    program.run("", [&pid](std::string_view piece) {
        pid += piece;
        return pid.find('\n') == std::string::npos;
    });
    std::fwrite(pid.data(), 1, pid.size(), stdout);
    std::fflush(stdout);
    _exit(0);
}

[[noreturn]] void spin()
{
    volatile std::uint64_t count = 0;
    while (true) count = count + 1;
}

}  // namespace

int main(int count, char** arguments)
{
    const std::string does = count > 1 ? arguments[1] : "";
    if (does == "try") {
        try_everything();
        return 0;
    }
    if (does == "wait") {
        const std::string pid = std::to_string(getpid()) + "\n";
        [[maybe_unused]] const ssize_t put = write(STDOUT_FILENO, pid.data(), pid.size());
        spin();
    }
    if (does == "spin") spin();
    if (does == "abort") std::abort();
    if (does == "has landlock") {
        return syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0
                   ? 0
                   : 1;
    }
    if (const char* refused = parlance::extract::enter_jail(arguments[0])) return fail(refused);
    if (does == "program") return run_confined(arguments[0], "try");
    if (does == "program spins") return run_confined(arguments[0], "spin");
    if (does == "program aborts") return run_confined(arguments[0], "abort");
    if (does == "leave") return leave_program_behind(arguments[0]);
    if (const char* refused = parlance::extract::filter_calls()) return fail(refused);
    if (does == "spins") spin();
    if (does == "aborts") std::abort();
    try_everything();
    return 0;
}
