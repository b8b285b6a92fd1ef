#include <parlance/sqlite/turn_rows.hpp>

#include <parlance/stored_form/event_payload.hpp>

#include <algorithm>
#include <utility>

namespace parlance::sqlite {
namespace {

[[noreturn]] void refuse_row(const char* what)
{
    throw refusal(fail(fault::internal, std::string("the database holds a turn with ") + what));
}

/// Of two columns: owner and epoch.
chat::turn_owner owner_in(const query& row, int column)
{
    return {chat::replica_id(row.uuid(column)), row.integer(column + 1)};
}

std::optional<fault> fault_in(const query& row, int column)
{
    if (row.is_null(column)) return std::nullopt;
    const auto kind = fault_named(row.text(column));
    if (!kind) refuse_row("an unknown fault");
    return kind;
}

std::optional<chat::feedback> feedback_in(const query& row, int column)
{
    if (row.is_null(column)) return std::nullopt;
    const auto given = chat::verdict_named(row.text(column));
    if (!given) refuse_row("an unknown verdict");
    return chat::feedback{*given, row.text(column + 1)};
}

std::vector<chat::placed_event> read_events(connection& on, std::int64_t seq, std::int64_t from)
{
    std::vector<chat::placed_event> events;
    query rows(on,
               "SELECT at_byte, kind, payload FROM turn_events WHERE turn = ? AND ordinal >= ? "
               "ORDER BY ordinal",
               seq, from);
    while (rows.next()) {
        auto event = stored_form::event_from(rows.text(1), rows.text(2));
        if (!event) throw refusal(event.error());
        events.push_back({rows.integer(0), std::move(*event)});
    }
    return events;
}

}  // namespace

chat::turn_state state_in(const query& row, int column)
{
    const auto state = chat::turn_state_named(row.text(column));
    if (!state) refuse_row("an unknown state");
    return *state;
}

std::optional<turn_row> find_turn_row(connection& on, const access::principal_id& who,
                                      const chat::turn_id& which)
{
    query row(on,
              "SELECT t.seq, t.request_fingerprint, c.deleted_at, t.state, t.owner, t.epoch "
              "FROM turns AS t "
              "JOIN conversations AS c ON c.seq = t.conversation "
              "WHERE t.principal = ? AND t.id = ?",
              who, which);
    if (!row.next()) return std::nullopt;
    return turn_row{
        row.integer(0), row.text(1), !row.is_null(2), {state_in(row, 3), owner_in(row, 4)}};
}

std::optional<std::int64_t> find_running(connection& on, const access::principal_id& who,
                                         const chat::turn_id& which, const chat::turn_owner& owner)
{
    query row(on,
              "SELECT seq FROM turns "
              "WHERE principal = ? AND id = ? AND owner = ? AND epoch = ? AND state = 'running'",
              who, which, owner.replica, owner.epoch);
    if (!row.next()) return std::nullopt;
    return row.integer(0);
}

std::string read_progress(connection& on, std::int64_t seq)
{
    std::string answer;
    query rows(on, "SELECT from_byte, text FROM turn_progress WHERE turn = ? ORDER BY from_byte",
               seq);
    while (rows.next()) {
        // A row repeats what an earlier one said when its writer never heard that it was kept.
        const auto from = static_cast<std::size_t>(rows.integer(0));
        if (from > answer.size()) break;  // after a gap nothing can be placed
        answer.resize(from);
        answer += rows.text(1);
    }
    return answer;
}

chat::turn_record read_turn(connection& on, std::int64_t seq)
{
    query row(on,
              "SELECT t.id, c.id, p.id, t.state, t.question, t.model, t.answer, t.fault, "
              "t.created_at, t.finished_at, k.id, t.trace_id, f.verdict, f.message, "
              "t.owner, t.epoch "
              "FROM turns AS t JOIN conversations AS c ON c.seq = t.conversation "
              "LEFT JOIN turns AS p ON p.seq = t.parent "
              "LEFT JOIN turns AS k ON k.seq = t.continues_turn "
              "LEFT JOIN turn_feedback AS f ON f.turn = t.seq WHERE t.seq = ?",
              seq);
    if (!row.next()) refuse_row("no conversation");
    chat::turn_record record{.id = chat::turn_id(row.uuid(0)),
                             .conversation = chat::conversation_id(row.uuid(1)),
                             .parent = std::nullopt,
                             .state = state_in(row, 3),
                             .question = row.text(4),
                             .model = row.text(5),
                             .answer = row.text(6),
                             .events = read_events(on, seq, 0),
                             .failed_with = fault_in(row, 7),
                             .created_at = row.time(8),
                             .finished_at = std::nullopt};
    if (!row.is_null(2)) record.parent = chat::turn_id(row.uuid(2));
    if (!row.is_null(9)) record.finished_at = row.time(9);
    if (!row.is_null(10)) record.continues = chat::turn_id(row.uuid(10));
    record.trace_id = row.text(11);
    record.rated = feedback_in(row, 12);
    record.owner = owner_in(row, 14);
    if (!chat::is_final(record.state)) record.answer = read_progress(on, seq);
    return record;
}

chat::turn_growth read_growth_of(connection& on, const turn_row& which, chat::position from)
{
    chat::turn_growth growth;
    growth.is = which.is;
    query row(on, "SELECT answer, fault, finished_at, trace_id FROM turns WHERE seq = ?",
              which.seq);
    if (!row.next()) refuse_row("no row");
    if (chat::is_final(which.is.state)) {
        growth.text = row.text(0);
        growth.failed_with = fault_in(row, 1);
        if (!row.is_null(2)) growth.finished_at = row.time(2);
    } else {
        growth.text = read_progress(on, which.seq);
    }
    growth.trace_id = row.text(3);
    growth.from_byte = std::min(from.bytes, static_cast<std::int64_t>(growth.text.size()));
    growth.text.erase(0, static_cast<std::size_t>(growth.from_byte));
    growth.from_event = from.events;
    growth.events = read_events(on, which.seq, from.events);
    return growth;
}

void write_events(connection& on, std::int64_t seq, std::int64_t ordinal,
                  const std::vector<chat::placed_event>& events)
{
    for (const chat::placed_event& event : events) {
        const stored_form::event_payload payload = stored_form::payload_of(event.what);
        query(on,
              "INSERT OR REPLACE INTO turn_events (turn, ordinal, at_byte, kind, payload) "
              "VALUES (?, ?, ?, ?, ?)",
              seq, ordinal, event.at, payload.kind, payload.json)
            .run();
        ++ordinal;
    }
}

}  // namespace parlance::sqlite
