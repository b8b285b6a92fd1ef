#include <parlance/postgresql/conversation_writes.hpp>

#include <parlance/postgresql/event_columns.hpp>
#include <parlance/postgresql/turn_rows.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace parlance::postgresql {
namespace {

std::optional<std::string_view> name_of_fault(const std::optional<fault>& kind)
{
    if (!kind) return std::nullopt;
    return name_of(*kind);
}

/// Growth as columns.
struct growth_columns {
    std::vector<uuid_bytes> principals;
    std::vector<uuid_bytes> ids;
    std::vector<std::int64_t> places;
    std::vector<std::string> texts;
};

growth_columns columns_of(const std::vector<chat::turn_progress>& growth)
{
    growth_columns made;
    for (const chat::turn_progress& one : growth) {
        made.principals.push_back(one.who.bytes());
        made.ids.push_back(one.id.bytes());
        made.places.push_back(one.from_byte);
        made.texts.push_back(one.text);
    }
    return made;
}

event_columns events_of(const std::vector<chat::turn_progress>& growth)
{
    event_columns made;
    std::int64_t turn = 0;
    for (const chat::turn_progress& one : growth) {
        ++turn;
        std::int64_t ordinal = one.from_event;
        for (const chat::placed_event& event : one.events) made.add(turn, ordinal++, event);
    }
    return made;
}

/// Keeps what turns that still run under their owner have grown by.  @return its places in `all`.
statement keep_growth(const growth_columns& all, const chat::turn_owner& owner,
                      const event_columns& events)
{
    std::string sql =
        "WITH running AS MATERIALIZED (SELECT t.seq, g.from_byte, g.text, g.place "
        "  FROM unnest($3, $4, $5, $6) WITH ORDINALITY AS g (principal, id, from_byte, text, "
        "place) "
        "  JOIN turns AS t ON t.principal = g.principal AND t.id = g.id "
        "  WHERE t.owner = $1 AND t.epoch = $2 AND t.state = 'running'), "
        "said AS (INSERT INTO turn_progress (turn, from_byte, text) "
        "  SELECT DISTINCT ON (seq, from_byte) seq, from_byte, text FROM running "
        "  WHERE text <> '' ORDER BY seq, from_byte, place DESC "
        "  ON CONFLICT (turn, from_byte) DO UPDATE SET text = excluded.text) ";
    constexpr auto which = "SELECT place FROM running";
    if (events.turns.empty()) {
        return statement(sql + which, owner.replica, owner.epoch, all.principals, all.ids,
                         all.places, verbatim_list{all.texts});
    }
    sql +=
        ", done AS (INSERT INTO turn_events (turn, ordinal, at_byte, kind, payload) "
        "  SELECT DISTINCT ON (r.seq, e.ordinal) r.seq, e.ordinal, e.at_byte, e.kind, e.payload "
        "  FROM running AS r JOIN unnest($7, $8, $9, $10, $11) WITH ORDINALITY "
        "  AS e (place, ordinal, at_byte, kind, payload, nth) ON e.place = r.place "
        "  ORDER BY r.seq, e.ordinal, e.nth DESC ON CONFLICT (turn, ordinal) DO UPDATE SET "
        "  at_byte = excluded.at_byte, kind = excluded.kind, payload = excluded.payload) ";
    return statement(sql + which, owner.replica, owner.epoch, all.principals, all.ids, all.places,
                     verbatim_list{all.texts}, events.turns, events.ordinals, events.places,
                     events.kinds, verbatim_list{events.payloads});
}

/// One statement: its parts see that the turn was running before, and do nothing when it was not.
constexpr auto end_turn =
    "WITH ended AS (UPDATE turns SET state = $1, answer = $2, fault = $3, finished_at = $4 "
    "  WHERE principal = $5 AND id = $6 AND owner = $7 AND epoch = $8 AND state = 'running' "
    "  RETURNING seq, conversation), "
    "said AS (DELETE FROM turn_progress USING ended WHERE turn = ended.seq), "
    "undone AS (DELETE FROM turn_events USING ended WHERE turn = ended.seq AND ordinal >= $9), "
    "done AS (INSERT INTO turn_events (turn, ordinal, at_byte, kind, payload) "
    "  SELECT ended.seq, e.ordinal, e.at_byte, e.kind, e.payload "
    "  FROM ended, unnest($10, $11, $12, $13) AS e(ordinal, at_byte, kind, payload) "
    "  ON CONFLICT (turn, ordinal) DO UPDATE SET "
    "  at_byte = excluded.at_byte, kind = excluded.kind, payload = excluded.payload), "
    "touched AS (UPDATE conversations AS c SET updated_at = greatest(c.updated_at, $4) "
    "  FROM ended WHERE c.seq = ended.conversation), "
    "listed AS (INSERT INTO messages_to_index (message) SELECT seq * 4 + 2 FROM ended "
    "  ON CONFLICT (message) DO UPDATE SET version = messages_to_index.version + 1) "
    "SELECT seq FROM ended";

/// Why no turn was ended, unless this very end was kept before and its writer never heard of it.
task<result<>> why_not_ended(transaction& in, const access::principal_id& who,
                             const chat::turn_owner& owner, const chat::turn_end& end)
{
    statement asked(
        "SELECT owner = $3 AND epoch = $4 AND state = $5 AND finished_at = $6 AND answer = $7 "
        "FROM turns WHERE principal = $1 AND id = $2",
        who, end.id, owner.replica, owner.epoch, chat::name_of(end.state), end.finished_at,
        verbatim{end.answer});
    const rows found = co_await in.run(std::move(asked));
    if (found.empty()) co_return fail(fault::not_found, "there is no such turn");
    const bool is_ended_so = !found[0].is_null(0) && found[0].boolean(0);
    if (is_ended_so) co_return result<>();
    co_return fail(fault::conflict, "the turn is not running under this owner any more");
}

}  // namespace

