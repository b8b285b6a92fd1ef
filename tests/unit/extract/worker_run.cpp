#include "worker_run.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <fakes/places.hpp>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace parlance::extract {
namespace {

int memory_with(std::string_view file_name, std::string_view bytes)
{
    const int file = memfd_create("request", MFD_CLOEXEC);
    std::string request(file_name);
    request += '\n';
    request += bytes;
    for (std::string_view rest(request); !rest.empty();) {
        const ssize_t put = write(file, rest.data(), rest.size());
        if (put <= 0) throw std::runtime_error("memfd");
        rest.remove_prefix(static_cast<std::size_t>(put));
    }
    lseek(file, 0, SEEK_SET);
    return file;
}

pid_t start(int input, int output, int message)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, 0);
    posix_spawn_file_actions_adddup2(&actions, output, 1);
    posix_spawn_file_actions_adddup2(&actions, message, 2);
    std::string program = fakes::program_folder() + "/parlance-extract";
    std::string locale = "LC_ALL=C.UTF-8";
    const std::array<char*, 2> arguments{program.data(), nullptr};
    const std::array<char*, 2> environment{locale.data(), nullptr};
    pid_t worker = -1;
    const int failed = posix_spawn(&worker, program.c_str(), &actions, nullptr, arguments.data(),
                                   environment.data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("parlance-extract cannot be started");
    return worker;
}

std::uint32_t number_at(std::string_view bytes, std::size_t at)
{
    std::uint32_t number = 0;
    for (std::size_t step = 4; step-- > 0;) {
        number = (number << 8U) | static_cast<std::uint8_t>(bytes.at(at + step));
    }
    return number;
}

}  // namespace

worker_end run_worker(std::string_view file_name, std::string_view bytes)
{
    worker_end end;
    const auto began = std::chrono::steady_clock::now();
    const int input = memory_with(file_name, bytes);
    std::array<int, 2> output{};
    std::array<int, 2> message{};
    if (pipe2(output.data(), O_CLOEXEC) != 0 || pipe2(message.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("pipe2");
    }
    const pid_t worker = start(input, output[1], message[1]);
    for (const int one : {input, output[1], message[1]}) close(one);
    std::array<pollfd, 2> watched{pollfd{output[0], POLLIN, 0}, pollfd{message[0], POLLIN, 0}};
    const std::array<std::string*, 2> texts{&end.reply, &end.message};
    std::array<char, 64 * 1024> room{};
    while (watched[0].fd >= 0 || watched[1].fd >= 0) {
        if (poll(watched.data(), watched.size(), -1) < 0) continue;
        for (std::size_t at = 0; at < watched.size(); ++at) {
            if (watched.at(at).fd < 0 || watched.at(at).revents == 0) continue;
            const ssize_t got = read(watched.at(at).fd, room.data(), room.size());
            if (got > 0) {
                texts.at(at)->append(room.data(), static_cast<std::size_t>(got));
            } else if (got == 0 || errno != EINTR) {
                close(watched.at(at).fd);
                watched.at(at).fd = -1;
            }
        }
    }
    int status = 0;
    while (waitpid(worker, &status, 0) < 0 && errno == EINTR) continue;
    if (WIFEXITED(status)) end.exit_code = WEXITSTATUS(status);
    while (end.message.ends_with('\n')) end.message.pop_back();
    end.took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - began);
    return end;
}

std::string texts_in(std::string_view reply)
{
    if (!reply.starts_with("PXT1")) return {};
    std::string texts;
    std::size_t at = 4;
    const auto next = [&] {
        const std::uint32_t bytes = number_at(reply, at);
        const std::string_view text = reply.substr(at + 4, bytes);
        at += 4 + bytes;
        return text;
    };
    texts += next();
    texts += '\n';
    while (reply.at(at) == 'B') {
        const std::uint32_t page = number_at(reply, at + 1);
        const std::uint32_t headings = number_at(reply, at + 5);
        at += 9;
        if (page > 0) texts += std::to_string(page) + ":";
        for (std::uint32_t step = 0; step < headings; ++step) {
            texts += next();
            texts += step + 1 < headings ? ">" : "";
        }
        texts += "|";
        texts += next();
        texts += '\n';
    }
    return texts;
}

}  // namespace parlance::extract
