#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/replica_rows.hpp>
#include <parlance/sqlite/sqlite_replica_store.hpp>

#include <functional>
#include <utility>

namespace parlance::sqlite {

using abandoned_turns = std::vector<chat::abandoned_turn>;

task<result<chat::turn_owner>> sqlite_replica_store::join(call_scope, chat::replica_id self,
                                                          wall_time now)
{
    std::function<result<chat::turn_owner>(connection&)> work = [self, now](connection& on) {
        return join_replica(on, self, now);
    };
    co_return co_await database_.write<chat::turn_owner>(durability::power_loss, std::move(work));
}

task<result<>> sqlite_replica_store::beat(call_scope, chat::turn_owner self)
{
    std::function<result<>(connection&)> work = [self](connection& on) {
        return beat_replica(on, self);
    };
    co_return co_await database_.write<void>(durability::crash, std::move(work));
}

task<result<std::vector<chat::heartbeat>>> sqlite_replica_store::heartbeats(call_scope)
{
    using all = std::vector<chat::heartbeat>;
    std::function<result<all>(connection&)> work = [](connection& on) -> result<all> {
        return read_heartbeats(on);
    };
    co_return co_await database_.read<all>(std::move(work));
}

task<result<abandoned_turns>> sqlite_replica_store::declare_dead(call_scope, chat::heartbeat seen,
                                                                 wall_time now)
{
    std::function<result<abandoned_turns>(connection&)> work =
        [seen, now](connection& on) -> result<abandoned_turns> {
        return sqlite::declare_dead(on, seen, now);
    };
    co_return co_await database_.write<abandoned_turns>(durability::power_loss, std::move(work));
}

task<result<abandoned_turns>> sqlite_replica_store::leave(call_scope, chat::turn_owner self,
                                                          wall_time now)
{
    std::function<result<abandoned_turns>(connection&)> work =
        [self, now](connection& on) -> result<abandoned_turns> {
        return leave_replica(on, self, now);
    };
    co_return co_await database_.write<abandoned_turns>(durability::power_loss, std::move(work));
}

}  // namespace parlance::sqlite
