#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/id.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace parlance::sqlite {

/// What SQLite refused to do. Thrown inside this folder only: sqlite_database turns it into an
/// error before anybody else sees it.
class refusal : public std::exception {
public:
    explicit refusal(error cause) : cause_(std::move(cause)) {}
    [[nodiscard]] const error& cause() const { return cause_; }
    [[nodiscard]] const char* what() const noexcept override { return cause_.detail.c_str(); }

private:
    error cause_;
};

enum class access_mode {
    read_write,
    read_only,
    undisturbed,  // reads a file that nobody writes, and makes no file beside it
    look  // read_only; the path is an address of SQLite, "file:///data/parlance.db?immutable=1"
};

/// Whether somebody else held the database when this was tried.
bool is_busy(const error& cause);

/// One connection, used by one thread at a time. Keeps its prepared statements.
class connection {
public:
    /// @throws refusal.
    connection(const std::string& path, access_mode mode);
    ~connection();
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    /// Runs statements that give no rows and take no values.  @throws refusal.
    void execute(const std::string& sql);
    [[nodiscard]] std::int64_t rows_changed() const;
    /// Since the connection was opened, those of virtual tables included.
    [[nodiscard]] std::int64_t all_rows_changed() const;
    [[nodiscard]] std::int64_t last_row() const;
    [[nodiscard]] bool is_in_transaction() const;

    struct copied_pages {
        std::int64_t done = 0;
        std::int64_t total = 0;
    };
    /// Copies every page into another database, as they are at one moment, also while others write.
    /// @param goes_on  asked after each portion; false ends it.
    /// @return false when it was ended.  @throws refusal.
    bool copy_into(connection& to, const std::function<bool(copied_pages)>& goes_on);

    /// Throws a refusal for the last error of this connection.
    /// A statement with values in it failed. The error says what `code` means; of a broken
    /// constraint also its name.
    [[noreturn]] void refuse(int code) const;
    /// A text of SQL failed, which holds no values: in SQLite's own words.
    [[noreturn]] void refuse_sql(int code) const;

private:
    friend class query;
    sqlite3_stmt* prepared(std::string_view sql);

    struct closer {
        void operator()(sqlite3* handle) const;
    };
    struct finalizer {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3, closer> handle_;
    std::map<std::string, std::unique_ptr<sqlite3_stmt, finalizer>, std::less<>> statements_;
};

/// One run of a statement: values are bound in order, then rows are read. Every member throws
/// refusal. Text is taken byte for byte, NUL included.
class query {
public:
    template <class... Values>
    query(connection& on, std::string_view sql, const Values&... values)
        : on_(on), statement_(on.prepared(sql))
    {
        (bind(values), ...);
    }
    ~query();  // gives the statement back
    query(const query&) = delete;
    query& operator=(const query&) = delete;

    /// True while there is a row.
    bool next();
    /// Runs a statement that gives no row.
    void run();

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] uuid_bytes uuid(int column) const;
    [[nodiscard]] wall_time time(int column) const;
    [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;

private:
    void bind(std::int64_t value);
    void bind(std::string_view value);
    void bind(const uuid_bytes& value);
    void bind(wall_time value) { bind(std::int64_t{value.time_since_epoch().count()}); }
    template <class Tag>
    void bind(const id<Tag>& value)
    {
        bind(value.bytes());
    }
    template <class Value>
    void bind(const std::optional<Value>& value)
    {
        if (value) {
            bind(*value);
        } else {
            ++bound_;  // never bound is NULL
        }
    }
    void check(int code) const;

    connection& on_;
    sqlite3_stmt* statement_;
    int bound_ = 0;
};

/// A transaction that is rolled back unless it is committed.
class transaction {
public:
    enum class kind { read, write };
    transaction(connection& on, kind what);
    ~transaction();
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;
    void commit();

private:
    connection& on_;
};

}  // namespace parlance::sqlite
