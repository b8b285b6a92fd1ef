#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/position.hpp>
#include <parlance/chat/turn.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <functional>
#include <optional>
#include <variant>
#include <vector>

namespace parlance::chat {

/// What replicas tell each other: ids and positions, never text. A message is a hint: each may be
/// lost, come late or come twice, and what it says is always read from the store.
struct follows_turn {  // the sender has readers of the addressee's turn, for a while
    turn_key turn;
    friend bool operator==(const follows_turn&, const follows_turn&) = default;
};
struct turn_grew {  // the store has the sender's turn up to here, or to its end
    turn_key turn;
    position until;
    bool is_final = false;
    friend bool operator==(const turn_grew&, const turn_grew&) = default;
};
struct stop_wanted {  // the store has a wish to stop the addressee's turn
    turn_key turn;
    friend bool operator==(const stop_wanted&, const stop_wanted&) = default;
};
struct conversation_news {  // to all replicas: a turn began or ended in it, or it was changed
    access::principal_id who;
    conversation_id conversation;
    std::optional<turn_id> turn;
    friend bool operator==(const conversation_news&, const conversation_news&) = default;
};
using replica_message = std::variant<follows_turn, turn_grew, stop_wanted, conversation_news>;

/// Carries messages between the replicas that share a store. Implemented by postgresql
/// (LISTEN/NOTIFY) and, in tests, in memory; where there is one replica only, alone_messenger.
class replica_messenger {
public:
    /// What a replica does with messages. On any thread; returns soon and does not throw.
    using listener = std::function<void(replica_id from, const replica_message& what)>;

    virtual ~replica_messenger() = default;

    /// From now on messages to this replica are given to `hears`. Once, before any tell.
    virtual void listen(replica_id self, listener hears) = 0;
    /// True while messages to this replica arrive. False without a direct connection and while it
    /// is being made again: whoever waits for news then asks the store every
    /// limits::follow_poll_every.
    [[nodiscard]] virtual bool is_live() const = 0;
    /// Sends to one replica, or to all others. Those that are not there get nothing.
    /// @errors  overloaded: nothing was sent. The sender goes on without.
    virtual task<result<>> tell(call_scope scope, std::optional<replica_id> whom,
                                std::vector<replica_message> what) = 0;
};

/// For one replica alone: nobody to tell, nobody to hear from.
class alone_messenger final : public replica_messenger {
public:
    void listen(replica_id, listener) override {}
    [[nodiscard]] bool is_live() const override { return true; }
    task<result<>> tell(call_scope, std::optional<replica_id>,
                        std::vector<replica_message>) override
    {
        co_return result<>();
    }
};

}  // namespace parlance::chat
