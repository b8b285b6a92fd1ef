#pragma once

#include <parlance/chat/replica_store.hpp>
#include <parlance/chat/replica_watch.hpp>
#include <parlance/chat/send_permit.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace parlance::chat {

/// This replica among those that share the store: under which epoch it may begin and write turns,
/// that it shows that it lives, and that it looks after the others. A replica alone joins, and runs
/// no loop.
class replica_lease {
public:
    /// All of it outlives the lease.
    // NOLINTNEXTLINE(*-member-init): an aggregate without a default
    struct parts {
        replica_store& replicas;
        const clock& now;
        telemetry& log;
    };
    /// What is done when something happens to a lease. Called on the loop's task; returns soon.
    struct reactions {
        /// It was lost: nothing under this owner may be shown or written any more.
        std::function<void(turn_owner)> lost;
        /// It was in doubt and is held: readers may go on.
        std::function<void()> confirmed;
        /// Another one's has lapsed; these turns were ended by us.
        std::function<void(const std::vector<abandoned_turn>&)> ended;
    };

    replica_lease(parts with, replica_id self) : with_(with), self_(self), permit_(with.now) {}
    /// Before the loops are started.
    void react(reactions how) { reactions_ = std::move(how); }

    /// Enters this replica. Before anything is served.  @errors  as replica_store.
    task<result<turn_owner>> join();
    /// Takes this replica out; what it still runs is interrupted.  @errors  as replica_store.
    task<result<>> leave();

    /// Who begins turns now. Nothing before join, after leave and while it is joined again.
    [[nodiscard]] std::optional<turn_owner> owner() const;
    [[nodiscard]] replica_id self() const { return self_; }
    [[nodiscard]] const send_permit& permit() const { return permit_; }

    /// The two loops; tasks for the supervisor. End after stop(). The first beats and looks after
    /// the others, and may wait for the store; the second only sees that time goes by.
    task<> run();
    task<> run_pulse();
    void stop();

    /// One round of the first loop. For run() and for tests.
    task<> look_once();
    /// One round of the second.
    void pulse();

private:
    task<bool> hold();
    task<result<>> beat(turn_owner mine, call_scope scope);
    task<result<>> join_again(call_scope scope);
    void confirm(std::int64_t doubts);
    task<> look_after_others();
    void set_owner(std::optional<turn_owner> owner);

    parts with_;
    const replica_id self_;
    send_permit permit_;
    reactions reactions_;
    replica_watch watch_;             // touched by the first loop only
    std::vector<heartbeat> unheard_;  // declared dead, and nobody knows what became of it; as above
    bool is_store_away_ = false;
    mutable std::mutex guard_;
    std::optional<turn_owner> owner_;
    bool has_left_ = false;
    event woken_;
    event pulse_woken_;
    std::atomic<bool> is_stopping_{false};
};

}  // namespace parlance::chat
