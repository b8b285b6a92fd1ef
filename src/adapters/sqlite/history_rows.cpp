#include <parlance/sqlite/conversation_reads.hpp>
#include <parlance/sqlite/history_rows.hpp>
#include <parlance/sqlite/message_rows.hpp>

#include <cstdint>
#include <vector>

namespace parlance::sqlite {
namespace {

std::vector<std::int64_t> numbers_of(query& rows)
{
    std::vector<std::int64_t> numbers;
    while (rows.next()) numbers.push_back(rows.integer(0));
    return numbers;
}

void erase(connection& on, std::int64_t conversation)
{
    query turns(on, "SELECT seq FROM turns WHERE conversation = ?", conversation);
    for (const std::int64_t turn : numbers_of(turns)) forget_messages(on, turn);
    // In one statement: turns refer to each other. Progress, events and ratings go with them.
    query(on, "DELETE FROM turns WHERE conversation = ?", conversation).run();
    query(on, "DELETE FROM conversations WHERE seq = ?", conversation).run();
}

}  // namespace

result<chat::conversation_summary> rename_conversation(connection& on,
                                                       const access::principal_id& who,
                                                       const chat::conversation_id& which,
                                                       const std::string& title)
{
    auto row = find_open_row(on, who, which);
    if (!row) return row.error();
    query(on, "UPDATE conversations SET title = ? WHERE seq = ?", title, row->seq).run();
    index_title_later(on, row->seq);
    row->now.summary.title = title;
    return row->now.summary;
}

result<wall_time> remove_conversation(connection& on, const access::principal_id& who,
                                      const chat::conversation_id& which, wall_time now)
{
    const auto row = find_conversation_row(on, who, which);
    if (!row) return fail(fault::not_found, "there is no such conversation");
    if (row->now.deleted_at) return *row->now.deleted_at;
    query(on, "UPDATE conversations SET deleted_at = ? WHERE seq = ?", now, row->seq).run();
    query(on,
          "UPDATE turns SET stop_wanted = 1 "
          "WHERE conversation = ? AND state IN ('queued', 'running')",
          row->seq)
        .run();
    return now;
}

result<chat::conversation_summary> restore_conversation(connection& on,
                                                        const access::principal_id& who,
                                                        const chat::conversation_id& which,
                                                        wall_time deleted_since)
{
    const auto row = find_conversation_row(on, who, which);
    const bool is_too_late = row && row->now.deleted_at && *row->now.deleted_at < deleted_since;
    if (!row || is_too_late) return fail(fault::not_found, "there is no such conversation");
    query(on, "UPDATE conversations SET deleted_at = NULL WHERE seq = ?", row->seq).run();
    return row->now.summary;
}

result<> rate_turn(connection& on, const access::principal_id& who, const chat::turn_id& which,
                   const std::optional<chat::feedback>& rated)
{
    query turn(on,
               "SELECT t.seq, t.state FROM turns AS t JOIN conversations AS c "
               "ON c.seq = t.conversation "
               "WHERE t.principal = ? AND t.id = ? AND c.deleted_at IS NULL",
               who, which);
    if (!turn.next()) return fail(fault::not_found, "there is no such turn");
    const auto state = chat::turn_state_named(turn.text(1));
    if (!state || !chat::is_final(*state)) {
        return fail(fault::conflict,
                    "the answer is still being written; rate it when it has ended");
    }
    if (!rated) {
        query(on, "DELETE FROM turn_feedback WHERE turn = ?", turn.integer(0)).run();
        return {};
    }
    query(on,
          "INSERT OR REPLACE INTO turn_feedback (turn, verdict, message) "
          "VALUES (?, ?, ?)",
          turn.integer(0), chat::name_of(rated->given), rated->message)
        .run();
    return {};
}

result<std::size_t> erase_deleted(connection& on, wall_time deleted_before, std::size_t limit)
{
    query old(on,
              "SELECT seq FROM conversations WHERE deleted_at IS NOT NULL AND deleted_at < ? "
              "AND NOT EXISTS (SELECT 1 FROM turns WHERE turns.conversation = conversations.seq "
              "AND turns.state IN ('queued', 'running')) LIMIT ?",
              deleted_before, static_cast<std::int64_t>(limit));
    const std::vector<std::int64_t> found = numbers_of(old);
    for (const std::int64_t conversation : found) erase(on, conversation);
    return found.size();
}

}  // namespace parlance::sqlite
