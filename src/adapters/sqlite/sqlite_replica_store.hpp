#pragma once

#include <parlance/chat/replica_store.hpp>
#include <parlance/sqlite/sqlite_database.hpp>

#include <vector>

namespace parlance::sqlite {

/// The one replica that uses a data directory, and those that used it before.
class sqlite_replica_store : public chat::replica_store {
public:
    /// @param database  outlives the store.
    explicit sqlite_replica_store(sqlite_database& database) : database_(database) {}

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
    sqlite_database& database_;
};

}  // namespace parlance::sqlite
