#include <running_postgresql/running_postgresql.hpp>

#include <running_postgresql/server_process.hpp>

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <system_error>
#include <thread>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace parlance::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience{60};  // far above what a loaded machine needs

/// The folder of initdb and postgres of the newest version.
fs::path programs()
{
    fs::path newest;
    int version = 0;
    std::error_code unknown;
    for (const auto& one : fs::directory_iterator("/usr/lib/postgresql", unknown)) {
        const int number = std::atoi(one.path().filename().c_str());
        if (number <= version || !fs::exists(one.path() / "bin" / "postgres")) continue;
        version = number;
        newest = one.path() / "bin";
    }
    if (newest.empty()) give_up("no server in /usr/lib/postgresql: install postgresql-15");
    return newest;
}

struct finisher {
    void operator()(PGconn* handle) const { PQfinish(handle); }
};
using owned_handle = std::unique_ptr<PGconn, finisher>;

std::string in_url(const std::string& text)
{
    std::string made;
    for (const char one : text) {
        std::array<char, 4> escaped{};
        std::snprintf(escaped.data(), escaped.size(), "%%%02X",
                      static_cast<unsigned>(static_cast<unsigned char>(one)));
        made += std::isalnum(static_cast<unsigned char>(one)) != 0 ? std::string(1, one)
                                                                   : escaped.data();
    }
    return made;
}

}  // namespace

running_postgresql::running_postgresql(const std::vector<std::string>& settings)
{
    directory_ = make_server_directory();
    make_cluster();
    set({"fsync = off", "full_page_writes = off", "listen_addresses = '127.0.0.1'",
         "unix_socket_directories = '" + directory_.string() + "'", "logging_collector = off",
         "shared_buffers = 32MB", "max_wal_size = 256MB", "autovacuum_naptime = 5s"});
    set(settings);
    start();
}

running_postgresql::~running_postgresql()
{
    if (process_ != 0) stop(stopping::as_a_crash);
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
}

running_postgresql& running_postgresql::shared()
{
    static running_postgresql one;
    return one;
}

void running_postgresql::make_cluster()
{
    const fs::path secret = directory_ / "password";
    write_server_file(secret, std::string(password) + "\n");
    const pid_t child =
        spawn_server({(programs() / "initdb").string(), "-A", "scram-sha-256", "--pwfile",
                      secret.string(), "--no-sync", "-U", "postgres", "-E", "UTF8",
                      "--locale=C.UTF-8", "-D", (directory_ / "data").string()},
                     directory_ / "initdb.log");
    if (status_of(child) != 0) give_up("initdb failed: " + read_file(directory_ / "initdb.log"));
}

void running_postgresql::set(const std::vector<std::string>& settings)
{
    std::ofstream to(directory_ / "data" / "postgresql.conf", std::ios::app);
    for (const std::string& one : settings) to << one << '\n';
}

void running_postgresql::reload()
{
    ::kill(process_, SIGHUP);
}

std::string running_postgresql::put_file(const std::string& name, std::string_view content)
{
    const fs::path file = directory_ / name;
    write_server_file(file, content);
    ::chmod(file.c_str(), 0600);
    return file.string();
}

void running_postgresql::allow(const std::string& lines)
{
    const fs::path file = directory_ / "data" / "pg_hba.conf";
    write_server_file(file, lines + "\n" + read_file(file));
}

void running_postgresql::start()
{
    constexpr int tries = 5;
    for (int count = 0; count < tries; ++count) {
        if (port_ == 0) port_ = free_port();
        if (try_start()) return;
    }
    give_up("the server does not start: " + read_file(directory_ / "server.log"));
}

bool running_postgresql::try_start()
{
    process_ = spawn_server({(programs() / "postgres").string(), "-D",
                             (directory_ / "data").string(), "-p", std::to_string(port_)},
                            directory_ / "server.log");
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < deadline) {
        const owned_handle tried(PQconnectdb(connection_text("postgres").c_str()));
        if (PQstatus(tried.get()) == CONNECTION_OK) return true;
        int status = 0;
        if (::waitpid(process_, &status, WNOHANG) == process_) {
            process_ = 0;
            return false;
        }
        std::this_thread::yield();
    }
    return false;
}

void running_postgresql::stop(stopping how)
{
    if (process_ == 0) return;
    ::kill(process_, how == stopping::fast ? SIGINT : SIGQUIT);
    status_of(process_);
    process_ = 0;
}

std::string running_postgresql::connection_text(const std::string& database) const
{
    return "host=" + directory_.string() + " port=" + std::to_string(port_) +
           " user=postgres dbname=" + database + " password='" + password +
           "' sslmode=disable connect_timeout=10";
}

std::string running_postgresql::run(const std::string& sql, const std::string& database)
{
    const owned_handle on(PQconnectdb(connection_text(database).c_str()));
    if (PQstatus(on.get()) != CONNECTION_OK) give_up(PQerrorMessage(on.get()));
    PQsetNoticeReceiver(
        on.get(), [](void*, const PGresult*) {}, nullptr);
    PGresult* const answer = PQexec(on.get(), sql.c_str());
    const ExecStatusType status = PQresultStatus(answer);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        give_up(sql + ": " + PQresultErrorMessage(answer));
    }
    const bool has_row = PQntuples(answer) > 0 && PQnfields(answer) > 0;
    std::string first = has_row ? PQgetvalue(answer, 0, 0) : "";
    PQclear(answer);
    return first;
}

void running_postgresql::create_database(const std::string& name, const std::string& like)
{
    run("CREATE DATABASE " + name + " TEMPLATE " + like);
}

void running_postgresql::drop_database(const std::string& name)
{
    run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
}

std::string running_postgresql::fresh_name()
{
    return "test_" + std::to_string(++names_);
}

int running_postgresql::end_sessions(const std::string& database)
{
    return std::stoi(
        run("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
            "WHERE datname = '" +
            database + "' AND pid <> pg_backend_pid()"));
}

std::string running_postgresql::url(const std::string& database) const
{
    return url(database, "postgres", password);
}

std::string running_postgresql::url(const std::string& database, const std::string& user,
                                    const std::string& secret) const
{
    return url_at(port_, database, user, secret);
}

std::string running_postgresql::url_at(int port, const std::string& database,
                                       const std::string& user, const std::string& secret)
{
    return "postgresql://" + user + ":" + in_url(secret) + "@127.0.0.1:" + std::to_string(port) +
           "/" + database;
}

std::string running_postgresql::socket_url(const std::string& database) const
{
    return "postgresql://postgres:" + in_url(password) + "@/" + database +
           "?host=" + in_url(directory_.string()) + "&port=" + std::to_string(port_);
}

}  // namespace parlance::tests
