#pragma once

#include <parlance/chat/replica_store.hpp>
#include <parlance/sqlite/connection.hpp>

#include <vector>

namespace parlance::sqlite {

/// What sqlite_replica_store does, inside a transaction. All functions throw refusal.
result<chat::turn_owner> join_replica(connection& on, const chat::replica_id& self, wall_time now);
result<> beat_replica(connection& on, const chat::turn_owner& self);
std::vector<chat::heartbeat> read_heartbeats(connection& on);
std::vector<chat::abandoned_turn> declare_dead(connection& on, const chat::heartbeat& seen,
                                               wall_time now);
std::vector<chat::abandoned_turn> leave_replica(connection& on, const chat::turn_owner& self,
                                                wall_time now);
/// True when a replica has joined and was not taken out since.
bool is_joined(connection& on, const chat::turn_owner& owner);
/// Takes out every replica but one.
void keep_only(connection& on, const chat::replica_id& self);

}  // namespace parlance::sqlite