task<result<std::vector<chat::turn_key>>> append_progress(
    transaction& in, const chat::turn_owner& owner, const std::vector<chat::turn_progress>& growth)
{
    const growth_columns all = columns_of(growth);
    const event_columns events = events_of(growth);
    std::vector<statement> asked;
    // Against being declared dead meanwhile, which would read the turns before this is written.
    asked.emplace_back("SELECT 1 FROM replicas WHERE id = $1 AND epoch = $2 FOR KEY SHARE",
                       owner.replica, owner.epoch);
    asked.push_back(keep_growth(all, owner, events));
    const std::vector<rows> answers = co_await in.run_all(std::move(asked));

    std::vector<bool> is_running(growth.size(), false);
    for (const row one : answers.back()) {
        is_running.at(static_cast<std::size_t>(one.integer(0) - 1)) = true;
    }
    std::vector<chat::turn_key> fenced;
    for (std::size_t at = 0; at < growth.size(); ++at) {
        if (!is_running[at]) fenced.push_back({growth[at].who, growth[at].id});
    }
    co_return fenced;
}

task<result<>> finish_turn(transaction& in, const access::principal_id& who,
                           const chat::turn_owner& owner, const chat::turn_end& end)
{
    event_columns events;
    std::int64_t ordinal = 0;
    for (const chat::placed_event& event : end.events) events.add(0, ordinal++, event);
    statement asked(end_turn, chat::name_of(end.state), verbatim{end.answer},
                    name_of_fault(end.failed_with), end.finished_at, who, end.id, owner.replica,
                    owner.epoch, ordinal, events.ordinals, events.places, events.kinds,
                    verbatim_list{events.payloads});
    const rows ended = co_await in.run(std::move(asked));
    if (!ended.empty()) co_return result<>();
    co_return co_await why_not_ended(in, who, owner, end);
}

task<result<chat::turn_standing>> want_stop(transaction& in, access::principal_id who,
                                            chat::turn_id which)
{
    std::vector<statement> asked;
    asked.push_back(which_turn(who, which));
    asked.emplace_back(
        "UPDATE turns AS t SET stop_wanted = true FROM conversations AS c "
        "WHERE c.seq = t.conversation AND c.deleted_at IS NULL "
        "AND t.principal = $1 AND t.id = $2 AND t.state IN ('queued', 'running') "
        "AND NOT t.stop_wanted",
        who, which);
    const std::vector<rows> answers = co_await in.run_all(std::move(asked));
    const auto found = turn_row_in(answers[0]);
    if (!found || found->is_deleted) co_return fail(fault::not_found, "there is no such turn");
    co_return found->is;
}

}  // namespace parlance::postgresql
