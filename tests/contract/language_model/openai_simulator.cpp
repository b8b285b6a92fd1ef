#include "openai_simulator.hpp"

#include "fakes/places.hpp"
#include "fakes/run.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace parlance::tests {
namespace {

struct pipe_ends {
    int read_end = -1;
    int write_end = -1;
};

pipe_ends make_pipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    return {ends[0], ends[1]};
}

/// The first line a child writes, or what it wrote when it ended before.
std::string first_line(int from)
{
    std::string line;
    char letter = 0;
    while (::read(from, &letter, 1) == 1 && letter != '\n') line += letter;
    return line;
}

task<result<std::string>> send(egress::http_client& http, egress::request asked)
{
    const call_scope scope;
    auto reply = co_await http.open(scope, std::move(asked));
    if (!reply) co_return reply.error();
    constexpr std::size_t bytes_max = 64 * 1024 * 1024;
    auto body = co_await reply->rest(scope, bytes_max);
    if (body && reply->status() != 200) co_return fail(fault::internal, *body);
    co_return body;
}

}  // namespace

openai_simulator::openai_simulator(const std::string& key)
{
    const pipe_ends input = make_pipe();
    const pipe_ends output = make_pipe();
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input.read_end, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output.write_end, STDOUT_FILENO);
    std::vector<std::string> words{"node",
                                   fakes::source_folder() + "/sims/openai/main.mjs",
                                   "--port",
                                   "0",
                                   "--delay-ms",
                                   "0",
                                   "--until-stdin-ends"};
    if (!key.empty()) words.insert(words.end(), {"--key", key});
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int failed =
        ::posix_spawnp(&child_, "node", &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(input.read_end);
    ::close(output.write_end);
    keeps_running_ = input.write_end;
    const std::string line = failed == 0 ? first_line(output.read_end) : std::string();
    ::close(output.read_end);
    const auto at = line.find("http://");
    if (at == std::string::npos) throw std::runtime_error("sims/openai did not start: " + line);
    url_ = line.substr(at);
}

openai_simulator::~openai_simulator()
{
    ::close(keeps_running_);
    if (child_ <= 0) return;
    ::kill(child_, SIGTERM);
    ::waitpid(child_, nullptr, 0);
}

std::string openai_simulator::call(egress::method verb, const std::string& path, std::string body)
{
    egress::request asked;
    asked.verb = verb;
    asked.url = url_ + path;
    asked.headers = {{"content-type", "application/json"}};
    asked.body = std::move(body);
    auto said = fakes::run(send(http_, std::move(asked)));
    if (!said) throw std::runtime_error(path + ": " + said.error().detail);
    return *said;
}

void openai_simulator::control(const std::string& json)
{
    call(egress::method::post, "/control", json);
}

void openai_simulator::release()
{
    call(egress::method::post, "/control/release", "");
}

boost::json::value openai_simulator::seen()
{
    return boost::json::parse(call(egress::method::get, "/control/requests", ""));
}

std::size_t openai_simulator::wait_until_idle()
{
    while (true) {
        const boost::json::value now = seen();
        const boost::json::array& requests = now.at("requests").as_array();
        const bool is_idle = std::all_of(requests.begin(), requests.end(), [](const auto& one) {
            return one.at("state").as_string() != "running";
        });
        if (is_idle) return requests.size();
        std::this_thread::yield();
    }
}

void openai_simulator::wait_until_holding()
{
    while (seen().at("holding").as_int64() == 0) std::this_thread::yield();
}

}  // namespace parlance::tests
