#include <parlance/postgresql/begin_turns.hpp>

#include <parlance/postgresql/turn_rows.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

namespace parlance::postgresql {
namespace {

using parent_kind = chat::new_turn::parent_kind;

/// One of the questions, while it may still be begun with the others.
struct candidate {
    std::size_t place = 0;  // among all that were asked
    const asked_turn* is = nullptr;
    std::optional<std::int64_t> conversation{};  // one that was there, locked
    std::optional<std::int64_t> parent{};
    std::optional<chat::turn_id> parent_id{};

    [[nodiscard]] const chat::new_turn& asked() const { return is->asked; }
    [[nodiscard]] chat::conversation_id where() const
    {
        return asked().conversation.value_or(asked().new_conversation);
    }
};
using candidates = std::vector<candidate>;

/// A place in a list of candidates, as SQL counts them.
std::size_t place_in(const row& from)
{
    return static_cast<std::size_t>(from.integer(0) - 1);
}

/// Those of the first one's owner; of several about one turn or conversation, the first.
candidates distinct(const asked_turns& all)
{
    std::set<chat::turn_key> turns;
    std::set<std::pair<access::principal_id, chat::conversation_id>> conversations;
    candidates chosen;
    for (std::size_t at = 0; at < all.size(); ++at) {
        const candidate one{at, all[at].get()};
        if (one.asked().owner != all.front()->asked.owner) continue;
        const bool is_named = one.asked().parent == parent_kind::named;
        if (is_named && !one.asked().conversation) continue;
        if (!turns.insert({one.is->who, one.asked().id}).second) continue;
        if (!conversations.insert({one.is->who, one.where()}).second) continue;
        chosen.push_back(one);
    }
    return chosen;
}

struct keys {
    std::vector<uuid_bytes> principals;
    std::vector<uuid_bytes> ids;
    std::vector<std::int64_t> places;  // in the list of candidates, from 1
};

std::vector<statement> which_surroundings(const candidates& all)
{
    keys turns;
    keys conversations;
    std::int64_t place = 0;
    for (const candidate& one : all) {
        ++place;
        turns.principals.push_back(one.is->who.bytes());
        turns.ids.push_back(one.asked().id.bytes());
        if (!one.asked().conversation) continue;
        conversations.principals.push_back(one.is->who.bytes());
        conversations.ids.push_back(one.where().bytes());
        conversations.places.push_back(place);
    }
    const chat::turn_owner& owner = all.front().asked().owner;
    std::vector<statement> steps;
    steps.emplace_back("SELECT 1 FROM replicas WHERE id = $1 AND epoch = $2 FOR KEY SHARE",
                       owner.replica, owner.epoch);
    steps.emplace_back(
        "SELECT a.place FROM unnest($1, $2) WITH ORDINALITY AS a (principal, id, place) "
        "JOIN turns AS t ON t.principal = a.principal AND t.id = a.id",
        turns.principals, turns.ids);
    if (conversations.places.empty()) return steps;
    // What another turn begins in just now is not waited for: nobody waits for two at a time.
    steps.emplace_back(
        "SELECT a.place, c.seq FROM unnest($1, $2, $3) AS a (principal, id, place) "
        "JOIN conversations AS c ON c.principal = a.principal AND c.id = a.id "
        "WHERE c.deleted_at IS NULL FOR NO KEY UPDATE OF c SKIP LOCKED",
        conversations.principals, conversations.ids, conversations.places);
    return steps;
}

/// Leaves out those that were begun before and those without a conversation to begin in.
task<candidates> look_around(transaction& in, candidates all)
{
    const std::vector<rows> seen = co_await in.run_all(which_surroundings(all));
    if (seen[0].empty()) co_return candidates();  // each is told why
    std::vector<bool> is_known(all.size(), false);
    for (const row one : seen[1]) is_known.at(place_in(one)) = true;
    if (seen.size() > 2) {
        for (const row one : seen[2]) all.at(place_in(one)).conversation = one.integer(1);
    }
    candidates left;
    for (std::size_t at = 0; at < all.size(); ++at) {
        const bool has_place = !all[at].asked().conversation || all[at].conversation;
        if (has_place && !is_known[at]) left.push_back(all[at]);
    }
    co_return left;
}

std::vector<statement> which_parents(const candidates& all)
{
    keys newest;
    std::vector<std::int64_t> newest_in;
    keys named;
    std::vector<std::int64_t> named_in;
    std::int64_t place = 0;
    for (const candidate& one : all) {
        ++place;
        if (!one.conversation) continue;
        if (one.asked().parent == parent_kind::newest) {
            newest.places.push_back(place);
            newest_in.push_back(*one.conversation);
        } else if (one.asked().parent == parent_kind::named && one.asked().named_parent) {
            named.places.push_back(place);
            named.principals.push_back(one.is->who.bytes());
            named.ids.push_back(one.asked().named_parent->bytes());
            named_in.push_back(*one.conversation);
        }
    }
    std::vector<statement> steps;
    if (!newest.places.empty()) {
        steps.emplace_back(
            "SELECT a.place, p.seq, p.id FROM unnest($1, $2) AS a (place, conversation) "
            "CROSS JOIN LATERAL (SELECT t.seq, t.id FROM turns AS t "
            "WHERE t.conversation = a.conversation ORDER BY t.seq DESC LIMIT 1) AS p",
            newest.places, newest_in);
    }
    if (!named.places.empty()) {
        steps.emplace_back(
            "SELECT a.place, t.seq, t.id "
            "FROM unnest($1, $2, $3, $4) AS a (place, principal, id, conversation) "
            "JOIN turns AS t ON t.principal = a.principal AND t.id = a.id "
            "AND t.conversation = a.conversation",
            named.places, named.principals, named.ids, named_in);
    }
    return steps;
}

/// After the conversations are locked: of two turns that begin in one the second sees the first.
/// Leaves out those whose named parent is not there.
task<candidates> find_parents(transaction& in, candidates all)
{
    std::vector<statement> steps = which_parents(all);
    if (steps.empty()) co_return all;
    const std::vector<rows> found = co_await in.run_all(std::move(steps));
    for (const rows& some : found) {
        for (const row one : some) {
            candidate& child = all.at(place_in(one));
            child.parent = one.integer(1);
            child.parent_id = chat::turn_id(one.uuid(2));
        }
    }
    std::erase_if(all, [](const candidate& one) {
        return one.asked().parent == parent_kind::named && !one.parent;
    });
    co_return all;
}

/// Turns that are to be written, as columns.
struct turn_columns {
    std::vector<uuid_bytes> principals;
    std::vector<uuid_bytes> ids;
    std::vector<uuid_bytes> conversations;
    std::vector<std::optional<std::int64_t>> held;
    std::vector<std::optional<std::int64_t>> parents;
    std::vector<std::optional<std::int64_t>> continued;
    std::vector<std::int64_t> times;
    std::vector<std::string> titles;
    std::vector<std::string> models;
    std::vector<std::string> trace_ids;
    std::vector<std::string> fingerprints;
    std::vector<std::string> questions;

