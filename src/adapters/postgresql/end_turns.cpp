#include <parlance/postgresql/end_turns.hpp>

#include <parlance/postgresql/event_columns.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

namespace parlance::postgresql {
namespace {

/// Most events are there already: ticks kept them.
constexpr auto end_all =
    "WITH asked AS MATERIALIZED (SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) "
    "  WITH ORDINALITY AS a (principal, id, owner, epoch, state, fault, finished_at, answer, "
    "  event_count, place)), "
    "ended AS (UPDATE turns AS t SET state = a.state, answer = a.answer, "
    "  fault = nullif(a.fault, ''), finished_at = a.finished_at FROM asked AS a "
    "  WHERE t.principal = a.principal AND t.id = a.id AND t.owner = a.owner "
    "  AND t.epoch = a.epoch AND t.state = 'running' "
    "  RETURNING t.seq, t.conversation, a.finished_at, a.event_count, a.place), "
    "said AS (DELETE FROM turn_progress AS p USING ended AS e WHERE p.turn = e.seq), "
    "undone AS (DELETE FROM turn_events AS v USING ended AS e "
    "  WHERE v.turn = e.seq AND v.ordinal >= e.event_count), "
    "done AS (INSERT INTO turn_events (turn, ordinal, at_byte, kind, payload) "
    "  SELECT e.seq, v.ordinal, v.at_byte, v.kind, v.payload "
    "  FROM unnest($10, $11, $12, $13, $14) AS v (place, ordinal, at_byte, kind, payload) "
    "  JOIN ended AS e ON e.place = v.place WHERE NOT EXISTS (SELECT 1 FROM turn_events AS k "
    "  WHERE k.turn = e.seq AND k.ordinal = v.ordinal AND k.at_byte = v.at_byte "
    "  AND k.kind = v.kind AND k.payload = v.payload) ON CONFLICT (turn, ordinal) DO UPDATE SET "
    "  at_byte = excluded.at_byte, kind = excluded.kind, payload = excluded.payload), "
    "touched AS (UPDATE conversations AS c SET updated_at = greatest(c.updated_at, e.latest) "
    "  FROM (SELECT conversation, max(finished_at) AS latest FROM ended GROUP BY conversation) "
    "  AS e WHERE c.seq = e.conversation), "
    "listed AS (INSERT INTO messages_to_index (message) SELECT seq * 4 + 2 FROM ended "
    "  ON CONFLICT (message) DO UPDATE SET version = messages_to_index.version + 1) "
    "SELECT place FROM ended";

struct end_columns {
    std::vector<uuid_bytes> principals;
    std::vector<uuid_bytes> ids;
    std::vector<uuid_bytes> owners;
    std::vector<std::int64_t> epochs;
    std::vector<std::string> states;
    std::vector<std::string> faults;  // empty: none
    std::vector<std::int64_t> times;
    std::vector<std::string> answers;
    std::vector<std::int64_t> event_counts;
    event_columns events;

    void add(const asked_end& one)
    {
        principals.push_back(one.who.bytes());
        ids.push_back(one.end.id.bytes());
        owners.push_back(one.owner.replica.bytes());
        epochs.push_back(one.owner.epoch);
        states.emplace_back(chat::name_of(one.end.state));
        faults.emplace_back(one.end.failed_with ? name_of(*one.end.failed_with) : "");
        times.push_back(one.end.finished_at.time_since_epoch().count());
        answers.push_back(one.end.answer);
        event_counts.push_back(static_cast<std::int64_t>(one.end.events.size()));
        std::int64_t ordinal = 0;
        const auto place = static_cast<std::int64_t>(ids.size());
        for (const chat::placed_event& event : one.end.events) events.add(place, ordinal++, event);
    }
};

}  // namespace

task<result<kept_ends>> end_turns(transaction& in, asked_ends all)
{
    end_columns are;
    std::vector<std::size_t> chosen;
    std::set<chat::turn_key> turns;  // of two ends of one the second may be another one
    for (std::size_t at = 0; at < all.size(); ++at) {
        if (!turns.insert({all[at]->who, all[at]->end.id}).second) continue;
        are.add(*all[at]);
        chosen.push_back(at);
    }
    statement asked(end_all, are.principals, are.ids, are.owners, are.epochs, are.states,
                    are.faults, are.times, verbatim_list{are.answers}, are.event_counts,
                    are.events.turns, are.events.ordinals, are.events.places, are.events.kinds,
                    verbatim_list{are.events.payloads});
    const rows ended = co_await in.run(std::move(asked));
    kept_ends kept(all.size(), end_kept::alone);
    for (const row one : ended)
        kept[chosen.at(static_cast<std::size_t>(one.integer(0) - 1))] = end_kept::yes;
    co_return kept;
}

}  // namespace parlance::postgresql
