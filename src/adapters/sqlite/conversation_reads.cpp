#include <parlance/sqlite/conversation_reads.hpp>
#include <parlance/sqlite/turn_rows.hpp>

#include <cstdint>

namespace parlance::sqlite {
namespace {

chat::conversation_summary summary_in(const query& row)
{
    return {chat::conversation_id(row.uuid(0)), row.text(1), row.time(2), row.time(3),
            row.integer(4) != 0};
}

/// The turns from the first question to the newest turn, which is a leaf: its children would be
/// newer.
std::vector<chat::turn_record> read_path(connection& on, std::int64_t conversation)
{
    std::vector<chat::turn_record> turns;
    query path(on,
               "WITH RECURSIVE path (seq, parent) AS ("
               "  SELECT seq, parent FROM turns WHERE seq = "
               "    (SELECT max(seq) FROM turns WHERE conversation = ?)"
               "  UNION ALL"
               "  SELECT t.seq, t.parent FROM path JOIN turns AS t ON t.seq = path.parent)"
               "SELECT seq FROM path ORDER BY seq",
               conversation);
    while (path.next()) turns.push_back(read_turn(on, path.integer(0)));
    return turns;
}

}  // namespace

result<chat::turn_record> find_turn(connection& on, const access::principal_id& who,
                                    const chat::turn_id& which)
{
    const auto row = find_turn_row(on, who, which);
    if (!row) return fail(fault::not_found, "there is no such turn");
    return read_turn(on, row->seq);
}

result<chat::conversation_page> list_conversations(connection& on, const access::principal_id& who,
                                                   const page_cursor& after, std::size_t limit)
{
    chat::conversation_page page;
    query rows(on,
               "SELECT id, title, created_at, updated_at, EXISTS ("
               "  SELECT 1 FROM turns WHERE turns.conversation = conversations.seq"
               "  AND turns.state IN ('queued', 'running')) "
               "FROM conversations WHERE principal = ? AND deleted_at IS NULL "
               "AND (updated_at, id) < (?, ?) ORDER BY updated_at DESC, id DESC LIMIT ?",
               who, after.when, after.which, static_cast<std::int64_t>(limit) + 1);
    while (rows.next()) {
        if (page.items.size() == limit) {
            const auto& last = page.items.back();
            page.next_cursor = format_cursor({last.updated_at, last.id.bytes()});
            break;
        }
        page.items.push_back(summary_in(rows));
    }
    return page;
}

result<chat::opened_conversation> open_conversation(connection& on, const access::principal_id& who,
                                                    const chat::conversation_id& which)
{
    query row(on,
              "SELECT id, title, created_at, updated_at, EXISTS ("
              "  SELECT 1 FROM turns WHERE turns.conversation = conversations.seq"
              "  AND turns.state IN ('queued', 'running')), seq "
              "FROM conversations WHERE principal = ? AND id = ? AND deleted_at IS NULL",
              who, which);
    if (!row.next()) return fail(fault::not_found, "there is no such conversation");
    return chat::opened_conversation{summary_in(row), read_path(on, row.integer(5))};
}

}  // namespace parlance::sqlite
