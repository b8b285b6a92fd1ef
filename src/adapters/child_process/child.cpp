#include <parlance/child_process/child.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace parlance::child_process {
namespace {

constexpr std::size_t message_bytes_max = 4 * 1024;
constexpr std::chrono::milliseconds reap_pause{5};

class descriptor {
public:
    descriptor() = default;
    explicit descriptor(int number) : number_(number) {}
    descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept
    {
        std::swap(number_, other.number_);
        return *this;
    }
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    ~descriptor() { close(); }

    void close()
    {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }

private:
    int number_ = -1;
};

struct ends {
    descriptor ours;
    descriptor theirs;
};

/// A pair of sockets, not a pipe: writing to a child that has ended is then an error, not SIGPIPE.
bool connect(ends& made)
{
    std::array<int, 2> pair{-1, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) return false;
    made.ours = descriptor(pair[0]);
    made.theirs = descriptor(pair[1]);
    return fcntl(made.ours.number(), F_SETFL, O_NONBLOCK) == 0;
}

/// Owns what posix_spawn is told, which has to be given back.
class spawn_plan {
public:
    spawn_plan()
    {
        posix_spawn_file_actions_init(&actions_);
        posix_spawnattr_init(&attributes_);
    }
    spawn_plan(const spawn_plan&) = delete;
    spawn_plan& operator=(const spawn_plan&) = delete;
    ~spawn_plan()
    {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }

    int start(const std::string& program, const std::array<int, 3>& descriptors, pid_t& pid)
    {
        // Above the numbers that they will have: dup2 onto itself would keep the close-on-exec
        // flag.
        for (int to = 0; to < 3; ++to) {
            const int from = descriptors[static_cast<std::size_t>(to)];
            if (const int failed = posix_spawn_file_actions_adddup2(&actions_, from, to)) {
                return failed;
            }
        }
        if (const int failed = posix_spawn_file_actions_addclosefrom_np(&actions_, 3))
            return failed;
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
        std::string name = program;
        std::string locale = "LC_ALL=C.UTF-8";
        std::array<char*, 2> arguments{name.data(), nullptr};
        std::array<char*, 2> environment{locale.data(), nullptr};
        return posix_spawn(&pid, program.c_str(), &actions_, &attributes_, arguments.data(),
                           environment.data());
    }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

/// A running child: fed, listened to and, in any case, reaped.
class running_child {
public:
    explicit running_child(const child_call& call) : call_(call) {}
    running_child(const running_child&) = delete;
    running_child& operator=(const running_child&) = delete;
    ~running_child()
    {
        if (pid_ <= 0) return;
        kill_group();
        while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) continue;
    }

