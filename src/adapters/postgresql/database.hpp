// postgresql: every store of replicas that share a database, and what they tell each other.
// It knows rows and SQL, no rule of the product; who may read a row is part of each query.
// Start reading here, then postgresql_conversation_store.cpp.
#pragma once

#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/postgresql/config.hpp>
#include <parlance/postgresql/durability.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace parlance::postgresql {

class connection;
class connection_pool;

/// A PostgreSQL database: a bounded pool of connections, and what is done when one breaks. Outlives
/// all tasks.
///
/// Work is a coroutine that runs statements in the transaction it is given. What it throws undoes
/// the transaction. It may run several times (each time undone before), so it changes nothing but
/// rows and owns what it touches: give it what it needs by value.
///
///     std::function<task<result<T>>(transaction&)> work = [who, which](transaction& in) {
///         return find_turn(in, who, which);   // a coroutine of ours, with parameters by value
///     };
///     co_return co_await database_.read<T>(std::move(scope), std::move(work));
///
/// @errors  of every member: overloaded (no connection within patience, busy, locked, full),
///          deadline_exceeded, cancelled: nothing is half-done. internal otherwise.
class database {
public:
    database(config given, const collaborators& with);
    ~database();
    database(const database&) = delete;
    database& operator=(const database&) = delete;

    /// Runs `work` and commits what it did when it answers a value; undoes it when it answers an
    /// error. When the reply to a COMMIT was lost, work runs again with may_be_done().
    template <class T>
    task<result<T>> write(call_scope scope, durability how,
                          std::function<task<result<T>>(transaction&)> work)
    {
        return run<T>(std::move(scope), how == durability::crash ? kind::quick_write : kind::write,
                      std::move(work));
    }
    /// Runs `work` on one state of the database.
    template <class T>
    task<result<T>> read(call_scope scope, std::function<task<result<T>>(transaction&)> work)
    {
        return run<T>(std::move(scope), kind::read, std::move(work));
    }
    /// Runs one statement that changes nothing, in one round trip.
    task<result<rows>> look(call_scope scope, statement what);

    /// What the stores over it need, too.
    [[nodiscard]] const collaborators& with() const { return with_; }

    /// From the start until admit() everything is refused, at once: the schema is not looked at
    /// yet.
    void admit() { is_admitted_ = true; }

private:
    enum class kind { write, quick_write, read, look };
    using body = std::function<task<bool>(transaction&)>;  // true: commit

    template <class T>
    static task<bool> keep_outcome(task<result<T>> work, std::optional<result<T>>& outcome)
    {
        outcome.reset();
        outcome.emplace(co_await std::move(work));
        co_return outcome->has_value();
    }
    template <class T>
    task<result<T>> run(call_scope scope, kind how,
                        std::function<task<result<T>>(transaction&)> work)
    {
        std::optional<result<T>> outcome;
        body once = [&work, &outcome](transaction& in) {
            return keep_outcome<T>(work(in), outcome);
        };
        const result<> ended = co_await run_body(std::move(scope), how, std::move(once));
        if (!ended) co_return ended.error();
        co_return std::move(*outcome);
    }
    static task<bool> keep_rows(transaction& in, const statement& what, std::optional<rows>& to);
    task<result<>> run_body(call_scope scope, kind how, body once);
    struct trial;
    struct trying;
    task<trial> try_work(call_scope scope, const body& once, trying which);
    [[nodiscard]] static std::vector<statement> begin_of(kind how, const connection& on);
    [[nodiscard]] steady_time after_pause(int attempt);

    collaborators with_;
    std::atomic<bool> is_admitted_{false};
    std::shared_ptr<connection_pool> pool_;  // shared with connections that are in use
};

}  // namespace parlance::postgresql
