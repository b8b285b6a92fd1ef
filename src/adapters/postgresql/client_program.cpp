#include <parlance/postgresql/client_program.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace parlance::postgresql {
namespace {

constexpr std::size_t output_bytes_max = 64 * 1024;  // a version, the list of a dump, a complaint
constexpr std::size_t complaint_bytes_max = 600;     // what people are shown of it
constexpr int look_every_milliseconds = 100;         // whether it is still wanted
constexpr int could_not_start = 127;

class pipe_ends {
public:
    pipe_ends()
    {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) return;
        reads_ = ends[0];
        writes_ = ends[1];
    }
    ~pipe_ends()
    {
        close_reads();
        close_writes();
    }
    pipe_ends(const pipe_ends&) = delete;
    pipe_ends& operator=(const pipe_ends&) = delete;
    [[nodiscard]] int reads() const { return reads_; }
    [[nodiscard]] int writes() const { return writes_; }
    void close_reads() { close_end(reads_); }
    void close_writes() { close_end(writes_); }

private:
    static void close_end(int& end)
    {
        if (end >= 0) ::close(std::exchange(end, -1));
    }
    int reads_ = -1;
    int writes_ = -1;
};

/// Texts as exec takes them.
class text_list {
public:
    explicit text_list(std::vector<std::string> texts) : texts_(std::move(texts))
    {
        for (std::string& text : texts_) pointers_.push_back(text.data());
        pointers_.push_back(nullptr);
    }
    text_list(const text_list&) = delete;
    text_list& operator=(const text_list&) = delete;
    ~text_list()
    {
        // The password is among them.
        for (std::string& text : texts_) {
            volatile char* at = text.data();
            for (std::size_t left = text.size(); left > 0; --left) *at++ = 0;
        }
    }
    [[nodiscard]] char* const* get() const { return pointers_.data(); }

private:
    std::vector<std::string> texts_;
    std::vector<char*> pointers_;
};

std::vector<std::string> command_of(const client_call& call)
{
    std::vector<std::string> command{call.program};
    command.insert(command.end(), call.arguments.begin(), call.arguments.end());
    if (call.connects_to != nullptr) {
        command.push_back("--no-password");
        command.push_back("--dbname=" + connection_text(*call.connects_to));
    }
    return command;
}

std::vector<std::string> environment_of(const client_call& call, const client_surroundings& around)
{
    std::vector<std::string> all{"LC_ALL=C"};
    for (const char* const name : {"PATH", "HOME", "TMPDIR"}) {
        const auto found = around.environment.find(name);
        if (found != around.environment.end()) all.push_back(found->first + "=" + found->second);
    }
    if (call.connects_to == nullptr) return all;
    // What Debian puts in front of the programs picks the newest when a host is named.
    all.push_back("PGHOST=" + call.connects_to->hosts.front().name);
    if (call.connects_to->password) {
        all.push_back("PGPASSWORD=" + std::string(call.connects_to->password->reveal()));
    }
    return all;
}

/// In the child, where only what is safe after fork may be called.
[[noreturn]] void become(const text_list& command, const text_list& environment, int output)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a restore must not be committed when nobody waits for it
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::execvpe(*command.get(), command.get(), environment.get());
    ::_exit(errno == ENOENT ? could_not_start : could_not_start - 1);
}

/// A program that runs, and is reaped in any case.
class running_client {
public:
    explicit running_client(pid_t process) : process_(process) {}
    running_client(const running_client&) = delete;
    running_client& operator=(const running_client&) = delete;
    ~running_client()
    {
        if (process_ <= 0) return;
        ::kill(process_, SIGKILL);
        static_cast<void>(wait());
    }
    int wait()
    {
        int status = 0;
        while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {}
        process_ = -1;
        return status;
    }

private:
    pid_t process_;
};