    result<child_outcome> run()
    {
        if (auto started = start(); !started) return started.error();
        const std::stop_callback waking(call_.stop, [this] {
            const char any = 0;
            [[maybe_unused]] const ssize_t sent =
                send(stop_.theirs.number(), &any, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
        });
        while (output_.ours.is_open() || message_.ours.is_open()) {
            if (!wait_for_more()) return std::move(outcome_);
        }
        input_.ours.close();
        reap();
        return std::move(outcome_);
    }

private:
    result<> start()
    {
        if (!connect(input_) || !connect(output_) || !connect(message_) || !connect(stop_)) {
            return fail(fault::overloaded, "no descriptors are left for a child process");
        }
        spawn_plan plan;
        const int failed = plan.start(
            call_.program,
            {input_.theirs.number(), output_.theirs.number(), message_.theirs.number()}, pid_);
        if (failed != 0) {
            pid_ = -1;
            return fail(fault::internal, call_.program + " cannot be started: " +
                                             std::generic_category().message(failed));
        }
        input_.theirs.close();
        output_.theirs.close();
        message_.theirs.close();
        if (call_.input.empty()) input_.ours.close();
        return {};
    }

    /// @return false when the child was cut off.
    bool wait_for_more()
    {
        std::array<pollfd, 4> watched{
            pollfd{input_.ours.number(), POLLOUT, 0}, pollfd{output_.ours.number(), POLLIN, 0},
            pollfd{message_.ours.number(), POLLIN, 0}, pollfd{stop_.ours.number(), POLLIN, 0}};
        if (!poll_until_deadline(watched)) return false;
        if (watched[0].revents != 0) feed();
        if (watched[1].revents != 0 && !listen(output_, outcome_.output, call_.output_bytes_max)) {
            return cut_off(child_end::too_large);
        }
        if (watched[2].revents != 0) listen(message_, outcome_.message, message_bytes_max);
        return true;
    }

    template <std::size_t Count>
    bool poll_until_deadline(std::array<pollfd, Count>& watched)
    {
        using std::chrono::milliseconds;
        const auto left =
            std::chrono::ceil<milliseconds>(std::min<std::chrono::steady_clock::duration>(
                call_.deadline - std::chrono::steady_clock::now(), std::chrono::seconds(60)));
        if (call_.stop.stop_requested()) return cut_off(child_end::stopped);
        if (left <= milliseconds(0)) return cut_off(child_end::too_late);
        poll(watched.data(), watched.size(), static_cast<int>(left.count()));
        return true;
    }

    void feed()
    {
        while (input_at_ < call_.input.size()) {
            const std::string_view rest =
                std::string_view(call_.input[input_at_]).substr(input_offset_);
            if (rest.empty()) {
                ++input_at_;
                input_offset_ = 0;
                continue;
            }
            const ssize_t sent = send(input_.ours.number(), rest.data(), rest.size(), MSG_NOSIGNAL);
            if (sent < 0 && (errno == EAGAIN || errno == EINTR)) return;
            if (sent < 0) break;  // it reads no more; its exit tells why
            input_offset_ += static_cast<std::size_t>(sent);
        }
        input_.ours.close();
    }

    /// Takes what is there. @return false when it is more than `bytes_max`.
    static bool listen(ends& from, std::string& into, std::size_t bytes_max)
    {
        std::array<char, 64 * 1024> room{};
        const ssize_t got = read(from.ours.number(), room.data(), room.size());
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
        if (got <= 0) {
            from.ours.close();
            return true;
        }
        const auto taken = std::min(static_cast<std::size_t>(got), bytes_max - into.size());
        into.append(room.data(), taken);
        return taken == static_cast<std::size_t>(got);
    }

    bool cut_off(child_end why)
    {
        kill_group();
        outcome_.end = why;
        outcome_.output.clear();
        return false;
    }

    void kill_group() const { ::kill(-pid_, SIGKILL); }

    /// Waits for the end of a child that has closed its outputs.
    void reap()
    {
        int status = 0;
        while (true) {
            const pid_t ended = waitpid(pid_, &status, WNOHANG);
            if (ended == pid_) break;
            if (ended < 0 && errno != EINTR) return;
            std::array<pollfd, 1> watched{pollfd{stop_.ours.number(), POLLIN, 0}};
            if (call_.stop.stop_requested()) {
                cut_off(child_end::stopped);
                return;
            }
            if (std::chrono::steady_clock::now() >= call_.deadline) {
                cut_off(child_end::too_late);
                return;
            }
            poll(watched.data(), watched.size(), static_cast<int>(reap_pause.count()));
        }
        pid_ = -1;
        outcome_.end = WIFEXITED(status) ? child_end::exited : child_end::killed;
        if (WIFEXITED(status)) outcome_.exit_code = WEXITSTATUS(status);
        if (WIFSIGNALED(status)) outcome_.signal = WTERMSIG(status);
    }

    const child_call& call_;
    child_outcome outcome_;
    pid_t pid_ = -1;
    ends input_;
    ends output_;
    ends message_;
    ends stop_;  // a byte in it wakes poll
    std::size_t input_at_ = 0;
    std::size_t input_offset_ = 0;
};

}  // namespace

result<child_outcome> run_child(const child_call& call)
{
    return running_child(call).run();
}

}  // namespace parlance::child_process
