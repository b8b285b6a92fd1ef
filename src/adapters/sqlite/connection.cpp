#include <parlance/sqlite/connection.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace parlance::sqlite {
namespace {

constexpr int busy_milliseconds = 2'000;     // a command-line call beside the server, at most
constexpr int pages_copied_at_once = 1'024;  // 4 MiB: some milliseconds between two signs of life

constexpr std::string_view busy_detail = "the database is busy";

bool is_out_of_space(int system_error)
{
    return system_error == ENOSPC || system_error == EDQUOT;
}

/// What SQLite says, and what the system said to it.
std::string with_reason(const std::string& message, int system_error)
{
    if (system_error == 0) return message;
    return message + " (" + std::generic_category().message(system_error) + ")";
}

error error_for(int code, int system_error, const std::string& message)
{
    const int primary = code & 0xff;
    if (primary == SQLITE_FULL || (primary == SQLITE_IOERR && is_out_of_space(system_error))) {
        return fail(fault::overloaded, "storage full: the disk of the data directory has no room");
    }
    switch (primary) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return fail(fault::overloaded, std::string(busy_detail) + ": " + message);
        case SQLITE_IOERR:
            return fail(fault::overloaded, "the disk of the data directory fails: " +
                                               with_reason(message, system_error));
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return fail(fault::overloaded, "the data directory cannot be written: " +
                                               with_reason(message, system_error));
        case SQLITE_NOMEM: return fail(fault::overloaded, "out of memory");
        default: return fail(fault::internal, "sqlite: " + message);
    }
}

/// The path as a URI that SQLite reads it from. @source sqlite.org/uri.html, section 3.
std::string uri_of(const std::string& path)
{
    std::string uri = "file:";
    for (const char letter : path) {
        switch (letter) {
            case '%': uri += "%25"; break;
            case '?': uri += "%3f"; break;
            case '#': uri += "%23"; break;
            default: uri += letter;
        }
    }
    return uri;
}

/// What was committed and is not in the file itself yet.
bool has_log(const std::string& path)
{
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(path + "-wal", missing);
    return !missing && bytes > 0;
}

struct way_to_open {
    std::string name;
    int flags;
};

/// Reading needs a file of shared memory beside the database as a rule, for which there is no room
/// on a full disk and no right on a read-only one. Where nobody writes it can do without: a
/// database without a log is read as it lies there, one with a log has its index in memory.
way_to_open way_of(const std::string& path, access_mode mode)
{
    switch (mode) {
        case access_mode::read_only: return {path, SQLITE_OPEN_READONLY};
        case access_mode::undisturbed:
            return {uri_of(path) + (has_log(path) ? "?vfs=unix-none" : "?immutable=1"),
                    SQLITE_OPEN_READONLY | SQLITE_OPEN_URI};
        case access_mode::look: return {path, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI};
        case access_mode::read_write: break;
    }
    return {path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE};
}

}  // namespace

bool is_busy(const error& cause)
{
    return cause.detail.starts_with(busy_detail);
}

void connection::closer::operator()(sqlite3* handle) const
{
    sqlite3_close_v2(handle);
}

void connection::finalizer::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

