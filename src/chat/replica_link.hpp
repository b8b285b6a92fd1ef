#pragma once

#include <parlance/chat/conversation_feed.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/chat/replica_lease.hpp>
#include <parlance/chat/replica_messenger.hpp>
#include <parlance/chat/turn_service.hpp>
#include <parlance/foundation/background.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/task.hpp>

#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace parlance::chat {

/// What this replica and the others tell each other, and what follows from it: only where several
/// share a store. Messages are hints; what they mean is read from the store.
class replica_link {
public:
    /// All of it outlives the link.
    // NOLINTNEXTLINE(*-member-init): an aggregate without a default
    struct parts {
        replica_lease& lease;
        replica_messenger& messenger;
        turn_service& turns;
        conversation_feed& feed;
        conversation_store& store;
        history_store& histories;
        background& tasks;
        const clock& now;
    };
    explicit replica_link(parts with) : with_(with) {}

    /// Listens to the others and to the lease. Before anybody is served.
    void open();

    /// Tells the others what is new in conversations, and looks at followed ones by itself while no
    /// messages arrive; a task for the supervisor. Ends after stop().
    task<> run();
    void stop();

    /// One round of it. For run() and for tests.
    task<> tell_news();
    task<> look_at_followed();

private:
    /// What was seen of a conversation that somebody follows.
    struct sight {
        conversation_summary summary;
        std::optional<wall_time> deleted_at;
        std::map<turn_id, turn_state> turns;
    };
    using key = std::pair<access::principal_id, conversation_id>;

    void hear(replica_id from, const replica_message& what);
    void note(conversation_news news);
    void publish_ended(const std::vector<abandoned_turn>& turns);
    static task<> show_news(parts with, conversation_news news);
    task<> look_at(key where);
    std::vector<replica_message> take_news();
    void put_back(const std::vector<replica_message>& news);

    parts with_;
    event has_news_;
    std::atomic<bool> is_stopping_{false};
    std::mutex guard_;
    std::deque<conversation_news> waiting_;
    std::map<key, sight> seen_;  // touched by the loop only
    bool was_live_ = true;
};

}  // namespace parlance::chat
