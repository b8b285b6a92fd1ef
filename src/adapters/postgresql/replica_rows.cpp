#include <parlance/postgresql/replica_rows.hpp>

#include <parlance/postgresql/turn_rows.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace parlance::postgresql {
namespace {

/// What one transaction sweeps up: locked for a moment only, and a failure costs little.
constexpr std::int64_t sweep_rows_max = 1'000;

struct left_turns {
    std::vector<std::int64_t> seqs;
    abandoned_turns are;
};

/// Rows of (seq, principal, id, conversation's id).
left_turns left_in(const rows& answer)
{
    left_turns left;
    for (const row one : answer) {
        const chat::turn_key turn{access::principal_id(one.uuid(1)), chat::turn_id(one.uuid(2))};
        left.seqs.push_back(one.integer(0));
        left.are.push_back({turn, chat::conversation_id(one.uuid(3))});
    }
    return left;
}

/// Ends running turns whose owner is gone: what was kept of each becomes its answer.
task<abandoned_turns> interrupt(transaction& in, left_turns left, wall_time now)
{
    if (left.seqs.empty()) co_return std::move(left.are);
    const rows pieces = co_await in.run(
        "SELECT turn, from_byte, text FROM turn_progress WHERE turn = ANY($1) "
        "ORDER BY turn, from_byte",
        left.seqs);
    std::map<std::int64_t, answer_so_far> kept;
    for (const row one : pieces) kept[one.integer(0)].add(one.integer(1), one.text(2));
    std::vector<std::string> answers;
    for (const std::int64_t seq : left.seqs) answers.push_back(kept[seq].take());

    std::vector<statement> asked;
    asked.emplace_back(
        "UPDATE turns AS t SET state = 'interrupted', answer = l.answer, finished_at = $3 "
        "FROM unnest($1, $2) AS l(seq, answer) WHERE t.seq = l.seq",
        left.seqs, verbatim_list{answers}, now);
    asked.emplace_back("DELETE FROM turn_progress WHERE turn = ANY($1)", left.seqs);
    asked.emplace_back(
        "INSERT INTO messages_to_index (message) SELECT seq * 4 + 2 FROM unnest($1) AS seq "
        "ON CONFLICT (message) DO UPDATE SET version = messages_to_index.version + 1",
        left.seqs);
    static_cast<void>(co_await in.run_all(std::move(asked)));
    co_return std::move(left.are);
}

/// The running turns that `whose` names, locked: an end that is being written comes first.
statement which_left(const std::string& whose, const chat::turn_owner& of)
{
    return statement(
        "SELECT t.seq, t.principal, t.id, c.id FROM turns AS t "
        "JOIN conversations AS c ON c.seq = t.conversation "
        "WHERE t.state IN ('queued', 'running') AND " +
            whose + " ORDER BY t.seq FOR NO KEY UPDATE OF t",
        of.replica, of.epoch);
}

constexpr auto of_replica = "t.owner = $1 AND $2 IS NOT NULL";
constexpr auto of_others = "NOT (t.owner = $1 AND t.epoch = $2)";

}  // namespace

task<result<chat::turn_owner>> join_replica(transaction& in, chat::replica_id self, wall_time now)
{
    std::vector<statement> asked;
    asked.emplace_back("DELETE FROM replicas WHERE id = $1", self);
    asked.push_back(which_left(of_replica, {self, 0}));
    std::vector<rows> answers = co_await in.run_all(std::move(asked));
    static_cast<void>(co_await interrupt(in, left_in(answers[1]), now));
    asked.clear();
    asked.emplace_back(
        "WITH given AS (INSERT INTO replica_epochs (replica, joined_at) VALUES ($1, $2) "
        "  RETURNING epoch) "
        "INSERT INTO replicas (id, epoch) SELECT $1, epoch FROM given "
        "ON CONFLICT (id) DO NOTHING RETURNING epoch",
        self, now);
    answers = co_await in.run_all(std::move(asked));
    if (answers[0].empty()) repeat_transaction();  // it joined beside us
    co_return chat::turn_owner{self, answers[0][0].integer(0)};
}

task<result<std::int64_t>> beat_replica(transaction& in, chat::turn_owner self)
{
    const rows beaten = co_await in.run(
        "UPDATE replicas SET counter = counter + 1 WHERE id = $1 AND epoch = $2 RETURNING counter",
        self.replica, self.epoch);
    if (beaten.empty()) {
        co_return fail(fault::conflict,
                       "this replica was declared dead, or has joined again since");
    }
    co_return beaten[0].integer(0);
}

task<result<>> sweep_some(transaction& in)
{
    statement some(
        "DELETE FROM turn_progress WHERE ctid = ANY(ARRAY("
        "  SELECT p.ctid FROM turn_progress AS p WHERE NOT EXISTS (SELECT 1 FROM turns AS t "
        "    WHERE t.seq = p.turn AND t.state IN ('queued', 'running')) "
        "  LIMIT $1 FOR UPDATE SKIP LOCKED))",
        sweep_rows_max);
    static_cast<void>(co_await in.run(std::move(some)));
    co_return result<>();
}

task<result<abandoned_turns>> declare_dead(transaction& in, chat::heartbeat seen, wall_time now,
                                           std::shared_ptr<abandoned_turns> about)
{
    const rows gone = co_await in.run(
        "DELETE FROM replicas WHERE id = $1 AND epoch = $2 AND counter = $3 RETURNING epoch",
        seen.of.replica, seen.of.epoch, seen.counter);
    if (gone.empty()) {
        if (about->empty()) co_return abandoned_turns();
        // When another observer did it meanwhile, both tell: what is told is a hint.
        const rows lives = co_await in.run("SELECT 1 FROM replicas WHERE id = $1 AND epoch = $2",
                                           seen.of.replica, seen.of.epoch);
        co_return lives.empty() ? *about : abandoned_turns();
    }
    const rows found = co_await in.run(which_left(of_replica, seen.of));
    left_turns left = left_in(found);
    *about = left.are;
    co_return co_await interrupt(in, std::move(left), now);
}

task<result<abandoned_turns>> leave_replica(transaction& in, chat::turn_owner self, wall_time now)
{
    const rows gone =
        co_await in.run("DELETE FROM replicas WHERE id = $1 AND epoch = $2 RETURNING epoch",
                        self.replica, self.epoch);
    if (gone.empty()) co_return abandoned_turns();
    const rows left = co_await in.run(which_left(of_replica, self));
    co_return co_await interrupt(in, left_in(left), now);
}

task<result<abandoned_turns>> interrupt_others(transaction& in, chat::turn_owner self,
                                               wall_time now)
{
    std::vector<statement> asked;
    asked.emplace_back("DELETE FROM replicas WHERE id <> $1", self.replica);
    asked.push_back(which_left(of_others, self));
    const std::vector<rows> answers = co_await in.run_all(std::move(asked));
    co_return co_await interrupt(in, left_in(answers[1]), now);
}

}  // namespace parlance::postgresql
