#include <parlance/postgresql/database_restore.hpp>

#include <parlance/postgresql/connection.hpp>
#include <parlance/postgresql/connector.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace parlance::postgresql {
namespace {

/// Whatever a program put there; what belongs to an extension came with the server.
constexpr auto first_thing_in_it =
    "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), "
    "current_setting('server_version_num')::bigint FROM pg_class c "
    "JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') "
    "AND n.nspname NOT IN ('pg_catalog', 'information_schema') "
    "AND n.nspname !~ '^pg_(toast|temp)' AND NOT EXISTS (SELECT 1 FROM pg_depend d "
    "WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e') LIMIT 1";

task<result<>> check_on(connection& on, const config& where, const restore_needs& needs)
{
    constexpr std::int64_t of_a_major = 10'000;
    if (on.is_pooled()) {
        co_return fail(fault::invalid_request,
                       "a pooler stands before the database: set PARLANCE_DATABASE_DIRECT to the "
                       "server itself");
    }
    statement look(first_thing_in_it);
    const rows found = co_await on.run(std::move(look));
    if (!found.empty()) {
        co_return fail(fault::conflict,
                       "the database " + where.shown + " is not empty (it holds " +
                           found[0].text(0) +
                           "), and nothing in a PostgreSQL database is ever replaced: make a new "
                           "one (CREATE DATABASE …) and set PARLANCE_DATABASE to it; the old one "
                           "stays as it is");
    }
    statement version("SELECT current_setting('server_version_num')::bigint");
    const rows answer = co_await on.run(std::move(version));
    const std::int64_t server = answer[0].integer(0);
    if (server / of_a_major < needs.server_version / of_a_major) {
        co_return fail(fault::invalid_request,
                       "the copy was made of PostgreSQL " +
                           std::to_string(needs.server_version / of_a_major) + ", the server is " +
                           std::to_string(server / of_a_major) + ", which is older");
    }
    co_return check_client("pg_restore", server, needs.around);
}

}  // namespace

result<> check_dump(const std::filesystem::path& file, const client_surroundings& around)
{
    const client_call listing{"pg_restore", {"--list", file.string()}, nullptr};
    const auto listed = run_client(listing, around);
    if (!listed) return listed.error();
    return {};
}

task<result<>> check_is_empty(config where, collaborators with, restore_needs needs)
{
    const connector opens(std::move(where), std::move(with));
    std::optional<error> refused;
    try {
        const std::unique_ptr<connection> on = co_await opens.open();
        co_return co_await check_on(*on, opens.where(), needs);
    } catch (const refusal& caught) {
        refused = caught.cause();
    }
    co_return *refused;
}

result<> restore_dump(const config& where, const std::filesystem::path& file,
                      const client_surroundings& around)
{
    const client_call call{
        "pg_restore",
        {"--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", file.string()},
        &where};
    const auto restored = run_client(call, around);
    if (!restored) return restored.error();
    return {};
}

}  // namespace parlance::postgresql
