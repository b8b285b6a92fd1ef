#include <parlance/postgresql/migrations.hpp>

#include <parlance/postgresql/connection.hpp>
#include <parlance/postgresql/connector.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parlance::postgresql {
namespace {

constexpr std::int64_t lock_key = 0x7072'6c63'6d69'6772;  // "prlcmigr"

// For one transaction, which is all that a pooler keeps together. Waiting for a table holds up
// everybody who comes later: rather not for long. Whoever makes a step may take its time.
constexpr auto while_waiting_for_others =
    "SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true), "
    "set_config('idle_in_transaction_session_timeout', '0', true)";
constexpr auto while_making = "SELECT set_config('lock_timeout', '5s', true)";

struct step_done {
    std::int64_t version;
    std::string name;
    std::string checksum;
};

std::vector<step_done> steps_in(const rows& read)
{
    std::vector<step_done> done;
    for (const row one : read) done.push_back({one.integer(0), one.text(1), one.text(2)});
    return done;
}

constexpr auto has_steps = "SELECT to_regclass('schema_migrations') IS NOT NULL";
constexpr auto all_steps = "SELECT version, name, checksum FROM schema_migrations ORDER BY version";

/// How many of the known steps the database has.
result<std::size_t> count_known(const std::vector<step_done>& done,
                                std::span<const migration> known)
{
    for (std::size_t at = 0; at < done.size(); ++at) {
        const std::string named = std::to_string(done[at].version) + " (" + done[at].name + ")";
        if (at >= known.size()) {
            return fail(fault::invalid_request,
                        "the database was written by a newer parlance: it has schema step " +
                            named + ", this program knows " + std::to_string(known.size()) +
                            "; run that version");
        }
        if (known[at].version != done[at].version || known[at].checksum != done[at].checksum) {
            return fail(fault::invalid_request, "the database was made by another schema step " +
                                                    named + " than the one this program has");
        }
    }
    return done.size();
}

task<std::vector<step_done>> read_steps(connection& on)
{
    statement whether(has_steps);
    const rows table = co_await on.run(std::move(whether));
    if (!table[0].boolean(0)) co_return std::vector<step_done>();
    statement which(all_steps);
    const rows read = co_await on.run(std::move(which));
    co_return steps_in(read);
}

constexpr auto make_table =
    "CREATE TABLE IF NOT EXISTS schema_migrations (version bigint PRIMARY KEY, "
    "name text NOT NULL, checksum text NOT NULL, "
    "applied_at timestamptz NOT NULL DEFAULT now())";

enum class missing { one_made, none };

/// Makes the first step that is missing, in the transaction that holds the lock.
task<result<missing>> make_next(connection& on, std::span<const migration> known)
{
    const std::vector<step_done> steps = co_await read_steps(on);
    const auto done = count_known(steps, known);
    if (!done) co_return done.error();
    if (*done == known.size()) co_return missing::none;
    const migration& step = known[*done];
    co_await on.run_script(while_making);
    if (*done == 0) co_await on.run_script(make_table);
    co_await on.run_script(std::string(step.sql));
    statement noted("INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)",
                    step.version, step.name, step.checksum);
    static_cast<void>(co_await on.run(std::move(noted)));
    co_return missing::one_made;
}

/// One step in a transaction of its own. The lock goes with it, so that whoever waits looks again
/// at what there is.
task<result<missing>> make_one(connection& on, std::span<const migration> known)
{
    statement lock("SELECT pg_advisory_xact_lock($1)", lock_key);
    co_await on.run_script("BEGIN ISOLATION LEVEL READ COMMITTED");  // sees what others made
    co_await on.run_script(while_waiting_for_others);
    static_cast<void>(co_await on.run(std::move(lock)));
    const auto made = co_await make_next(on, known);
    co_await on.run_script(made ? "COMMIT" : "ROLLBACK");
    co_return made;
}

task<result<std::size_t>> migrate_on(connection& on, std::span<const migration> known)
{
    std::size_t count = 0;
    while (true) {
        const auto made = co_await make_one(on, known);
        if (!made) co_return made.error();
        if (*made == missing::none) co_return count;
        ++count;
    }
}

task<result<>> check_on(connection& on, std::span<const migration> known)
{
    const std::vector<step_done> steps = co_await read_steps(on);
    const auto done = count_known(steps, known);
    if (!done) co_return done.error();
    if (*done < known.size()) {
        co_return fail(fault::invalid_request,
                       "the schema of the database is older than this program: it has " +
                           std::to_string(*done) + " of " + std::to_string(known.size()) +
                           " steps; run `parlance migrate`");
    }
    co_return result<>();
}

}  // namespace

task<result<std::size_t>> count_steps(connection& on, std::span<const migration> known)
{
    const std::vector<step_done> steps = co_await read_steps(on);
    co_return count_known(steps, known);
}

task<result<std::size_t>> migrate(config where, collaborators with,
                                  std::span<const migration> known)
{
    const connector opens(std::move(where), std::move(with));
    std::optional<error> refused;
    try {
        const std::unique_ptr<connection> on = co_await opens.open();
        co_return co_await migrate_on(*on, known);
    } catch (const refusal& caught) {
        refused = caught.cause();
        constexpr std::string_view no_right = "42501";
        if (caught.sqlstate() == no_right) refused->kind = fault::invalid_request;
    }
    co_return *refused;
}

task<result<>> check_schema(config where, collaborators with, std::span<const migration> known)
{
    const connector opens(std::move(where), std::move(with));
    std::optional<error> refused;
    try {
        const std::unique_ptr<connection> on = co_await opens.open();
        co_return co_await check_on(*on, known);
    } catch (const refusal& caught) {
        refused = caught.cause();
    }
    co_return *refused;
}

}  // namespace parlance::postgresql
