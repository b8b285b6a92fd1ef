#include <parlance/sqlite/migrations.hpp>

#include <string>

namespace parlance::sqlite {
namespace {

constexpr std::int64_t our_application_id = 0x70726c63;  // "prlc"; `file` shows it

std::int64_t only_number(connection& on, std::string_view sql)
{
    query asked(on, sql);
    return asked.next() ? asked.integer(0) : 0;
}

void apply(connection& on, const migration& step)
{
    on.execute(std::string(step.sql));
    query(on,
          "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (?, ?, ?, "
          "CAST(strftime('%s', 'now') AS INTEGER) * 1000)",
          step.version, step.name, step.checksum)
        .run();
}

}  // namespace

result<std::size_t> steps_done(connection& on, std::span<const migration> known)
{
    const bool is_new = only_number(on,
                                    "SELECT count(*) FROM sqlite_schema "
                                    "WHERE name = 'schema_migrations'") == 0;
    if (is_new) return std::size_t{0};
    std::size_t done = 0;
    query rows(on, "SELECT version, name, checksum FROM schema_migrations ORDER BY version");
    while (rows.next()) {
        const std::string named = std::to_string(rows.integer(0)) + " (" + rows.text(1) + ")";
        if (done == known.size()) {
            return fail(fault::invalid_request,
                        "the database was written by a newer parlance: it has schema step " +
                            named + ", this program knows " + std::to_string(known.size()) +
                            "; run that version, or choose another data directory");
        }
        if (known[done].version != rows.integer(0) || known[done].checksum != rows.text(2)) {
            return fail(fault::invalid_request, "the database was made by another schema step " +
                                                    named + " than the one this program has");
        }
        ++done;
    }
    return done;
}

result<> check_ours(connection& on)
{
    const std::int64_t written_by = only_number(on, "PRAGMA application_id");
    if (written_by == our_application_id) return {};
    const bool is_empty = only_number(on, "SELECT count(*) FROM sqlite_schema") == 0;
    if (written_by == 0 && is_empty) return {};
    return fail(fault::invalid_request,
                "parlance.db in the data directory is not a database of parlance");
}

result<> migrate(connection& on, std::span<const migration> known)
{
    const auto before = steps_done(on, known);
    if (!before) return before.error();
    if (*before == known.size()) return {};

    transaction change(on, transaction::kind::write);
    const auto done = steps_done(on, known);  // again: another process may have been faster
    if (!done) return done.error();
    on.execute("PRAGMA application_id = " + std::to_string(our_application_id) +
               "; CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, "
               "name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
    for (const migration& step : known.subspan(*done)) apply(on, step);
    change.commit();
    return {};
}

}  // namespace parlance::sqlite
