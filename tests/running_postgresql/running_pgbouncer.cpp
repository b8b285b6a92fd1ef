#include <running_postgresql/running_pgbouncer.hpp>

#include <running_postgresql/server_process.hpp>

#include <libpq-fe.h>

#include <chrono>
#include <csignal>
#include <string_view>
#include <system_error>
#include <thread>

#include <sys/wait.h>

namespace parlance::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience{60};  // far above what a loaded machine needs
constexpr const char* program = "/usr/sbin/pgbouncer";

}  // namespace

running_pgbouncer::running_pgbouncer(const running_postgresql& server,
                                     const std::vector<std::string>& settings)
    : server_(server), settings_(settings), directory_(make_server_directory())
{
    if (!fs::exists(program)) give_up(std::string(program) + " is not there: install pgbouncer");
    write_server_file(directory_ / "users",
                      "\"postgres\" \"" + std::string(running_postgresql::password) + "\"\n");
    start();
}

running_pgbouncer::~running_pgbouncer()
{
    stop();
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
}

void running_pgbouncer::start()
{
    constexpr int tries = 5;
    for (int count = 0; count < tries; ++count) {
        if (port_ == 0 || count > 0) port_ = free_port();
        if (try_start()) return;
    }
    give_up("PgBouncer does not start: " + read_file(directory_ / "pgbouncer.log"));
}

bool running_pgbouncer::try_start()
{
    std::string lines = "[databases]\n* = host=127.0.0.1 port=" + std::to_string(server_.port()) +
                        "\n[pgbouncer]\npool_mode = transaction\nlisten_addr = 127.0.0.1\n"
                        "listen_port = " +
                        std::to_string(port_) +
                        "\nunix_socket_dir =\nauth_type = scram-sha-256\nauth_file = " +
                        (directory_ / "users").string() + "\nserver_login_retry = 1\n";
    for (const std::string& one : settings_) lines += one + "\n";
    const fs::path file = directory_ / "pgbouncer.ini";
    write_server_file(file, lines);
    process_ = spawn_server({program, file.string()}, directory_ / "pgbouncer.log");
    const std::string where = "host=127.0.0.1 port=" + std::to_string(port_);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < deadline) {
        if (PQping(where.c_str()) == PQPING_OK) return true;
        int status = 0;
        if (::waitpid(process_, &status, WNOHANG) == process_) {
            process_ = 0;
            return false;
        }
        std::this_thread::yield();
    }
    return false;
}

void running_pgbouncer::stop()
{
    if (process_ == 0) return;
    ::kill(process_, SIGTERM);
    status_of(process_);
    process_ = 0;
}

std::string running_pgbouncer::url(const std::string& database) const
{
    return running_postgresql::url_at(port_, database, "postgres", running_postgresql::password);
}

std::string running_pgbouncer::url(const std::string& database, const std::string& user,
                                   const std::string& password) const
{
    return running_postgresql::url_at(port_, database, user, password);
}

}  // namespace parlance::tests
