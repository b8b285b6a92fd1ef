#pragma once

#include <parlance/chat/history_store.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>

namespace parlance::chat {

/// How many messages are made searchable in one step: short, so that questions wait for none.
inline constexpr std::size_t index_step_messages = 32;
/// How many deleted conversations are erased in one step.
inline constexpr std::size_t erase_step_conversations = 8;
inline constexpr std::chrono::hours erase_every{1};
inline constexpr std::chrono::seconds messages_looked_at_every{5};  // when replicas share them

/// Keeps history in order behind everybody's back: makes new messages searchable, and erases what
/// was deleted longer than limits::restorable_for ago.
class history_keeper {
public:
    /// @param look_every  for a store that others share, who may die with messages to index: when
    /// it
    ///                    is looked at again without being woken.
    history_keeper(history_store& store, const clock& now, telemetry& log,
                   std::optional<std::chrono::milliseconds> look_every = std::nullopt)
        : store_(store), now_(now), log_(log), look_every_(look_every)
    {
    }

    /// There is something new to index. Any thread.
    void wake() { woken_.set(); }

    /// run() erases nothing: for a command, which does what it was asked for and no more. Before
    /// run().
    void keep_what_was_deleted() { erases_ = false; }

    /// The loop; a task for the supervisor. Ends after stop(): what is left is done after the next
    /// start.
    task<> run();
    void stop();

    /// All that there is to do now, step by step. For run() and for tests.
    task<result<>> index_all();
    task<result<>> erase_old();

private:
    task<> erase_and_tell();
    void note_outcome(const result<>& indexed);

    history_store& store_;
    const clock& now_;
    telemetry& log_;
    std::optional<std::chrono::milliseconds> look_every_;
    bool erases_ = true;
    event woken_;
    std::atomic<bool> is_stopping_{false};
    bool is_store_away_ = false;  // touched by the loop only
};

}  // namespace parlance::chat
