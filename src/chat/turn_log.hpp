#pragma once

#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/send_permit.hpp>
#include <parlance/chat/turn.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/task.hpp>

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace parlance::chat {

/// What a reader is given. The id of each as an SSE event is `after`.
struct turn_started {
    turn_id id;
    conversation_id conversation;
    std::string model;
    wall_time created_at;
};
struct text_delta {
    std::int64_t at = 0;  // byte of the answer where it starts, a character boundary
    std::string text;
};
struct turn_ended {
    turn_state state = turn_state::completed;
    std::optional<fault> failed_with;
    std::string trace_id;  // empty unless shows_trace
};
struct log_entry {
    position after;
    std::variant<turn_started, text_delta, turn_event, turn_ended> what;
};

/// Everything that happened in one turn so far, for any number of readers at any position. Written
/// by the turn's task, read from any thread.
class turn_log {
public:
    /// An empty log, or one that continues what was stored.
    /// @param permit  without which readers of a turn that runs are given nothing; outlives the
    /// log.
    explicit turn_log(turn_record record, const send_permit* permit = nullptr);
    /// The log of a turn that is written elsewhere. It lags behind: a reader that is ahead of it
    /// waits, until the end tells how much was kept.
    static std::shared_ptr<turn_log> mirror_of(turn_record record);

    // Writing: the turn's own task only.
    /// @return false when the answer is over limits::answer_bytes_max; nothing is appended then.
    bool append_text(std::string_view text);
    /// @return false over limits::turn_events_max.
    bool append_event(turn_event what);
    /// Shows the end to the readers. After it was committed, never before.
    void end(turn_state state, std::optional<fault> failed_with, wall_time at);
    /// Adds what was stored since size(), and the end when there is one.
    void append_stored(const turn_growth& grown);

    // Any thread.
    /// Closes the readers without an end: they resume elsewhere.
    void close();
    /// The same, for readers that are better served elsewhere, while the turn goes on.
    void send_away();
    /// The same, and nothing of it is read any more: it is not ours.
    void withhold();
    /// Lets readers look again: what withheld it is over.
    void wake();

    // Reading: any thread.
    /// What comes after `from`, text coalesced up to `bytes_max`, without waiting. Empty = nothing
    /// yet. A position past what is known is answered from there. A final turn ends every read that
    /// reaches it, also from its end on: a reader stops there.
    [[nodiscard]] std::vector<log_entry> read(position from, std::size_t bytes_max) const;
    [[nodiscard]] bool is_closed() const;
    [[nodiscard]] bool is_sent_away() const;
    /// False while readers must not be given anything, not even a sign of life.
    [[nodiscard]] bool may_be_shown() const;
    /// How far it is; `events` as they are stored, from 0.
    [[nodiscard]] position size() const;
    [[nodiscard]] turn_state state() const;
    [[nodiscard]] turn_id id() const;
    [[nodiscard]] conversation_id conversation() const;
    /// A copy of the record as it is now.
    [[nodiscard]] turn_record snapshot() const;
    /// Growth since a position in bytes and events, for the progress writer.
    struct growth {
        std::string text;
        std::vector<placed_event> events;
    };
    [[nodiscard]] growth since(std::int64_t from_byte, std::int64_t from_event) const;

    /// Set whenever something was appended. Belongs to one reader.
    class subscription {
    public:
        subscription(turn_log& log);
        ~subscription();
        subscription(const subscription&) = delete;
        subscription& operator=(const subscription&) = delete;
        /// @return false when `deadline` came without news.
        task<bool> news_by(steady_time deadline);

    private:
        turn_log& log_;
        std::list<event>::iterator place_;
    };

private:
    /// Why readers get no end here.
    enum class closing { open, closed, sent_away, withheld };
    void close_as(closing how);
    void wake_readers();
    [[nodiscard]] bool is_shown() const;
    [[nodiscard]] bool is_ahead(position from) const;

    mutable std::mutex guard_;
    turn_record record_;
    const send_permit* permit_;
    bool is_mirror_ = false;
    closing closing_ = closing::open;
    std::list<event> readers_;
};

}  // namespace parlance::chat
