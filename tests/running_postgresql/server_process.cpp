#include <running_postgresql/server_process.hpp>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace parlance::tests {
namespace fs = std::filesystem;
namespace {

bool is_root()
{
    return ::geteuid() == 0;
}

/// As user postgres when we are root; it goes when we go.
std::vector<std::string> as_server_user(std::vector<std::string> command)
{
    std::vector<std::string> whole{"setpriv", "--pdeathsig", "QUIT"};
    if (is_root()) {
        whole.insert(whole.end(), {"--reuid", "postgres", "--regid", "postgres", "--clear-groups"});
    }
    whole.insert(whole.end(), command.begin(), command.end());
    return whole;
}

void own(const fs::path& file)
{
    if (!is_root()) return;
    const passwd* const user = ::getpwnam("postgres");
    if (user == nullptr) give_up("there is no user postgres");
    if (::chown(file.c_str(), user->pw_uid, user->pw_gid) != 0)
        give_up("cannot chown " + file.string());
}

}  // namespace

void give_up(const std::string& why)
{
    std::fprintf(stderr, "running_postgresql: %s\n", why.c_str());
    std::abort();
}

pid_t spawn_server(const std::vector<std::string>& command, const fs::path& log)
{
    const pid_t child = ::fork();
    if (child < 0) give_up("cannot fork");
    if (child > 0) return child;
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::setenv("LC_ALL", "C.UTF-8", 1);
    const std::vector<std::string> whole = as_server_user(command);
    std::vector<char*> arguments;
    arguments.reserve(whole.size() + 1);
    for (const std::string& one : whole) {
        // execvp only reads it.  NOLINTNEXTLINE(*-const-cast)
        arguments.push_back(const_cast<char*>(one.c_str()));
    }
    arguments.push_back(nullptr);
    ::execvp(arguments.front(), arguments.data());
    ::_exit(127);
}

int status_of(pid_t child)
{
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int free_port()
{
    const int made = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    // NOLINTNEXTLINE(*-reinterpret-cast): what sockets want
    auto* const general = reinterpret_cast<sockaddr*>(&address);
    if (::bind(made, general, size) != 0) give_up("no free port");
    if (::getsockname(made, general, &size) != 0) give_up("no free port");
    ::close(made);
    return ntohs(address.sin_port);
}

fs::path make_server_directory()
{
    std::string name = (fs::temp_directory_path() / "parlance-pg-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) give_up("no temporary directory");
    own(name);
    return name;
}

void write_server_file(const fs::path& file, std::string_view content)
{
    std::ofstream(file, std::ios::binary) << content;
    own(file);
}

std::string read_file(const fs::path& file)
{
    std::ifstream from(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(from), {}};
}

}  // namespace parlance::tests
