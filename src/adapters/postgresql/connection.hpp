#pragma once

#include <parlance/foundation/secret.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/postgresql/config.hpp>
#include <parlance/postgresql/refusal.hpp>
#include <parlance/postgresql/rows.hpp>
#include <parlance/postgresql/statement.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::postgresql {

/// A notification that another session sent.
struct notification {
    std::string channel;
    std::string payload;
};

/// One connection. Used by one task at a time, on the loop of whoever calls; between two uses it
/// belongs to no loop. Members that wait throw a refusal, and may be cancelled: is_usable() is
/// false afterwards and the connection can only be destroyed.
class connection {
public:
    /// Connects and signs in.  @throws refusal.
    static task<std::unique_ptr<connection>> open(const config& where, std::string_view password);
    /// What a statement is still doing at the server is cancelled, not here but on a thread that
    /// may wait.
    ~connection();
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    /// Runs one statement.
    task<rows> run(statement what);
    /// Runs statements in order in one round trip. The first that is refused is thrown; those after
    /// it were not run. Outside of a transaction they are one.
    task<std::vector<rows>> run_all(std::vector<statement> all);
    /// Runs plain SQL, several statements too, which takes no values and whose rows are dropped.
    task<> run_script(std::string sql);
    /// Waits for notifications of channels that are listened to.
    task<std::vector<notification>> next_notifications();

    /// True while nothing is under way and nothing went wrong.
    [[nodiscard]] bool is_usable() const;
    [[nodiscard]] bool is_in_transaction() const;
    [[nodiscard]] std::chrono::steady_clock::time_point opened_at() const;
    /// The process that serves it.
    [[nodiscard]] int server_process() const;

    struct state;

private:
    explicit connection(std::unique_ptr<state> opened);
    std::unique_ptr<state> state_;
};

}  // namespace parlance::postgresql
