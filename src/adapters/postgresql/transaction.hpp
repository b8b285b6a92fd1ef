#pragma once

#include <parlance/foundation/task.hpp>
#include <parlance/postgresql/refusal.hpp>
#include <parlance/postgresql/rows.hpp>
#include <parlance/postgresql/statement.hpp>

#include <string_view>
#include <utility>
#include <vector>

namespace parlance::postgresql {

class connection;

/// What work of a database runs its statements in. It begins with the first statement and is ended
/// by the database. All members that wait throw a refusal; work lets it pass.
class transaction {
public:
    /// @param begin  what is sent in front of the first statement.
    transaction(connection& on, std::vector<statement> begin, bool may_be_done)
        : on_(on), begin_(std::move(begin)), may_be_done_(may_be_done)
    {
    }

    template <class... Values>
    task<rows> run(std::string_view sql, const Values&... values)
    {
        return run(statement(sql, values...));
    }
    task<rows> run(statement what);
    /// In order, in one round trip; those after a refused one are not run.
    task<std::vector<rows>> run_all(std::vector<statement> all);

    /// True when this same work was done before and nobody heard whether its COMMIT was: work that
    /// must not be done twice then looks for its own rows before it answers that there is a
    /// conflict.
    [[nodiscard]] bool may_be_done() const { return may_be_done_; }

private:
    connection& on_;
    std::vector<statement> begin_;  // not sent yet
    bool may_be_done_;
};

}  // namespace parlance::postgresql