connection::connection(const std::string& path, access_mode mode)
{
    const way_to_open how = way_of(path, mode);
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(how.name.c_str(), &opened, how.flags | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(opened);
    if (code != SQLITE_OK) refuse_sql(code);
    // Without the right to write SQLite opens for reading and does not say so.
    if (mode == access_mode::read_write && sqlite3_db_readonly(opened, "main") == 1) {
        throw refusal(error_for(SQLITE_READONLY, 0, "the file is read-only"));
    }
    sqlite3_extended_result_codes(opened, 1);
    sqlite3_busy_timeout(opened, busy_milliseconds);
    // FAST: overwrite what was deleted where that costs no extra write.
    if (mode == access_mode::undisturbed) {
        sqlite3_db_config(opened, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        execute("PRAGMA locking_mode = EXCLUSIVE");
    }
    execute(
        "PRAGMA foreign_keys = ON; PRAGMA secure_delete = FAST; PRAGMA temp_store = MEMORY;"
        "PRAGMA cache_size = -4000");
}

connection::~connection()
{
    statements_.clear();
}

void connection::execute(const std::string& sql)
{
    const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) refuse_sql(code);
}

std::int64_t connection::rows_changed() const
{
    return sqlite3_changes64(handle_.get());
}

std::int64_t connection::all_rows_changed() const
{
    return sqlite3_total_changes64(handle_.get());
}

std::int64_t connection::last_row() const
{
    return sqlite3_last_insert_rowid(handle_.get());
}

bool connection::is_in_transaction() const
{
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

bool connection::copy_into(connection& to, const std::function<bool(copied_pages)>& goes_on)
{
    // A transaction of our own for all portions: between two of them SQLite would look whether
    // somebody has written and begin again, for ever where somebody always writes.
    transaction look(*this, transaction::kind::read);
    query(*this, "SELECT count(*) FROM sqlite_schema").next();
    const auto end = [](sqlite3_backup* begun) { sqlite3_backup_finish(begun); };
    const std::unique_ptr<sqlite3_backup, decltype(end)> copy(
        sqlite3_backup_init(to.handle_.get(), "main", handle_.get(), "main"), end);
    if (!copy) to.refuse(sqlite3_errcode(to.handle_.get()));
    while (true) {
        const int code = sqlite3_backup_step(copy.get(), pages_copied_at_once);
        if (code != SQLITE_OK && code != SQLITE_DONE) to.refuse(code);
        const std::int64_t total = sqlite3_backup_pagecount(copy.get());
        const bool is_wanted = goes_on({total - sqlite3_backup_remaining(copy.get()), total});
        if (code == SQLITE_DONE || !is_wanted) return code == SQLITE_DONE;
    }
}

void connection::refuse(int code) const
{
    // Full-text queries are values: of one that it cannot read, SQLite repeats the words.
    const bool names_a_constraint = (code & 0xff) == SQLITE_CONSTRAINT;
    if (names_a_constraint) refuse_sql(code);
    throw refusal(error_for(code, sqlite3_system_errno(handle_.get()), sqlite3_errstr(code)));
}

void connection::refuse_sql(int code) const
{
    const int system_error = handle_ ? sqlite3_system_errno(handle_.get()) : 0;
    const char* message = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code);
    throw refusal(error_for(code, system_error, message));
}

sqlite3_stmt* connection::prepared(std::string_view sql)
{
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return known->second.get();
    sqlite3_stmt* made = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK) refuse_sql(code);
    return statements_.emplace(std::string(sql), made).first->second.get();
}

query::~query()
{
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

void query::check(int code) const
{
    if (code != SQLITE_OK) on_.refuse(code);
}

void query::bind(std::int64_t value)
{
    check(sqlite3_bind_int64(statement_, ++bound_, value));
}

void query::bind(std::string_view value)
{
    const char* const bytes = value.data() == nullptr ? "" : value.data();
    check(sqlite3_bind_text64(statement_, ++bound_, bytes, value.size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
}

void query::bind(const uuid_bytes& value)
{
    check(sqlite3_bind_blob64(statement_, ++bound_, value.data(), value.size(), SQLITE_TRANSIENT));
}

bool query::next()
{
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) on_.refuse(code);
    return false;
}

void query::run()
{
    while (next()) {}
}

bool query::is_null(int column) const
{
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t query::integer(int column) const
{
    return sqlite3_column_int64(statement_, column);
}

double query::real(int column) const
{
    return sqlite3_column_double(statement_, column);
}

std::string query::text(int column) const
{
    const void* const bytes = sqlite3_column_blob(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes), size};
}

uuid_bytes query::uuid(int column) const
{
    const std::string bytes = text(column);
    uuid_bytes read{};
    if (bytes.size() != read.size()) {
        throw refusal(fail(fault::internal, "the database holds an id that is none"));
    }
    std::copy(bytes.begin(), bytes.end(), read.begin());
    return read;
}

wall_time query::time(int column) const
{
    return wall_time(std::chrono::milliseconds(integer(column)));
}

std::optional<std::int64_t> query::optional_integer(int column) const
{
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

transaction::transaction(connection& on, kind what) : on_(on)
{
    query(on_, what == kind::write ? "BEGIN IMMEDIATE" : "BEGIN").run();
}

transaction::~transaction()
{
    // SQLite ends it by itself on some errors (disk full): a second end would be an error.
    if (!on_.is_in_transaction()) return;
    try {
        query(on_, "ROLLBACK").run();
    } catch (const refusal&) {
        // The connection stays in its transaction; the next BEGIN says so as an error.
    }
}

void transaction::commit()
{
    query(on_, "COMMIT").run();
}

}  // namespace parlance::sqlite
