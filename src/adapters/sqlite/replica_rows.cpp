#include <parlance/sqlite/interrupted_turns.hpp>
#include <parlance/sqlite/replica_rows.hpp>

namespace parlance::sqlite {

result<chat::turn_owner> join_replica(connection& on, const chat::replica_id& self, wall_time now)
{
    interrupt_turns_of(on, self, now);
    query(on, "UPDATE replica_epochs SET last = last + 1").run();
    query(on,
          "INSERT OR REPLACE INTO replicas (id, epoch, joined_at) "
          "SELECT ?, last, ? FROM replica_epochs",
          self, now)
        .run();
    query row(on, "SELECT epoch FROM replicas WHERE id = ?", self);
    if (!row.next()) return fail(fault::internal, "the replica that joined is not there");
    return chat::turn_owner{self, row.integer(0)};
}

result<> beat_replica(connection& on, const chat::turn_owner& self)
{
    query(on, "UPDATE replicas SET counter = counter + 1 WHERE id = ? AND epoch = ?", self.replica,
          self.epoch)
        .run();
    if (on.rows_changed() == 1) return {};
    return fail(fault::conflict, "this replica was declared dead, or has joined again since");
}

std::vector<chat::heartbeat> read_heartbeats(connection& on)
{
    std::vector<chat::heartbeat> all;
    query rows(on, "SELECT id, epoch, counter FROM replicas");
    while (rows.next()) {
        const chat::turn_owner of{chat::replica_id(rows.uuid(0)), rows.integer(1)};
        all.push_back({of, rows.integer(2)});
    }
    return all;
}

std::vector<chat::abandoned_turn> declare_dead(connection& on, const chat::heartbeat& seen,
                                               wall_time now)
{
    query(on, "DELETE FROM replicas WHERE id = ? AND epoch = ? AND counter = ?", seen.of.replica,
          seen.of.epoch, seen.counter)
        .run();
    if (on.rows_changed() == 0) return {};
    return interrupt_turns_of(on, seen.of.replica, now);
}

std::vector<chat::abandoned_turn> leave_replica(connection& on, const chat::turn_owner& self,
                                                wall_time now)
{
    query(on, "DELETE FROM replicas WHERE id = ? AND epoch = ?", self.replica, self.epoch).run();
    if (on.rows_changed() == 0) return {};
    return interrupt_turns_of(on, self.replica, now);
}

bool is_joined(connection& on, const chat::turn_owner& owner)
{
    query row(on, "SELECT 1 FROM replicas WHERE id = ? AND epoch = ?", owner.replica, owner.epoch);
    return row.next();
}

void keep_only(connection& on, const chat::replica_id& self)
{
    query(on, "DELETE FROM replicas WHERE id <> ?", self).run();
}

}  // namespace parlance::sqlite
