#include <parlance/app/commands/migrate.hpp>

#include <parlance/app/commands/local_api.hpp>
#include <parlance/app/server_settings.hpp>
#include <parlance/postgresql/migrations.hpp>
#include <parlance/runtime/block_on.hpp>
#include <parlance/runtime/blocking_pool.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/json_log.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>
#include <parlance/runtime/system_random.hpp>

#include <cstdio>
#include <utility>

namespace parlance::app {
namespace {

constexpr std::size_t jobs_max = 8;  // names that are looked up

result<std::size_t> migrate_now(const postgresql::database_settings& at)
{
    const runtime::system_clock now;
    runtime::system_random random;
    runtime::json_log log(now, stderr, log_level::error);
    runtime::io_threads threads(1);
    runtime::supervisor tasks(threads, log);
    runtime::blocking_pool pool(1, jobs_max);
    threads.start();
    auto migrated = runtime::block_on(
        tasks, "migrate",
        postgresql::migrate(at.direct.value_or(at.database), {pool, tasks, now, random, log},
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
    const auto made = migrate_now(*settled->database);
    if (!made) return report(made.error());
    if (*made == 0) {
        std::printf("The schema of %s is up to date.\n", settled->database->database.shown.c_str());
    } else {
        std::printf("The schema of %s was brought up to date: %zu steps.\n",
                    settled->database->database.shown.c_str(), *made);
    }
    return 0;
}

}  // namespace parlance::app
