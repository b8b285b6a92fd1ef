#include <parlance/extract/call_filter.hpp>
#include <parlance/extract/jail.hpp>
#include <parlance/extract/resource_limit.hpp>
#include <parlance/foundation/limits.hpp>

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <span>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace parlance::extract {
namespace {

// The program is run through this descriptor. It is closed by running it and lies above the limit
// of descriptors then, so that it cannot be made again: nothing else can be run.
constexpr int program_descriptor = 31;
constexpr rlim_t descriptors_max = 24;
constexpr rlim_t seconds_max = 20;                         // of the 30 that both may have
constexpr rlim_t memory_bytes_max = 320ULL * 1024 * 1024;  // of the 512 MB that both may have
constexpr rlim_t memory_left_bytes = limits::extraction_memory_bytes_max - memory_bytes_max;

struct pipe_ends {
    int reading = -1;
    int writing = -1;
};

bool open_pipe(pipe_ends& made)
{
    std::array<int, 2> ends{-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    made = {ends[0], ends[1]};
    return true;
}

bool limit_program()
{
    if (!limit_time(seconds_max)) return false;
    if (!limit_to(RLIMIT_NOFILE, descriptors_max)) return false;
    if (!limit_to(RLIMIT_NPROC, 0)) return false;
#if !defined(PARLANCE_SANITIZED)
    if (!limit_to(RLIMIT_AS, memory_bytes_max)) return false;
#endif
    return true;
}

/// In the new process. Returns only when something was refused.
void become(int program, const std::array<int, 3>& descriptors, char* const* arguments)
{
    for (int to = 0; to < 3; ++to) {
        if (dup2(descriptors[static_cast<std::size_t>(to)], to) < 0) return;
    }
    if (dup3(program, program_descriptor, O_CLOEXEC) < 0) return;
    std::signal(SIGXCPU, SIG_DFL);
    std::signal(SIGPIPE, SIG_DFL);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || !limit_program()) return;
    if (filter_calls_of_program(program_descriptor) != nullptr) return;
    std::string locale = "LC_ALL=C.UTF-8";
    const std::array<char*, 2> environment{locale.data(), nullptr};
    execveat(program_descriptor, "", arguments, environment.data(), AT_EMPTY_PATH);
}

/// What has come; "" when that is nothing. At its end the pipe is closed.
std::string_view read_some(int& from, std::span<char> room)
{
    const ssize_t got = read(from, room.data(), room.size());
    if (got > 0) return {room.data(), static_cast<std::size_t>(got)};
    if (got == 0 || errno != EINTR) close(std::exchange(from, -1));
    return {};
}

void keep(std::string_view piece, std::string& message)
{
    constexpr std::size_t message_bytes_max = 64 * 1024;
    if (message.size() < message_bytes_max) message += piece;
}

}  // namespace

const char* confined_program::start(const char* path, std::vector<std::string> arguments)
{
    pipe_ends input;
    pipe_ends output;
    pipe_ends message;
    if (!open_pipe(input) || !open_pipe(output) || !open_pipe(message)) return "no pipes are left";
    const int program = open(path, O_PATH | O_CLOEXEC);
    if (program < 0) return "the program is not there";
    std::vector<char*> pointers;
    pointers.reserve(arguments.size() + 1);
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    const pid_t parent = getpid();
    pid_ = fork();
    if (pid_ < 0) return "no process is left";
    if (pid_ == 0) {
        // A parent that died before the signal was asked for will never send it.
        if (getppid() == parent) {
            become(program, {input.reading, output.writing, message.writing}, pointers.data());
        }
        _exit(127);
    }
    for (const int end : {input.reading, output.writing, message.writing, program}) close(end);
    if (fcntl(input.writing, F_SETFL, O_NONBLOCK) != 0) return "a pipe was refused";
    input_ = input.writing;
    output_ = output.reading;
    message_ = message.reading;
#if !defined(PARLANCE_SANITIZED)
    if (!limit_to(RLIMIT_AS, memory_left_bytes)) return "a limit was refused";
#endif
    const auto seconds = static_cast<rlim_t>(limits::extraction_cpu_max.count()) - seconds_max;
    if (!limit_time(seconds)) return "a limit was refused";
    return nullptr;
}

void confined_program::feed(std::string_view& bytes)
{
    while (!bytes.empty()) {
        const ssize_t put = write(input_, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0 && errno == EAGAIN) return;
        if (put <= 0) break;  // it reads no more; its end tells why
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    close(std::exchange(input_, -1));
}

pdf_program::outcome confined_program::run(std::string_view bytes,
                                           const std::function<bool(std::string_view)>& take)
{
    std::string message;
    std::array<char, 64 * 1024> room{};
    while (output_ >= 0 || message_ >= 0) {
        std::array<pollfd, 3> watched{pollfd{input_, POLLOUT, 0}, pollfd{output_, POLLIN, 0},
                                      pollfd{message_, POLLIN, 0}};
        if (poll(watched.data(), watched.size(), -1) < 0) continue;
        if (watched[0].revents != 0) feed(bytes);
        if (watched[1].revents != 0) {
            const std::string_view piece = read_some(output_, room);
            if (!piece.empty() && !take(piece)) return {ending::killed, {}};  // with this process
        }
        if (watched[2].revents != 0) keep(read_some(message_, room), message);
    }
    return ended(std::move(message));
}

pdf_program::outcome confined_program::ended(std::string message) const
{
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0) {
        if (errno != EINTR) return {ending::killed, std::move(message)};
    }
    if (WIFEXITED(status)) {
        return {WEXITSTATUS(status) == 0 ? ending::done : ending::failed, std::move(message)};
    }
    const bool is_out_of_time = WTERMSIG(status) == SIGXCPU;
    return {is_out_of_time ? ending::out_of_time : ending::killed, std::move(message)};
}

}  // namespace parlance::extract
