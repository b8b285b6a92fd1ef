#include <running_postgresql/database_clock.hpp>

#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>

namespace parlance::tests {

/// A connection that is kept: time is shown often.
struct database_clock::session {
    explicit session(const std::string& url) : on(PQconnectdb(url.c_str())) {}
    ~session() { PQfinish(on); }
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    void run(const std::string& sql) const
    {
        PGresult* const answer = PQexec(on, sql.c_str());
        const bool is_done = PQresultStatus(answer) == PGRES_COMMAND_OK;
        PQclear(answer);
        if (is_done) return;
        std::fprintf(stderr, "database_clock: %s: %s\n", sql.c_str(), PQerrorMessage(on));
        std::abort();
    }

    PGconn* const on;
};

database_clock::database_clock(running_postgresql& server, const std::string& database)
    : session_(std::make_unique<session>(server.socket_url(database)))
{
    session_->run(
        "CREATE SCHEMA shown_clock;"
        "CREATE TABLE shown_clock.shown AS SELECT pg_catalog.now() AS at;"
        "CREATE FUNCTION shown_clock.now() RETURNS timestamptz LANGUAGE sql STABLE AS "
        "'SELECT at FROM shown_clock.shown';"
        "ALTER DATABASE " +
        database + " SET search_path = shown_clock, pg_catalog, public");
}

database_clock::~database_clock() = default;

void database_clock::show(std::chrono::sys_time<std::chrono::milliseconds> now)
{
    session_->run("UPDATE shown_clock.shown SET at = timestamptz 'epoch' + interval '1 ms' * " +
                  std::to_string(now.time_since_epoch().count()));
}

}  // namespace parlance::tests
