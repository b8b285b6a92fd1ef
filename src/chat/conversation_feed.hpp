#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/turn.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/task.hpp>

#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace parlance::chat {

/// Title, deletion or activity of a conversation is another one: a reader looks at it again, so
/// that what it shows is never older than what was committed.
struct conversation_changed {
    friend bool operator==(const conversation_changed&, const conversation_changed&) = default;
};
/// A turn has begun or ended.
struct turn_changed {
    turn_id id;
    std::optional<turn_id> parent;
    turn_state state = turn_state::running;
    friend bool operator==(const turn_changed&, const turn_changed&) = default;
};
using feed_event = std::variant<conversation_changed, turn_changed>;

/// Tells whoever follows a conversation what is new in it. In this process only; nothing is kept
/// for readers that are not there. Any thread.
class conversation_feed {
    using key = std::pair<access::principal_id, conversation_id>;
    struct reader {
        event news;
        std::deque<feed_event> waiting;
        bool has_missed = false;
    };

public:
    void publish(access::principal_id who, conversation_id where, feed_event what);

    /// One reader. What was published since it came waits for it, up to limits::feed_events_max.
    class subscription {
    public:
        subscription(conversation_feed& feed, access::principal_id who, conversation_id where);
        ~subscription();
        subscription(const subscription&) = delete;
        subscription& operator=(const subscription&) = delete;

        /// What waits, without waiting for more.
        std::vector<feed_event> take();
        /// True when more came than may wait: the reader has missed something and starts afresh.
        [[nodiscard]] bool has_missed() const;
        /// @return false when `deadline` came without news.
        task<bool> news_by(steady_time deadline);

    private:
        conversation_feed& feed_;
        key key_;
        std::list<reader>::iterator place_;
    };

private:
    mutable std::mutex guard_;
    std::map<key, std::list<reader>> readers_;
};

}  // namespace parlance::chat