/// Everything that is written until the end, the first part of it kept.
result<std::string> listen(int from, const std::function<bool()>& goes_on)
{
    std::string heard;
    std::array<char, 4096> room{};
    while (goes_on()) {
        pollfd watched{from, POLLIN, 0};
        if (::poll(&watched, 1, look_every_milliseconds) <= 0) continue;
        const ssize_t got = ::read(from, room.data(), room.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return heard;
        const auto fits = std::min(static_cast<std::size_t>(got), output_bytes_max - heard.size());
        heard.append(room.data(), fits);
    }
    return fail(fault::cancelled, "stopped");
}

/// One line of what it said, without what a terminal would act on.
std::string complaint_in(std::string_view said)
{
    std::string line;
    for (const char letter : said.substr(0, complaint_bytes_max)) {
        const bool is_plain = letter >= ' ' && letter <= '~';
        if (is_plain || (letter == '\n' && !line.empty())) line += is_plain ? letter : ' ';
    }
    while (line.ends_with(' ')) line.pop_back();
    return line;
}

error not_installed(const std::string& program)
{
    return fail(fault::invalid_request,
                program +
                    " is not installed: it comes with PostgreSQL's client programs "
                    "(postgresql-client), which must be as new as the server");
}

result<std::string> outcome_of(int status, const std::string& program, std::string said)
{
    if (!WIFEXITED(status)) return fail(fault::overloaded, program + " was killed");
    if (WEXITSTATUS(status) == could_not_start && said.empty()) return not_installed(program);
    if (WEXITSTATUS(status) == 0) return said;
    return fail(fault::invalid_request, program + " refused: " + complaint_in(said));
}

std::optional<std::int64_t> major_version_in(std::string_view said)
{
    const std::size_t found = said.find_first_of("0123456789");
    if (found == std::string_view::npos) return std::nullopt;
    std::int64_t major = 0;
    const auto [end, failed] =
        std::from_chars(said.data() + found, said.data() + said.size(), major);
    if (failed != std::errc()) return std::nullopt;
    return major;
}

void add_quoted(std::string& to, std::string_view name, std::string_view value)
{
    to += to.empty() ? "" : " ";
    to.append(name).append("='");
    for (const char letter : value) {
        if (letter == '\'' || letter == '\\') to += '\\';
        to += letter;
    }
    to += '\'';
}

}  // namespace

std::string connection_text(const config& where)
{
    const config plain = without_time_outs(where);
    std::string names;
    std::string addresses;
    std::string ports;
    bool has_addresses = false;
    for (const host& server : plain.hosts) {
        const char* const comma = ports.empty() ? "" : ",";
        names += comma + server.name;
        addresses += comma + server.address;
        ports += comma + server.port;
        has_addresses = has_addresses || !server.address.empty();
    }
    std::string text;
    add_quoted(text, "host", names);
    if (has_addresses) add_quoted(text, "hostaddr", addresses);
    add_quoted(text, "port", ports);
    add_quoted(text, "connect_timeout", std::to_string(plain.connect_time.count()));
    for (const config::keyword& known : plain.keywords) {
        add_quoted(text, known.name, known.value);
    }
    return text;
}

result<std::string> run_client(const client_call& call, const client_surroundings& around)
{
    const auto is_secret = [](const config::keyword& known) { return known.name == "sslpassword"; };
    if (call.connects_to != nullptr && std::any_of(call.connects_to->keywords.begin(),
                                                   call.connects_to->keywords.end(), is_secret)) {
        return fail(fault::invalid_request,
                    "sslpassword cannot be given to " + call.program +
                        " without showing it to others: use a key without a password");
    }
    const text_list command(command_of(call));
    const text_list environment(environment_of(call, around));
    pipe_ends output;
    const pid_t child = output.reads() < 0 ? -1 : ::fork();
    if (child == 0) become(command, environment, output.writes());
    if (child < 0) {
        return fail(fault::overloaded,
                    call.program + " cannot be started: " + std::generic_category().message(errno));
    }
    running_client running(child);
    output.close_writes();
    auto said = listen(output.reads(), around.goes_on);
    if (!said) return said;
    return outcome_of(running.wait(), call.program, std::move(*said));
}

result<> check_client(const std::string& program, std::int64_t server_version,
                      const client_surroundings& around)
{
    constexpr std::int64_t of_a_major = 10'000;
    const client_call asked{program, {"--version"}, nullptr};
    const auto said = run_client(asked, around);
    if (!said) return said.error();
    const auto major = major_version_in(*said);
    if (!major || *major >= server_version / of_a_major) return {};
    return fail(fault::invalid_request,
                program + " is of PostgreSQL " + std::to_string(*major) + ", the server is " +
                    std::to_string(server_version / of_a_major) +
                    ": install the client programs of that version or of a newer one");
}

}  // namespace parlance::postgresql
