#pragma once

#include <running_postgresql/running_postgresql.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace parlance::tests {

/// The clock of a database as its sessions see it: `now()` stands still where a test puts it. What
/// names pg_catalog sees the real one. For sessions that begin after it was made; goes before its
/// database is dropped.
class database_clock {
public:
    database_clock(running_postgresql& server, const std::string& database);
    ~database_clock();
    database_clock(const database_clock&) = delete;
    database_clock& operator=(const database_clock&) = delete;

    void show(std::chrono::sys_time<std::chrono::milliseconds> now);

private:
    struct session;
    std::unique_ptr<session> session_;
};

}  // namespace parlance::tests
