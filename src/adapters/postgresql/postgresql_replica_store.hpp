#pragma once

#include <parlance/chat/replica_store.hpp>
#include <parlance/postgresql/database.hpp>

#include <map>
#include <mutex>
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
    class declaration;
    task<> sweep_up(call_scope beside);

    database& database_;
    std::mutex guard_;
    /// What deaths were about to end whose answer was not heard, by who died.
    std::map<chat::turn_owner, std::vector<chat::abandoned_turn>> unheard_;
};

}  // namespace parlance::postgresql
