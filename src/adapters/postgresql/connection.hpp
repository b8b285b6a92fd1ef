#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/postgresql/config.hpp>
#include <parlance/postgresql/refusal.hpp>
#include <parlance/postgresql/rows.hpp>
#include <parlance/postgresql/statement.hpp>

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

/// One connection. Used by one task at a time, on the loop of whoever calls. Members that wait
/// throw a refusal and may be cancelled: is_usable() is false afterwards and the connection can
/// only be ended.
class connection {
public:
    /// Connects to one server, whose address is known, signs in, and finds out whether a pooler
    /// stands between.  @throws refusal.
    static task<std::unique_ptr<connection>> open(const config& where, const host& server,
                                                  std::string_view password);
    ~connection();  // what the server still does for it goes on there: see ending()
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    /// Runs one statement.
    task<rows> run(statement what);
    /// Runs statements in order in one round trip. The first that is refused is thrown; those after
    /// it were not run. Outside of a transaction they are one.
    task<std::vector<rows>> run_all(std::vector<statement> all);
    /// Runs plain SQL, several statements too, which takes no values and whose rows are dropped.
    task<> run_script(std::string sql);
    /// Waits for notifications of channels that are listened to; nothing when `until` came first.
    task<std::vector<notification>> next_notifications(steady_time until);

    /// Takes it off the loop that it was used on, so that it may be used on another one. On that
    /// loop, when nothing is under way.
    void leave_loop();
    /// The rest of its life, for a thread that may wait: cancels what the server still does for it,
    /// then closes it.
    static std::function<void()> ending(std::unique_ptr<connection> of);

    /// True while nothing is under way and nothing went wrong.
    [[nodiscard]] bool is_usable() const;
    [[nodiscard]] bool is_in_transaction() const;
    /// True when a pooler stands between: the next transaction may be in another session, where
    /// nothing is as this one set it.
    [[nodiscard]] bool is_pooled() const;

    struct state;

private:
    explicit connection(std::unique_ptr<state> opened);
    task<> look_who_serves();
    std::unique_ptr<state> state_;
};

}  // namespace parlance::postgresql
