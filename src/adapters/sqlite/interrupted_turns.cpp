#include <parlance/sqlite/interrupted_turns.hpp>
#include <parlance/sqlite/message_rows.hpp>
#include <parlance/sqlite/turn_rows.hpp>

#include <cstdint>

namespace parlance::sqlite {
namespace {

struct left_turn {
    std::int64_t seq;
    chat::abandoned_turn is;
};

/// Rows of (seq, principal, id, conversation's id).
std::vector<left_turn> left_in(query& rows)
{
    std::vector<left_turn> left;
    while (rows.next()) {
        const chat::turn_key turn{access::principal_id(rows.uuid(1)), chat::turn_id(rows.uuid(2))};
        left.push_back({rows.integer(0), {turn, chat::conversation_id(rows.uuid(3))}});
    }
    return left;
}

std::vector<chat::abandoned_turn> interrupt(connection& on, const std::vector<left_turn>& left,
                                            wall_time now)
{
    std::vector<chat::abandoned_turn> ended;
    for (const left_turn& one : left) {
        query(on,
              "UPDATE turns SET state = 'interrupted', answer = ?, finished_at = ? WHERE seq = ?",
              read_progress(on, one.seq), now, one.seq)
            .run();
        query(on, "DELETE FROM turn_progress WHERE turn = ?", one.seq).run();
        index_later(on, message_number(one.seq, chat::match_place::answer));
        ended.push_back(one.is);
    }
    return ended;
}

}  // namespace

std::vector<chat::abandoned_turn> interrupt_turns_of(connection& on, const chat::replica_id& owner,
                                                     wall_time now)
{
    query rows(on,
               "SELECT t.seq, t.principal, t.id, c.id FROM turns AS t "
               "JOIN conversations AS c ON c.seq = t.conversation "
               "WHERE t.state IN ('queued', 'running') AND t.owner = ? ORDER BY t.seq",
               owner);
    return interrupt(on, left_in(rows), now);
}

std::vector<chat::abandoned_turn> interrupt_turns_but_of(connection& on,
                                                         const chat::turn_owner& owner,
                                                         wall_time now)
{
    query rows(on,
               "SELECT t.seq, t.principal, t.id, c.id FROM turns AS t "
               "JOIN conversations AS c ON c.seq = t.conversation "
               "WHERE t.state IN ('queued', 'running') AND NOT (t.owner = ? AND t.epoch = ?) "
               "ORDER BY t.seq",
               owner.replica, owner.epoch);
    return interrupt(on, left_in(rows), now);
}

}  // namespace parlance::sqlite
