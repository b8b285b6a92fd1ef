#include <parlance/postgresql/conversation_reads.hpp>

#include <parlance/postgresql/turn_rows.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace parlance::postgresql {
namespace {

constexpr const char* no_turn = "there is no such turn";

constexpr std::string_view summary_columns =
    "SELECT c.id, c.title, c.created_at, c.updated_at, EXISTS ("
    "  SELECT 1 FROM turns AS t WHERE t.conversation = c.seq "
    "  AND t.state IN ('queued', 'running')), c.seq, c.deleted_at FROM conversations AS c ";

chat::conversation_summary summary_in(const row& from)
{
    return {chat::conversation_id(from.uuid(0)), from.text(1), from.time(2), from.time(3),
            from.boolean(4)};
}

/// A running turn's rows that reach beyond a byte, and the last row, which says where it ends.
statement which_progress(std::int64_t turn, std::int64_t from)
{
    return statement(
        "SELECT from_byte, text FROM turn_progress WHERE turn = $1 AND "
        "(from_byte + octet_length(text) > $2 OR from_byte = "
        "(SELECT max(from_byte) FROM turn_progress WHERE turn = $1)) ORDER BY from_byte",
        turn, from);
}

/// The answer from a byte on, or from its end when it is shorter.
void place_text(const rows& pieces, std::int64_t from, chat::turn_growth& to)
{
    const std::int64_t starts = pieces.empty() ? 0 : pieces[0].integer(0);
    answer_so_far tail;
    for (const row one : pieces) tail.add(one.integer(0) - starts, one.text(1));
    const auto end = starts + static_cast<std::int64_t>(tail.text().size());
    // A first row that starts behind the place: what is before it was cut by a crash.
    to.from_byte = starts > from ? std::int64_t{0} : std::min(from, end);
    if (starts > from) return;
    to.text = tail.take();
    to.text.erase(0, static_cast<std::size_t>(to.from_byte - starts));
}

}  // namespace

task<result<chat::turn_record>> find_turn(transaction& in, access::principal_id who,
                                          chat::turn_id which)
{
    const rows answer = co_await in.run(which_turn(who, which));
    const auto found = turn_row_in(answer);
    if (!found || found->is_deleted) co_return fail(fault::not_found, no_turn);
    std::vector<chat::turn_record> turns =
        co_await read_turns(in, std::vector<std::int64_t>(1, found->seq));
    if (turns.empty()) co_return fail(fault::not_found, no_turn);
    co_return std::move(turns.front());
}

task<result<chat::turn_growth>> read_growth(transaction& in, access::principal_id who,
                                            chat::turn_id which, chat::position from)
{
    const rows answer = co_await in.run(which_turn(who, which));
    const auto found = turn_row_in(answer);
    if (!found || found->is_deleted) co_return fail(fault::not_found, no_turn);
    std::vector<statement> asked;
    asked.emplace_back(
        "SELECT fault, finished_at, trace_id, least($2, octet_length(answer)), "
        "substring(answer FROM (least($2, octet_length(answer)) + 1)::int) "
        "FROM turns WHERE seq = $1",
        found->seq, from.bytes);
    asked.emplace_back(
        "SELECT at_byte, kind, payload FROM turn_events WHERE turn = $1 AND ordinal >= $2 "
        "ORDER BY ordinal",
        found->seq, from.events);
    asked.push_back(which_progress(found->seq, from.bytes));
    const std::vector<rows> answers = co_await in.run_all(std::move(asked));

    chat::turn_growth growth;
    growth.is = found->is;
    growth.from_event = from.events;
    const row turn = answers[0][0];
    growth.trace_id = turn.text(2);
    if (chat::is_final(found->is.state)) {
        growth.failed_with = fault_in(turn, 0);
        if (!turn.is_null(1)) growth.finished_at = turn.time(1);
        growth.from_byte = turn.integer(3);
        growth.text = turn.text(4);
    } else {
        place_text(answers[2], from.bytes, growth);
    }
    for (const row one : answers[1]) growth.events.push_back(event_in(one, 0));
    co_return growth;
}

statement which_conversations(const access::principal_id& who,
                              const stored_form::page_cursor& after, std::size_t limit)
{
    return statement(std::string(summary_columns) +
                         "WHERE c.principal = $1 AND c.deleted_at IS NULL "
                         "AND (c.updated_at, c.id) < ($2, $3) "
                         "ORDER BY c.updated_at DESC, c.id DESC LIMIT $4",
                     who, after.when, after.which, static_cast<std::int64_t>(limit) + 1);
}

chat::conversation_page page_in(const rows& answer, std::size_t limit)
{
    chat::conversation_page page;
    for (const row one : answer) {
        if (page.items.size() == limit) {
            const auto& last = page.items.back();
            page.next_cursor = stored_form::format_cursor({last.updated_at, last.id.bytes()});
            break;
        }
        page.items.push_back(summary_in(one));
    }
    return page;
}

statement which_conversation(const access::principal_id& who, const chat::conversation_id& which)
{
    return statement(std::string(summary_columns) + "WHERE c.principal = $1 AND c.id = $2", who,
                     which);
}

std::optional<conversation_row> conversation_row_in(const rows& answer)
{
    if (answer.empty()) return std::nullopt;
    const row from = answer[0];
    conversation_row found{from.integer(5), {summary_in(from), std::nullopt}};
    if (!from.is_null(6)) found.now.deleted_at = from.time(6);
    return found;
}

result<conversation_row> open_row_in(const rows& answer)
{
    auto found = conversation_row_in(answer);
    if (!found || found->now.deleted_at) {
        return fail(fault::not_found, "there is no such conversation");
    }
    return std::move(*found);
}

}  // namespace parlance::postgresql
