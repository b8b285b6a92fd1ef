// sqlite: every store of one machine in one file, parlance.db, and the lock on its directory.
// It knows rows and SQL, no rule of the product; who may read a row is part of each query.
// Start reading here, then sqlite_conversation_store.cpp.
#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace parlance::sqlite {

class connection;

/// What a commit survives.
enum class durability {
    power_loss,  // synchronous=FULL: one fsync
    crash        // synchronous=NORMAL: the process may die at any moment, the machine may not
};

/// parlance.db in a data directory: one writer, whose work is done in order, and as many readers as
/// the pool has threads. Outlives all tasks; its pool has finished before it goes.
class sqlite_database {
public:
    /// Opens or makes the database and brings its schema up to date. Blocks; for the start.
    /// @param readers  where reading is done.
    /// @errors  invalid_request: the file is not ours or of another version. overloaded: it cannot
    ///          be written, or there is no room. The detail names the directory and the reason.
    static result<std::unique_ptr<sqlite_database>> open(const std::filesystem::path& directory,
                                                         runtime::blocking_pool& readers);
    ~sqlite_database();  // finishes what was begun, then closes
    sqlite_database(const sqlite_database&) = delete;
    sqlite_database& operator=(const sqlite_database&) = delete;

    /// Runs `work` in a transaction of its own, committed when it answers a value, rolled back when
    /// it answers an error. It runs to its end also when the caller is cancelled: it owns what it
    /// touches.
    template <class T>
    task<result<T>> write(durability how, std::function<result<T>(connection&)> work)
    {
        std::function<result<T>()> job = [shared = state_, how, work = std::move(work)] {
            std::optional<result<T>> outcome;
            const std::function<bool(connection&)> body = [&](connection& on) {
                outcome.emplace(work(on));
                return outcome->has_value();
            };
            const result<> ended = write_now(*shared, how, body);
            return ended ? std::move(*outcome) : result<T>(ended.error());
        };
        co_return co_await writer_.run<T>(std::move(job));
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
    static result<> write_now(state& of, durability how,
                              const std::function<bool(connection&)>& body);
    static result<> read_now(state& of, const std::function<void(connection&)>& body);

    std::shared_ptr<state> state_;  // shared with work whose caller has left
    runtime::blocking_pool& readers_;
    runtime::blocking_pool writer_;  // one thread: in order, and no other write beside it
};

}  // namespace parlance::sqlite
