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
    progress_writer(conversation_store& store, const clock& now, telemetry& log);

    /// A turn whose growth is committed. `on_fenced` is called (from the writer's task) when it is
    /// no longer `owner`'s.
    struct watched_turn {
        turn_owner owner;
        std::shared_ptr<turn_log> log;
        std::function<void()> on_fenced;
    };
    void watch(turn_key which, watched_turn what);
    void forget(turn_key which);

    /// The loop; a task for the supervisor. Ends after stop().
    task<> run();
    void stop();

    /// One tick: commits everything that has grown. For run() and for tests.
    task<result<>> write_now();

private:
    struct watched {
        watched_turn is;
        std::int64_t bytes_written = 0;
        std::int64_t events_written = 0;
    };
    /// What the turns of each owner have grown by.
    using growth_of_owners = std::map<turn_owner, std::vector<turn_progress>>;
    [[nodiscard]] growth_of_owners growth() const;
    task<result<>> write(turn_owner owner, std::vector<turn_progress> all);

    conversation_store& store_;
    const clock& now_;
    telemetry& log_;
    event woken_;
    std::atomic<bool> is_stopping_{false};
    mutable std::mutex guard_;
    std::map<turn_key, watched> turns_;
};

}  // namespace parlance::chat
