#pragma once

#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/turn_log.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace parlance::chat {

/// Commits what running turns have grown by, all of them in one transaction, every
/// limits::progress_every. What was committed is never written twice.
class progress_writer {
public:
    progress_writer(conversation_store& store, const clock& now, telemetry& log, replica_id self);

    /// From now on this turn's growth is committed. `on_fenced` is called (from the writer's task)
    /// when the turn is no longer ours.
    void watch(access::principal_id who, turn_id which, std::shared_ptr<turn_log> log,
               std::function<void()> on_fenced);
    void forget(access::principal_id who, turn_id which);

    /// The loop; a task for the supervisor. Ends after stop().
    task<> run();
    void stop();

    /// One tick: commits everything that has grown. For run() and for tests.
    task<result<>> write_now();

private:
    struct watched {
        std::shared_ptr<turn_log> log;
        std::function<void()> on_fenced;
        std::int64_t bytes_written = 0;
        std::int64_t events_written = 0;
    };
    [[nodiscard]] std::vector<turn_progress> growth() const;

    conversation_store& store_;
    const clock& now_;
    telemetry& log_;
    replica_id self_;
    event woken_;
    std::atomic<bool> is_stopping_{false};
    mutable std::mutex guard_;
    std::map<turn_key, watched> turns_;
};

}  // namespace parlance::chat
