#pragma once

#include <parlance/chat/replica_store.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace parlance::postgresql {

using abandoned_turns = std::vector<chat::abandoned_turn>;

/// What postgresql_replica_store does, in a transaction.
task<result<chat::turn_owner>> join_replica(transaction& in, chat::replica_id self, wall_time now);
/// @return its counter.
task<result<std::int64_t>> beat_replica(transaction& in, chat::turn_owner self);

/// Progress of turns that have ended is left behind when a tick writes a row while the end of the
/// same turn is being written. Removes some of it.
task<result<>> sweep_some(transaction& in);
/// @param about  filled before the COMMIT with what is about to be ended. When the same declaration
///               comes again, because nobody heard of it, and it was kept, this is its answer.
task<result<abandoned_turns>> declare_dead(transaction& in, chat::heartbeat seen, wall_time now,
                                           std::shared_ptr<abandoned_turns> about);
task<result<abandoned_turns>> leave_replica(transaction& in, chat::turn_owner self, wall_time now);

/// Takes out every replica but one and ends what others were running.
task<result<abandoned_turns>> interrupt_others(transaction& in, chat::turn_owner self,
                                               wall_time now);

}  // namespace parlance::postgresql
