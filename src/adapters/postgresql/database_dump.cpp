#include <parlance/postgresql/database_dump.hpp>

#include <parlance/postgresql/connection.hpp>
#include <parlance/postgresql/connector.hpp>
#include <parlance/postgresql/migrations.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace parlance::postgresql {
namespace {

constexpr std::int64_t rows_at_once = 5'000;

constexpr auto begin_snapshot =
    "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = 0; "
    "SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";

knowledge::named_original original_in(const row& from)
{
    return {.content_hash = from.text(1),
            .size_bytes = static_cast<std::uint64_t>(from.integer(2)),
            .document_id = format_uuid(from.uuid(3)),
            .file_name = from.text(4)};
}

task<std::vector<knowledge::named_original>> read_originals(connection& on)
{
    std::vector<knowledge::named_original> all;
    std::int64_t after = 0;
    while (true) {
        statement next(
            "SELECT seq, content_hash, size_bytes, id, file_name FROM documents "
            "WHERE seq > $1 ORDER BY seq LIMIT $2",
            after, rows_at_once);
        const rows read = co_await on.run(std::move(next));
        if (read.empty()) break;
        for (const row document : read) {
            after = document.integer(0);
            all.push_back(original_in(document));
        }
    }
    const auto by_hash = [](const auto& left, const auto& right) {
        return left.content_hash < right.content_hash;
    };
    std::stable_sort(all.begin(), all.end(), by_hash);
    co_return all;
}

/// What can be known before anything is copied.
task<result<std::size_t>> look_at(connection& on)
{
    if (on.is_pooled()) {
        co_return fail(fault::invalid_request,
                       "a pooler stands before the database, which cannot keep one moment for "
                       "pg_dump: set PARLANCE_DATABASE_DIRECT to the server itself");
    }
    const auto steps = co_await count_steps(on, known_migrations());
    if (steps && *steps == 0) {
        co_return fail(fault::invalid_request, "the database is empty: there is nothing in it");
    }
    co_return steps;
}

task<std::int64_t> only_number(connection& on, std::string sql)
{
    statement asked(sql);
    const rows answer = co_await on.run(std::move(asked));
    co_return answer[0].integer(0);
}

task<result<std::uint64_t>> measure(connection& on)
{
    const auto steps = co_await look_at(on);
    if (!steps) co_return steps.error();
    std::string of_rows =
        "SELECT coalesce(sum(pg_table_size(oid)), 0)::bigint FROM pg_class "
        "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace";
    std::string of_files =
        "SELECT coalesce(sum(size), 0)::bigint FROM (SELECT max(size_bytes) AS size "
        "FROM documents GROUP BY content_hash) AS kept";
    const std::int64_t row_bytes = co_await only_number(on, std::move(of_rows));
    const std::int64_t file_bytes = co_await only_number(on, std::move(of_files));
    co_return static_cast<std::uint64_t>(row_bytes + file_bytes);
}

/// @param snapshot  which the transaction that is open exports.
result<std::string> run_dump(const config& where, const dump_order& order,
                             const std::string& snapshot)
{
    // Roles and rights belong to a server: a copy is restored by whoever owns it there.
    const client_call call{
        "pg_dump",
        {"--format=custom", "--no-owner", "--no-privileges", "--lock-wait-timeout=60s",
         "--snapshot=" + snapshot, "--file=" + order.to.string()},
        &where};
    return run_client(call, order.around);
}

task<result<dump_facts>> dump_on(connection& on, const connector& opens, dump_order order,
                                 runtime::blocking_pool& pool)
{
    const auto steps = co_await look_at(on);
    if (!steps) co_return steps.error();
    dump_facts facts;
    facts.schema_steps = *steps;
    std::string asked = "SELECT current_setting('server_version_num')::bigint";
    facts.server_version = co_await only_number(on, std::move(asked));
    const auto is_there = check_client("pg_dump", facts.server_version, order.around);
    if (!is_there) co_return is_there.error();

    co_await on.run_script(begin_snapshot);
    statement exporting("SELECT pg_export_snapshot()");
    const rows exported = co_await on.run(std::move(exporting));
    facts.originals = co_await read_originals(on);
    std::function<result<std::string>()> dumping = [where = opens.where(), order = std::move(order),
                                                    snapshot = exported[0].text(0)] {
        return run_dump(where, order, snapshot);
    };
    const auto dumped = co_await pool.run<std::string>(std::move(dumping));
    if (!dumped) co_return dumped.error();
    co_await on.run_script("ROLLBACK");
    co_return facts;
}

}  // namespace

task<result<std::uint64_t>> bytes_to_dump(config where, collaborators with)
{
    const connector opens(std::move(where), std::move(with));
    std::optional<error> refused;
    try {
        const std::unique_ptr<connection> on = co_await opens.open();
        co_return co_await measure(*on);
    } catch (const refusal& caught) {
        refused = caught.cause();
    }
    co_return *refused;
}

task<result<dump_facts>> dump_database(config where, collaborators with, dump_order order)
{
    runtime::blocking_pool& pool = with.pool;
    const connector opens(std::move(where), std::move(with));
    std::optional<error> refused;
    try {
        const std::unique_ptr<connection> on = co_await opens.open();
        co_return co_await dump_on(*on, opens, std::move(order), pool);
    } catch (const refusal& caught) {
        refused = caught.cause();
    }
    co_return *refused;
}

}  // namespace parlance::postgresql
