#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/replica_messenger.hpp>
#include <parlance/chat/turn_log.hpp>
#include <parlance/foundation/background.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <cstddef>
#include <functional>
#include <memory>

namespace parlance::chat {

/// The logs of turns that do not run here, read from the store. However many read one turn, there
/// is one log and one read; nobody reads it any more, and it goes. A turn that runs on another
/// replica is followed until its end: its owner is told that it is followed, and tells when it has
/// grown; where messages do not arrive, the store is asked.
class turn_mirrors {
public:
    /// All of it outlives the mirrors.
    // NOLINTNEXTLINE(*-member-init): an aggregate without a default
    struct parts {
        conversation_store& store;
        replica_messenger& messenger;
        background& tasks;
        const clock& now;
        replica_id self;
        /// How a turn is read at first.
        std::function<task<result<turn_record>>(access::principal, turn_id)> read;
    };
    explicit turn_mirrors(parts with);
    ~turn_mirrors();
    turn_mirrors(const turn_mirrors&) = delete;
    turn_mirrors& operator=(const turn_mirrors&) = delete;

    /// The log of a turn.  @errors  not_found; overloaded (the store is away).
    task<result<std::shared_ptr<turn_log>>> open(access::principal who, turn_id which);
    /// There may be news of it. Any thread.
    void look_again(turn_key which);
    /// Sends all readers away: they come again elsewhere.
    void send_all_away();
    /// How many turns are being read.
    [[nodiscard]] std::size_t count() const;

private:
    struct state;
    struct mirror;
    struct mirroring;
    std::shared_ptr<state> state_;
};

}  // namespace parlance::chat
