#include <parlance/postgresql/turn_rows.hpp>

#include <parlance/stored_form/event_payload.hpp>

#include <cstddef>
#include <map>
#include <utility>

namespace parlance::postgresql {
namespace {

[[noreturn]] void refuse_row(const char* what)
{
    throw refusal(fail(fault::internal, std::string("the database holds a turn with ") + what));
}

std::optional<chat::feedback> feedback_in(const row& from, int column)
{
    if (from.is_null(column)) return std::nullopt;
    const auto given = chat::verdict_named(from.text(column));
    if (!given) refuse_row("an unknown verdict");
    return chat::feedback{*given, from.text(column + 1)};
}

std::optional<chat::turn_id> optional_turn(const row& from, int column)
{
    if (from.is_null(column)) return std::nullopt;
    return chat::turn_id(from.uuid(column));
}

constexpr auto record_columns =
    "SELECT t.seq, t.id, c.id, p.id, t.state, t.question, t.model, t.answer, t.fault, "
    "t.created_at, t.finished_at, k.id, t.trace_id, f.verdict, f.message, t.owner, t.epoch "
    "FROM turns AS t JOIN conversations AS c ON c.seq = t.conversation "
    "LEFT JOIN turns AS p ON p.seq = t.parent "
    "LEFT JOIN turns AS k ON k.seq = t.continues_turn "
    "LEFT JOIN turn_feedback AS f ON f.turn = t.seq "
    "WHERE t.seq = ANY($1)";

chat::turn_record record_in(const row& from)
{
    chat::turn_record record{.id = chat::turn_id(from.uuid(1)),
                             .conversation = chat::conversation_id(from.uuid(2)),
                             .parent = optional_turn(from, 3),
                             .state = state_in(from, 4),
                             .question = from.text(5),
                             .model = from.text(6),
                             .answer = from.text(7),
                             .events = {},
                             .failed_with = fault_in(from, 8),
                             .created_at = from.time(9),
                             .finished_at = std::nullopt,
                             .continues = optional_turn(from, 11),
                             .trace_id = from.text(12),
                             .rated = feedback_in(from, 13)};
    if (!from.is_null(10)) record.finished_at = from.time(10);
    record.owner = owner_in(from, 15);
    return record;
}

}  // namespace

chat::turn_state state_in(const row& from, int column)
{
    const auto state = chat::turn_state_named(from.text(column));
    if (!state) refuse_row("an unknown state");
    return *state;
}

std::optional<fault> fault_in(const row& from, int column)
{
    if (from.is_null(column)) return std::nullopt;
    const auto kind = fault_named(from.text(column));
    if (!kind) refuse_row("an unknown fault");
    return kind;
}

chat::turn_owner owner_in(const row& from, int column)
{
    return {chat::replica_id(from.uuid(column)), from.integer(column + 1)};
}

chat::placed_event event_in(const row& from, int column)
{
    auto event = stored_form::event_from(from.text(column + 1), from.text(column + 2));
    if (!event) throw refusal(event.error());
    return {from.integer(column), std::move(*event)};
}

statement which_turn(const access::principal_id& who, const chat::turn_id& which)
{
    return statement(
        "SELECT t.seq, t.request_fingerprint, c.deleted_at IS NOT NULL, t.state, t.owner, t.epoch, "
        "t.created_at FROM turns AS t JOIN conversations AS c ON c.seq = t.conversation "
        "WHERE t.principal = $1 AND t.id = $2",
        who, which);
}

std::optional<turn_row> turn_row_in(const rows& answer)
{
    if (answer.empty()) return std::nullopt;
    const row from = answer[0];
    return turn_row{from.integer(0),
                    from.text(1),
                    from.boolean(2),
                    {state_in(from, 3), owner_in(from, 4)},
                    from.time(6)};
}

chat::turn_record record_of(const chat::new_turn& asked,
                            const std::optional<chat::turn_id>& newest_or_named)
{
    chat::turn_record record{.id = asked.id,
                             .conversation = asked.conversation.value_or(asked.new_conversation),
                             .parent = std::nullopt,
                             .state = chat::turn_state::running,
                             .question = asked.question,
                             .model = asked.model,
                             .answer = {},
                             .events = {},
                             .failed_with = std::nullopt,
                             .created_at = asked.created_at,
                             .finished_at = std::nullopt};
    if (asked.parent != chat::new_turn::parent_kind::none) record.parent = newest_or_named;
    if (asked.continues) record.continues = record.parent;
    record.trace_id = asked.trace_id;
    record.owner = asked.owner;
    return record;
}

void answer_so_far::add(std::int64_t from_byte, const std::string& text)
{
    const auto from = static_cast<std::size_t>(from_byte);
    has_gap_ = has_gap_ || from > text_.size();
    if (has_gap_) return;
    text_.resize(from);
    text_ += text;
}

task<std::vector<chat::turn_record>> read_turns(transaction& in, std::vector<std::int64_t> seqs)
{
    std::vector<statement> asked;
    asked.emplace_back(record_columns, seqs);
    asked.emplace_back(
        "SELECT turn, at_byte, kind, payload FROM turn_events WHERE turn = ANY($1) "
        "ORDER BY turn, ordinal",
        seqs);
    asked.emplace_back(
        "SELECT turn, from_byte, text FROM turn_progress WHERE turn = ANY($1) "
        "ORDER BY turn, from_byte",
        seqs);
    const std::vector<rows> answers = co_await in.run_all(std::move(asked));

    std::map<std::int64_t, chat::turn_record> found;
    for (const row one : answers[0]) found.emplace(one.integer(0), record_in(one));
    for (const row one : answers[1]) {
        const auto turn = found.find(one.integer(0));
        if (turn != found.end()) turn->second.events.push_back(event_in(one, 1));
    }
    std::map<std::int64_t, answer_so_far> growing;
    for (const row one : answers[2]) growing[one.integer(0)].add(one.integer(1), one.text(2));
    for (auto& [seq, answer] : growing) {
        const auto turn = found.find(seq);
        const bool is_running = turn != found.end() && !chat::is_final(turn->second.state);
        if (is_running) turn->second.answer = answer.take();
    }
    std::vector<chat::turn_record> records;
    for (const std::int64_t seq : seqs) {
        const auto turn = found.find(seq);
        if (turn != found.end()) records.push_back(std::move(turn->second));
    }
    co_return records;
}

}  // namespace parlance::postgresql