    void add(const candidate& one)
    {
        const chat::new_turn& asked = one.asked();
        principals.push_back(one.is->who.bytes());
        ids.push_back(asked.id.bytes());
        conversations.push_back(one.where().bytes());
        held.push_back(one.conversation);
        parents.push_back(one.parent);
        continued.push_back(asked.continues ? one.parent : std::nullopt);
        times.push_back(asked.created_at.time_since_epoch().count());
        titles.push_back(asked.title);
        models.push_back(asked.model);
        trace_ids.push_back(asked.trace_id);
        fingerprints.push_back(asked.request_fingerprint);
        questions.push_back(asked.question);
    }
};

/// Per turn that has a conversation: its place, and whether it was begun. Titles that are new and
/// questions are to be searchable.
statement write_turns(const candidates& all)
{
    turn_columns are;
    for (const candidate& one : all) are.add(one);
    const chat::turn_owner& owner = all.front().asked().owner;
    return statement(
        "WITH asked AS MATERIALIZED (SELECT * FROM "
        "  unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) WITH ORDINALITY AS a ("
        "  principal, id, conversation, held, parent, continued, created_at, title, model, "
        "  trace_id, fingerprint, question, place)), "
        "made AS (INSERT INTO conversations (principal, id, title, created_at, updated_at) "
        "  SELECT principal, conversation, title, created_at, created_at FROM asked "
        "  WHERE held IS NULL ON CONFLICT (principal, id) DO NOTHING "
        "  RETURNING seq, principal, id), "
        "placed AS (SELECT a.*, coalesce(a.held, m.seq) AS within FROM asked AS a "
        "  LEFT JOIN made AS m ON m.principal = a.principal AND m.id = a.conversation), "
        "begun AS (INSERT INTO turns (principal, id, conversation, parent, continues_turn, "
        "  state, owner, epoch, created_at, model, trace_id, request_fingerprint, question) "
        "  SELECT principal, id, within, parent, continued, 'running', $1, $2, created_at, model, "
        "  trace_id, fingerprint, question FROM placed WHERE within IS NOT NULL ORDER BY place "
        "  ON CONFLICT (principal, id) DO NOTHING RETURNING seq, principal, id, conversation), "
        "touched AS (UPDATE conversations AS c "
        "  SET updated_at = greatest(c.updated_at, a.created_at) "
        "  FROM asked AS a WHERE c.seq = a.held), "
        "listed AS (INSERT INTO messages_to_index (message) SELECT seq * 4 + 1 FROM begun "
        "  UNION ALL SELECT b.seq * 4 FROM begun AS b JOIN made AS m ON m.seq = b.conversation) "
        "SELECT p.place, b.seq IS NOT NULL FROM placed AS p "
        "LEFT JOIN begun AS b ON b.principal = p.principal AND b.id = p.id "
        "WHERE p.within IS NOT NULL",
        owner.replica, owner.epoch, are.principals, are.ids, are.conversations, are.held,
        are.parents, are.continued, are.times, verbatim_list{are.titles}, are.models, are.trace_ids,
        verbatim_list{are.fingerprints}, verbatim_list{are.questions});
}

}  // namespace

task<result<begun_turns>> begin_turns(transaction& in, asked_turns all)
{
    begun_turns begun(all.size());
    candidates left = distinct(all);
    if (left.empty()) co_return begun;
    left = co_await look_around(in, std::move(left));
    if (left.empty()) co_return begun;
    left = co_await find_parents(in, std::move(left));
    if (left.empty()) co_return begun;
    const rows written = co_await in.run(write_turns(left));
    for (const row one : written) {
        if (!one.boolean(1)) repeat_transaction();  // the same turn was begun beside us
        const candidate& which = left.at(place_in(one));
        begun[which.place] = chat::begun_turn{record_of(which.asked(), which.parent_id), true};
    }
    co_return begun;
}

}  // namespace parlance::postgresql
