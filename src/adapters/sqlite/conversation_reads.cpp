#include <parlance/sqlite/conversation_reads.hpp>
#include <parlance/sqlite/turn_rows.hpp>

namespace parlance::sqlite {
namespace {

chat::conversation_summary summary_in(const query& row)
{
    return {chat::conversation_id(row.uuid(0)), row.text(1), row.time(2), row.time(3),
            row.integer(4) != 0};
}

}  // namespace

result<chat::turn_record> find_turn(connection& on, const access::principal_id& who,
                                    const chat::turn_id& which)
{
    const auto row = find_turn_row(on, who, which);
    if (!row || row->is_deleted) return fail(fault::not_found, "there is no such turn");
    return read_turn(on, row->seq);
}

result<chat::turn_growth> read_growth(connection& on, const access::principal_id& who,
                                      const chat::turn_id& which, chat::position from)
{
    const auto row = find_turn_row(on, who, which);
    if (!row || row->is_deleted) return fail(fault::not_found, "there is no such turn");
    return read_growth_of(on, *row, from);
}

std::vector<chat::turn_key> stops_wanted(connection& on, const chat::turn_owner& owner)
{
    std::vector<chat::turn_key> wanted;
    query rows(on,
               "SELECT principal, id FROM turns "
               "WHERE owner = ? AND epoch = ? AND stop_wanted = 1 AND state = 'running'",
               owner.replica, owner.epoch);
    while (rows.next()) {
        wanted.push_back({access::principal_id(rows.uuid(0)), chat::turn_id(rows.uuid(1))});
    }
    return wanted;
}

result<chat::conversation_page> list_conversations(connection& on, const access::principal_id& who,
                                                   const stored_form::page_cursor& after,
                                                   std::size_t limit)
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
            page.next_cursor = stored_form::format_cursor({last.updated_at, last.id.bytes()});
            break;
        }
        page.items.push_back(summary_in(rows));
    }
    return page;
}

std::optional<conversation_row> find_conversation_row(connection& on,
                                                      const access::principal_id& who,
                                                      const chat::conversation_id& which)
{
    query row(on,
              "SELECT id, title, created_at, updated_at, EXISTS ("
              "  SELECT 1 FROM turns WHERE turns.conversation = conversations.seq"
              "  AND turns.state IN ('queued', 'running')), seq, deleted_at "
              "FROM conversations WHERE principal = ? AND id = ?",
              who, which);
    if (!row.next()) return std::nullopt;
    conversation_row found{row.integer(5), {summary_in(row), std::nullopt}};
    if (!row.is_null(6)) found.now.deleted_at = row.time(6);
    return found;
}

result<conversation_row> find_open_row(connection& on, const access::principal_id& who,
                                       const chat::conversation_id& which)
{
    auto row = find_conversation_row(on, who, which);
    if (!row || row->now.deleted_at) return fail(fault::not_found, "there is no such conversation");
    return *row;
}

}  // namespace parlance::sqlite
