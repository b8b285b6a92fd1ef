#pragma once

#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/replica_limits.hpp>
#include <parlance/chat/turn_followers.hpp>
#include <parlance/chat/turn_log.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

namespace parlance::chat {

/// Commits what running turns have grown by, all of them in one transaction, every
/// limits::progress_every, and more often while one of them is read on another replica, which is
/// told then. What was committed is never written twice. While the store is away turns grow in
/// memory; together they are bounded.
class progress_writer {
public:
    /// Who ends when there is no room. Tests turn it around, to show that somebody would notice.
    enum class ends_first { largest, smallest };
    /// All of it outlives the writer.
    // NOLINTNEXTLINE(*-member-init): an aggregate without a default
    struct parts {
        conversation_store& store;
        replica_messenger& messenger;
        const clock& now;
        telemetry& log;
        std::size_t unwritten_bytes_max = chat::unwritten_bytes_max;
        ends_first who_ends = ends_first::largest;
    };
    explicit progress_writer(parts with);

    /// A turn whose growth is committed.
    struct watched_turn {
        turn_owner owner;
        std::shared_ptr<turn_log> log;
        std::function<void()> on_fenced;    // from the writer's task: it is no longer `owner`'s
        std::function<void()> on_overflow;  // the same: it must end, there is no room to go on
    };
    void watch(turn_key which, watched_turn what);
    /// From now on its end carries everything: progress of a finished turn would look like a fence.
    /// What is not written yet still counts.
    void await_end(turn_key which);
    void forget(turn_key which);

    /// Who reads the turns elsewhere.
    [[nodiscard]] turn_followers& followers() { return followers_; }

    /// The loop; a task for the supervisor. Ends after stop().
    task<> run();
    /// Keeps to the bound also while a commit hangs; a second task. Ends after stop().
    task<> watch_bound();
    void stop();

    /// One tick: commits everything that has grown. For run() and for tests.
    task<result<>> write_now();
    /// Answers that are in memory only.
    [[nodiscard]] std::size_t unwritten_bytes() const;

private:
    struct watched {
        watched_turn is;
        std::int64_t bytes_written = 0;
        std::int64_t events_written = 0;
        bool is_ending = false;
        [[nodiscard]] std::size_t unwritten() const;
    };
    /// A part of what the turns of one owner have grown by.
    struct batch {
        turn_owner owner;
        std::vector<turn_progress> growth;
    };
    [[nodiscard]] batch next_batch(std::set<turn_key>& done) const;
    task<result<>> write(batch what);
    void drop_largest();

    parts with_;
    turn_followers followers_;
    event woken_;
    event bound_woken_;
    std::atomic<bool> is_stopping_{false};
    std::chrono::milliseconds pause_{0};  // touched by the loop only; some while the store is away
    mutable std::mutex guard_;
    std::map<turn_key, watched> turns_;
};

}  // namespace parlance::chat
