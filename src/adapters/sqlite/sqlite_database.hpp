// sqlite: every store of one machine in one file, parlance.db, and the lock on its directory.
// It knows rows and SQL, no rule of the product; who may read a row is part of each query.
// Start reading here, then sqlite_conversation_store.cpp.
#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/runtime/blocking_pool.hpp>
#include <parlance/sqlite/durability.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace parlance::sqlite {

class connection;

/// parlance.db in a data directory: one writer, whose work is done in order, and as many readers as
/// the pool has threads. On a disk that cannot be written it is only read, until that has changed.
/// Outlives all tasks; its pool has finished before it goes.
class sqlite_database {
public:
    /// Opens or makes the database and brings its schema up to date. Blocks; for the start.
    /// @param readers  where reading is done.
    /// @errors  invalid_request: the file is not ours or of another version. overloaded: it cannot
    ///          be written, or there is no room. The detail names the directory and the reason.
    static result<std::unique_ptr<sqlite_database>> open(const std::filesystem::path& directory,
                                                         runtime::blocking_pool& readers);

    /// As open(), but settles for reading where the disk does not let it write and there is a
    /// database whose schema this program can read.
    /// @param on_refused  told when a write fails that the disk may be the cause of; any thread.
    static result<std::unique_ptr<sqlite_database>> open_or_read(
        const std::filesystem::path& directory, runtime::blocking_pool& readers,
        std::function<void()> on_refused);
    /// Why it is only read; nothing when it is written.
    [[nodiscard]] std::optional<error> why_only_read() const;
    /// Tries once more. Blocks until nobody reads, and others wait with reading meanwhile.
    /// @errors  as open().
    result<> open_for_writing();

    ~sqlite_database();  // finishes what was begun, then closes
    sqlite_database(const sqlite_database&) = delete;
    sqlite_database& operator=(const sqlite_database&) = delete;

    /// Runs `work` in a transaction and commits what it did when it answers a value; undoes it when
    /// it answers an error. It runs to its end also when the caller is cancelled, and may run twice
    /// (the first time undone): it owns what it touches.
    /// @errors  overloaded: too many wait, busy, disk full.
    template <class T>
    task<result<T>> write(durability how, std::function<result<T>(connection&)> work)
    {
        auto outcome = std::make_shared<std::optional<result<T>>>();
        std::function<bool(connection&)> body = [outcome, work = std::move(work)](connection& on) {
            outcome->emplace(work(on));
            return (*outcome)->has_value();
        };
        std::function<result<>()> job = enqueue(how, std::move(body));
        const auto ended = co_await writer_.run<void>(std::move(job));
        if (!ended) co_return ended.error();
        co_return std::move(**outcome);
    }

    /// Runs `work` on one state of the database. Never waits for the writer.
    template <class T>
    task<result<T>> read(std::function<result<T>(connection&)> work)
    {
        std::function<result<T>()> job = [shared = state_, work = std::move(work)] {
            std::optional<result<T>> outcome;
            const std::function<void(connection&)> body = [&](connection& on) {
                outcome.emplace(work(on));
            };
            const result<> ended = read_now(*shared, body);
            return ended ? std::move(*outcome) : result<T>(ended.error());
        };
        co_return co_await readers_.run<T>(std::move(job));
    }

private:
    struct state;
    sqlite_database(std::shared_ptr<state> opened, runtime::blocking_pool& readers);
    std::function<result<>()> enqueue(durability how, std::function<bool(connection&)> body);
    static result<> open_writer(state& of);
    static result<> look_at(state& of);
    static result<> read_now(state& of, const std::function<void(connection&)>& body);

    std::shared_ptr<state> state_;  // shared with work whose caller has left
    runtime::blocking_pool& readers_;
    runtime::blocking_pool writer_;  // one thread: in order, and no other write beside it
};

}  // namespace parlance::sqlite
