#pragma once

#include <running_postgresql/running_postgresql.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace parlance::tests {

/// A PgBouncer of the test's own in front of a PostgreSQL: transactions are pooled, a free port on
/// loopback, passwords checked. Blocks; every failure aborts the test program with a sentence.
class running_pgbouncer {
public:
    /// @param settings  more lines of section [pgbouncer].
    explicit running_pgbouncer(const running_postgresql& server,
                               const std::vector<std::string>& settings = {});
    ~running_pgbouncer();
    running_pgbouncer(const running_pgbouncer&) = delete;
    running_pgbouncer& operator=(const running_pgbouncer&) = delete;

    void start();
    /// At once: its clients are cut off.
    void stop();

    [[nodiscard]] std::string url(const std::string& database) const;
    [[nodiscard]] std::string url(const std::string& database, const std::string& user,
                                  const std::string& password) const;

private:
    bool try_start();

    const running_postgresql& server_;
    std::vector<std::string> settings_;
    std::filesystem::path directory_;
    int port_ = 0;
    pid_t process_ = 0;
};

}  // namespace parlance::tests
