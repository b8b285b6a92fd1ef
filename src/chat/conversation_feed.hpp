#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/replica_messenger.hpp>
#include <parlance/chat/turn.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/task.hpp>

#include <deque>
#include <functional>
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
struct turn_changed {  // NOLINT(*-member-init): an aggregate without a default
    turn_id id;
    std::optional<turn_id> parent;
    turn_state state = turn_state::running;
    friend bool operator==(const turn_changed&, const turn_changed&) = default;
};
using feed_event = std::variant<conversation_changed, turn_changed>;

/// Tells whoever follows a conversation what is new in it. Nothing is kept for readers that are not
/// there. Any thread.
class conversation_feed {
    using key = std::pair<access::principal_id, conversation_id>;
    struct reader {
        event news;
        std::deque<feed_event> waiting;
        bool has_missed = false;
        bool is_sent_away = false;
    };

public:
    /// Where several replicas share a store: who tells the others. Before anything is published.
    void relay_to(std::function<void(conversation_news)> others) { others_ = std::move(others); }

    /// Something was done here: told to those who follow, here and elsewhere.
    void publish(access::principal_id who, conversation_id where, feed_event what);
    /// Something was done elsewhere.
    void publish_here(access::principal_id who, conversation_id where, feed_event what);
    [[nodiscard]] bool is_followed(access::principal_id who, conversation_id where) const;
    /// What is followed here.
    [[nodiscard]] std::vector<key> followed() const;
    /// Readers are better served elsewhere.
    void send_away();

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
        [[nodiscard]] bool is_sent_away() const;
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
    bool sends_away_ = false;
    std::function<void(conversation_news)> others_;
};

}  // namespace parlance::chat
