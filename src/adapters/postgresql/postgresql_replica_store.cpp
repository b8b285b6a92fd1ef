#include <parlance/postgresql/postgresql_replica_store.hpp>

#include <parlance/postgresql/replica_rows.hpp>

#include <functional>
#include <utility>

namespace parlance::postgresql {

task<result<chat::turn_owner>> postgresql_replica_store::join(call_scope scope,
                                                              chat::replica_id self, wall_time now)
{
    std::function<task<result<chat::turn_owner>>(transaction&)> work =
        [self, now](transaction& in) { return join_replica(in, self, now); };
    co_return co_await database_.write<chat::turn_owner>(std::move(scope), durability::power_loss,
                                                         std::move(work));
}

task<result<>> postgresql_replica_store::beat(call_scope scope, chat::turn_owner self)
{
    std::function<task<result<>>(transaction&)> work = [self](transaction& in) {
        return beat_replica(in, self);
    };
    co_return co_await database_.write<void>(std::move(scope), durability::crash, std::move(work));
}

task<result<std::vector<chat::heartbeat>>> postgresql_replica_store::heartbeats(call_scope scope)
{
    statement all("SELECT id, epoch, counter FROM replicas");
    const auto found = co_await database_.look(std::move(scope), std::move(all));
    if (!found) co_return found.error();
    std::vector<chat::heartbeat> seen;
    for (const row one : *found) {
        const chat::turn_owner of{chat::replica_id(one.uuid(0)), one.integer(1)};
        seen.push_back({of, one.integer(2)});
    }
    co_return seen;
}

task<result<abandoned_turns>> postgresql_replica_store::declare_dead(call_scope scope,
                                                                     chat::heartbeat seen,
                                                                     wall_time now)
{
    std::function<task<result<abandoned_turns>>(transaction&)> work = [seen, now](transaction& in) {
        return postgresql::declare_dead(in, seen, now);
    };
    co_return co_await database_.write<abandoned_turns>(std::move(scope), durability::power_loss,
                                                        std::move(work));
}

task<result<abandoned_turns>> postgresql_replica_store::leave(call_scope scope,
                                                              chat::turn_owner self, wall_time now)
{
    std::function<task<result<abandoned_turns>>(transaction&)> work = [self, now](transaction& in) {
        return leave_replica(in, self, now);
    };
    co_return co_await database_.write<abandoned_turns>(std::move(scope), durability::power_loss,
                                                        std::move(work));
}

}  // namespace parlance::postgresql
