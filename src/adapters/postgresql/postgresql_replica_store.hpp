#pragma once

#include <parlance/chat/replica_store.hpp>
#include <parlance/postgresql/database.hpp>

#include <vector>

namespace parlance::postgresql {

/// The replicas that share a PostgreSQL database.
class postgresql_replica_store : public chat::replica_store {
public:
    /// @param of  outlives the store.
    explicit postgresql_replica_store(database& of) : database_(of) {}

    task<result<chat::turn_owner>> join(call_scope scope, chat::replica_id self,
                                        wall_time now) override;
    task<result<>> beat(call_scope scope, chat::turn_owner self) override;
    task<result<std::vector<chat::heartbeat>>> heartbeats(call_scope scope) override;
    task<result<std::vector<chat::abandoned_turn>>> declare_dead(call_scope scope,
                                                                 chat::heartbeat seen,
                                                                 wall_time now) override;
    task<result<std::vector<chat::abandoned_turn>>> leave(call_scope scope, chat::turn_owner self,
                                                          wall_time now) override;

private:
    database& database_;
};

}  // namespace parlance::postgresql
