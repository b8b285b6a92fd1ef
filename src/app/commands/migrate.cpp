#include <parlance/app/commands/migrate.hpp>

#include <parlance/app/chosen_log.hpp>
#include <parlance/app/commands/local_api.hpp>
#include <parlance/app/server_settings.hpp>
#include <parlance/app/terminal_output.hpp>
#include <parlance/postgresql/migrations.hpp>
#include <parlance/runtime/block_on.hpp>
#include <parlance/runtime/blocking_pool.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>
#include <parlance/runtime/system_random.hpp>

#include <utility>

namespace parlance::app {
namespace {

constexpr std::size_t jobs_max = 8;  // names that are looked up

result<std::size_t> migrate_now(const postgresql::database_settings& at, const log_settings& chosen)
{
    const runtime::system_clock now;
    runtime::system_random random;
    const auto log = make_log(chosen, now, log_level::error);
    runtime::io_threads threads(1);
    runtime::supervisor tasks(threads, *log);
    runtime::blocking_pool pool(1, jobs_max);
    threads.start();
    auto migrated = runtime::block_on(
        tasks, "migrate",
        postgresql::migrate(at.direct.value_or(at.database), {pool, tasks, now, random, *log},
                            postgresql::known_migrations()));
    threads.finish();
    return migrated;
}

}  // namespace

int migrate()
{
    settings from(environment());
    const auto settled = read_server_settings(from);
    if (!settled) return report(settled.error());
    if (!settled->database) {
        return report(fail(fault::invalid_request,
                           "PARLANCE_DATABASE is not set: SQLite needs no migration by hand"));
    }
    const auto made = migrate_now(*settled->database, settled->log);
    if (!made) return report(made.error());
    const std::string schema = "The schema of " + settled->database->database.shown;
    if (*made == 0) print(schema + " is up to date.\n");
    else print(schema + " was brought up to date: " + std::to_string(*made) + " steps.\n");
    return 0;
}

}  // namespace parlance::app
