#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/turn.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <cstdint>
#include <vector>

namespace parlance::chat {

/// The heartbeat of a replica as the store has it. Another counter, or another epoch, is a sign of
/// life; what a clock says is none.
struct heartbeat {
    turn_owner of;
    std::int64_t counter = 0;
    friend bool operator==(const heartbeat&, const heartbeat&) = default;
};

/// A turn that was ended because its owner is dead.
struct abandoned_turn {
    turn_key turn;
    conversation_id conversation;
    friend bool operator==(const abandoned_turn&, const abandoned_turn&) = default;
};

/// The replicas that share a store, and which of them are alive. Implemented by sqlite, postgresql
/// and, in tests, in memory, over the same rows as conversation_store.
/// @errors  everywhere: overloaded (the store is busy or gone: nothing half-done), internal.
class replica_store {
public:
    virtual ~replica_store() = default;

    /// Enters a replica, or enters it again under the next epoch: what it still ran under an
    /// earlier one is interrupted and can no longer be written.
    virtual task<result<turn_owner>> join(call_scope scope, replica_id self, wall_time now) = 0;
    /// Adds one to its counter.  @errors  conflict: it was declared dead, or joined again since.
    virtual task<result<>> beat(call_scope scope, turn_owner self) = 0;
    /// The heartbeats of all replicas, in any order.
    virtual task<result<std::vector<heartbeat>>> heartbeats(call_scope scope) = 0;

    /// Declares a replica dead: in one transaction it is taken out and its running turns become
    /// interrupted, with what was kept of them as their answer. Nothing happens when its heartbeat
    /// is another one by now: of several observers exactly one gets the turns. When that one did
    /// not hear the answer, it asks again with the same heartbeat and is given them.
    virtual task<result<std::vector<abandoned_turn>>> declare_dead(call_scope scope, heartbeat seen,
                                                                   wall_time now) = 0;
    /// Takes a replica out that has ended its turns; those it has not are interrupted.
    virtual task<result<std::vector<abandoned_turn>>> leave(call_scope scope, turn_owner self,
                                                            wall_time now) = 0;
};

}  // namespace parlance::chat
