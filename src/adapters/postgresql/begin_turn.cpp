#include <parlance/postgresql/conversation_writes.hpp>
#include <parlance/postgresql/turn_rows.hpp>

#include <cstdint>
#include <optional>
#include <utility>

namespace parlance::postgresql {
namespace {

using parent_kind = chat::new_turn::parent_kind;

/// What a question is begun beside, read and locked.
struct surroundings {
    std::optional<turn_row> known;  // this very turn
    bool is_owner_joined = false;
    std::optional<std::int64_t> conversation;  // an open one
    std::optional<std::int64_t> parent;
    std::optional<chat::turn_id> parent_id;
};

/// The conversation is locked until the end: of two turns that begin in it the second one sees the
/// first. The owner is locked, too: it is not declared dead meanwhile.
std::vector<statement> which_surroundings(const access::principal_id& who,
                                          const chat::new_turn& asked)
{
    std::vector<statement> all;
    all.push_back(which_turn(who, asked.id));
    all.emplace_back("SELECT 1 FROM replicas WHERE id = $1 AND epoch = $2 FOR KEY SHARE",
                     asked.owner.replica, asked.owner.epoch);
    const chat::conversation_id where = asked.conversation.value_or(asked.new_conversation);
    all.emplace_back(
        "SELECT seq FROM conversations WHERE principal = $1 AND id = $2 AND deleted_at IS NULL "
        "AND $3 FOR NO KEY UPDATE",
        who, where, asked.conversation.has_value());
    if (asked.parent == parent_kind::named) {
        all.emplace_back(
            "SELECT t.seq, t.id FROM turns AS t JOIN conversations AS c ON c.seq = t.conversation "
            "WHERE t.principal = $1 AND t.id = $2 AND c.id = $3",
            who, asked.named_parent, where);
    } else {
        all.emplace_back(
            "SELECT t.seq, t.id FROM turns AS t WHERE t.conversation = "
            "(SELECT seq FROM conversations WHERE principal = $1 AND id = $2 AND $3) "
            "ORDER BY t.seq DESC LIMIT 1",
            who, where, asked.parent == parent_kind::newest);
    }
    return all;
}

task<surroundings> look_around(transaction& in, const access::principal_id& who,
                               const chat::new_turn& asked)
{
    const std::vector<rows> answers = co_await in.run_all(which_surroundings(who, asked));
    surroundings seen;
    seen.known = turn_row_in(answers[0]);
    seen.is_owner_joined = !answers[1].empty();
    if (!answers[2].empty()) seen.conversation = answers[2][0].integer(0);
    if (!answers[3].empty()) {
        seen.parent = answers[3][0].integer(0);
        seen.parent_id = chat::turn_id(answers[3][0].uuid(1));
    }
    co_return seen;
}

/// True when an earlier run of this same work began it.
bool is_own_work(const transaction& in, const turn_row& known, const chat::new_turn& asked)
{
    return in.may_be_done() && known.is.owner == asked.owner &&
           known.created_at == asked.created_at;
}

task<result<chat::begun_turn>> begun_before(transaction& in, turn_row known,
                                            const chat::new_turn& asked)
{
    if (known.is_deleted) co_return fail(fault::not_found, "there is no such conversation");
    if (known.request_fingerprint != asked.request_fingerprint) {
        co_return fail(fault::conflict, "this turn id was begun with another request");
    }
    auto read = co_await read_turns(in, std::vector<std::int64_t>(1, known.seq));
    if (read.empty()) co_return fail(fault::not_found, "there is no such conversation");
    co_return chat::begun_turn{std::move(read.front()), is_own_work(in, known, asked)};
}

result<> check(const surroundings& seen, const chat::new_turn& asked)
{
    if (!seen.is_owner_joined) {
        return fail(fault::overloaded, "this replica is not among those that may begin turns");
    }
    if (asked.conversation && !seen.conversation) {
        return fail(fault::not_found, "there is no such conversation");
    }
    const bool is_named = asked.parent == parent_kind::named;
    if (is_named && (!seen.parent || !asked.conversation)) {
        return fail(fault::not_found, "there is no such parent turn in this conversation");
    }
    return {};
}

std::vector<statement> insertions(const access::principal_id& who, const chat::new_turn& asked,
                                  const surroundings& seen)
{
    const chat::conversation_id where = asked.conversation.value_or(asked.new_conversation);
    const auto parent = asked.parent == parent_kind::none ? std::nullopt : seen.parent;
    std::vector<statement> all;
    if (asked.conversation) {
        all.emplace_back(
            "UPDATE conversations SET updated_at = greatest(updated_at, $2) WHERE seq = $1",
            seen.conversation, asked.created_at);
    } else {
        all.emplace_back(
            "INSERT INTO conversations (principal, id, title, created_at, updated_at) "
            "VALUES ($1, $2, $3, $4, $4) ON CONFLICT (principal, id) DO NOTHING",
            who, where, verbatim{asked.title}, asked.created_at);
    }
    all.emplace_back(
        "INSERT INTO turns (principal, id, conversation, parent, continues_turn, state, owner, "
        "epoch, created_at, model, trace_id, request_fingerprint, question) "
        "SELECT $1, $2, c.seq, $3, $4, 'running', $5, $6, $7, $8, $9, $10, $11 "
        "FROM conversations AS c WHERE c.principal = $1 AND c.id = $12 "
        "ON CONFLICT (principal, id) DO NOTHING RETURNING seq",
        who, asked.id, parent, asked.continues ? parent : std::nullopt, asked.owner.replica,
        asked.owner.epoch, asked.created_at, asked.model, asked.trace_id,
        verbatim{asked.request_fingerprint}, verbatim{asked.question}, where);
    // The title, when it is new, and the question are to be searchable.
    all.emplace_back(
        "INSERT INTO messages_to_index (message) "
        "SELECT t.seq * 4 + place FROM turns AS t, unnest(ARRAY[0, 1]) AS place "
        "WHERE t.principal = $1 AND t.id = $2 AND (place = 1 OR $3) "
        "ON CONFLICT (message) DO UPDATE SET version = messages_to_index.version + 1",
        who, asked.id, !asked.conversation.has_value());
    return all;
}

}  // namespace

task<result<chat::begun_turn>> begin_turn(transaction& in, const access::principal_id& who,
                                          const chat::new_turn& asked)
{
    const surroundings seen = co_await look_around(in, who, asked);
    if (seen.known) co_return co_await begun_before(in, *seen.known, asked);
    const auto may = check(seen, asked);
    if (!may) co_return may.error();
    const std::vector<rows> done = co_await in.run_all(insertions(who, asked, seen));
    if (done[1].empty()) repeat_transaction();  // the same turn was begun beside us
    if (done[0].changed() == 0) {
        co_return fail(fault::conflict, "this conversation id is taken");
    }
    co_return chat::begun_turn{record_of(asked, seen.parent_id), true};
}

}  // namespace parlance::postgresql
