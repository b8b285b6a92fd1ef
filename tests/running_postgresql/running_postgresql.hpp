#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace parlance::tests {

/// A PostgreSQL server of the test's own: Debian's newest program, a temporary directory, a free
/// port on loopback, passwords checked. It runs as user postgres when the test runs as root, which
/// the server refuses. Blocks; every failure aborts the test program with a sentence.
class running_postgresql {
public:
    /// @param settings  lines of postgresql.conf.
    explicit running_postgresql(const std::vector<std::string>& settings = {});
    ~running_postgresql();
    running_postgresql(const running_postgresql&) = delete;
    running_postgresql& operator=(const running_postgresql&) = delete;

    /// The one that a whole test program shares, started when it is first asked for.
    static running_postgresql& shared();

    enum class stopping { fast, as_a_crash };
    void stop(stopping how);
    void start();
    /// Adds lines to postgresql.conf, which count after the next start or reload().
    void set(const std::vector<std::string>& settings);
    void reload();
    /// Puts a file into its directory, readable by the server only. @return its path.
    std::string put_file(const std::string& name, std::string_view content);
    /// Puts lines in front of pg_hba.conf.
    void allow(const std::string& lines);

    /// Runs SQL as the administrator. @return the first column of the first row, "" without rows.
    std::string run(const std::string& sql, const std::string& database = "postgres");
    /// Makes a database, empty or as a template has it.
    void create_database(const std::string& name, const std::string& like = "template0");
    void drop_database(const std::string& name);
    /// A name for a database that no other has.
    std::string fresh_name();
    /// Ends every session of a database. @return how many.
    int end_sessions(const std::string& database);

    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string url(const std::string& database) const;
    [[nodiscard]] std::string url(const std::string& database, const std::string& user,
                                  const std::string& password) const;
    /// On another port, where something stands in front of it.
    [[nodiscard]] static std::string url_at(int port, const std::string& database,
                                            const std::string& user, const std::string& password);
    /// Through its socket.
    [[nodiscard]] std::string socket_url(const std::string& database) const;
    [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }

    static constexpr const char* password = "a password: not secret";

private:
    [[nodiscard]] std::string connection_text(const std::string& database) const;
    void make_cluster();
    bool try_start();

    std::filesystem::path directory_;
    int port_ = 0;
    pid_t process_ = 0;
    int names_ = 0;
};

}  // namespace parlance::tests
