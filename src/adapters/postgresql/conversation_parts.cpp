#include <parlance/postgresql/conversation_parts.hpp>

#include <parlance/postgresql/conversation_reads.hpp>
#include <parlance/postgresql/quick_plans.hpp>
#include <parlance/postgresql/turn_rows.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace parlance::postgresql {
namespace {

error no_turn()
{
    return fail(fault::not_found, "there is no such turn in this conversation");
}

// Where a path ends, of $1 = principal, $2 = conversation and, where one is named, $3 = turn. No
// row when there is no such turn, NULL above a first question.
constexpr std::string_view conversation_seq =
    "(SELECT seq FROM conversations WHERE principal = $1 AND id = $2)";

std::string named_turn(std::string_view column)
{
    return "SELECT " + std::string(column) +
           " FROM turns WHERE principal = $1 AND id = $3 AND conversation = " +
           std::string(conversation_seq);
}

std::string path_end(const chat::path_wanted& wanted)
{
    if (wanted.before) return named_turn("parent");
    if (!wanted.through) {
        return "SELECT max(seq) FROM turns WHERE conversation = " + std::string(conversation_seq);
    }
    return "WITH RECURSIVE below (seq) AS (" + named_turn("seq") +
           " UNION ALL SELECT t.seq FROM below JOIN turns AS t ON t.parent = below.seq) "
           "SELECT max(seq) FROM below HAVING count(*) > 0";
}

// What a turn counts for, as chat::bytes_counted. Lengths are read without the texts.
std::string counted_bytes()
{
    return "octet_length(t.question) + "
           "CASE WHEN t.state IN ('queued', 'running') THEN coalesce((SELECT "
           "max(w.from_byte + octet_length(w.text)) FROM turn_progress AS w WHERE w.turn = t.seq), "
           "0) "
           "ELSE octet_length(t.answer) END + " +
           std::to_string(chat::event_bytes_counted) +
           " * (SELECT count(*) FROM turn_events AS e WHERE e.turn = t.seq)";
}

/// From the end upwards: seq, parent and size of one turn more than may be read.
std::string path_upwards(const std::string& end, std::string_view limit)
{
    return "WITH RECURSIVE up (seq, parent, depth) AS (SELECT seq, parent, 1 FROM turns "
           "WHERE seq = (" +
           end +
           ") UNION ALL SELECT t.seq, t.parent, up.depth + 1 FROM up "
           "JOIN turns AS t ON t.seq = up.parent WHERE up.depth < " +
           std::string(limit) + ") SELECT t.seq, t.parent, (" + counted_bytes() +
           ")::bigint FROM up JOIN turns AS t ON t.seq = up.seq ORDER BY up.depth";
}

struct path_questions {
    statement end;
    statement upwards;
};

path_questions which_path(const access::principal_id& who, const chat::conversation_id& which,
                          const chat::path_wanted& wanted)
{
    const std::string end = path_end(wanted);
    const auto limit = static_cast<std::int64_t>(wanted.most.turns_max) + 1;
    const auto named = wanted.before ? wanted.before : wanted.through;
    if (!named) {
        return {statement(end, who, which), statement(path_upwards(end, "$3"), who, which, limit)};
    }
    return {statement(end, who, which, *named),
            statement(path_upwards(end, "$4"), who, which, *named, limit)};
}

/// How many of the rows fit, one at least.  @param column  with what each counts for.
std::size_t count_fitting(const rows& found, int column, const chat::turn_bounds& most)
{
    std::size_t count = 0;
    std::size_t bytes = 0;
    for (const row turn : found) {
        bytes += static_cast<std::size_t>(turn.integer(column));
        const bool fits = count < most.turns_max && bytes <= most.bytes_max;
        if (count > 0 && !fits) break;
        ++count;
    }
    return count;
}

/// The turns with the same parent, the oldest first, of each of some turns.
std::vector<statement> which_siblings(std::int64_t conversation,
                                      const std::vector<std::int64_t>& seqs)
{
    std::vector<statement> asked;
    asked.emplace_back(
        "SELECT t.seq, s.id FROM turns AS t JOIN turns AS s ON s.parent = t.parent "
        "WHERE t.seq = ANY($1) ORDER BY t.seq, s.seq",
        seqs);
    asked.emplace_back(
        "SELECT t.seq, s.id FROM turns AS t JOIN turns AS s ON s.conversation = t.conversation "
        "AND s.parent IS NULL WHERE t.seq = ANY($1) AND t.parent IS NULL AND t.conversation = $2 "
        "ORDER BY t.seq, s.seq",
        seqs, conversation);
    return asked;
}

task<std::vector<chat::turn_record>> read_with_siblings(transaction& in, std::int64_t conversation,
                                                        std::vector<std::int64_t> seqs)
{
    std::vector<chat::turn_record> turns = co_await read_turns(in, seqs);
    std::vector<statement> asked = which_siblings(conversation, seqs);
    const std::vector<rows> answers = co_await in.run_all(std::move(asked));
    std::map<std::int64_t, std::vector<chat::turn_id>> siblings;
    for (const rows& answer : answers) {
        for (const row sibling : answer) siblings[sibling.integer(0)].emplace_back(sibling.uuid(1));
    }
    // A turn is never gone alone, and the conversation is held by the transaction.
    for (std::size_t at = 0; at < turns.size(); ++at) turns[at].siblings = siblings[seqs[at]];
    co_return turns;
}

std::vector<std::int64_t> seqs_in(const rows& found, std::size_t count)
{
    std::vector<std::int64_t> seqs;
    for (const row turn : found) {
        if (seqs.size() == count) break;
        seqs.push_back(turn.integer(0));
    }
    return seqs;
}

}  // namespace

task<result<chat::opened_conversation>> open_conversation(transaction& in, access::principal_id who,
                                                          chat::conversation_id which,
                                                          chat::path_wanted wanted)
{
    path_questions path = which_path(who, which, wanted);
    std::vector<statement> asked;
    asked.push_back(stepwise_plans());
    asked.push_back(which_conversation(who, which));
    asked.push_back(std::move(path.end));
    asked.push_back(std::move(path.upwards));
    const std::vector<rows> answers = co_await in.run_all(std::move(asked));
    const auto found = open_row_in(answers[1]);
    if (!found) co_return found.error();
    if (answers[2].empty()) co_return no_turn();

    const rows& upwards = answers[3];
    const std::size_t count = count_fitting(upwards, 2, wanted.most);
    std::vector<std::int64_t> seqs = seqs_in(upwards, count);
    chat::opened_conversation opened{found->now.summary, {}, false};
    if (count == 0) co_return opened;
    opened.has_earlier = !upwards[count - 1].is_null(1);
    std::reverse(seqs.begin(), seqs.end());
    opened.turns = co_await read_with_siblings(in, found->seq, std::move(seqs));
    co_return opened;
}

task<result<chat::conversation_outline>> outline_of(transaction& in, access::principal_id who,
                                                    chat::conversation_id which)
{
    std::vector<statement> asked;
    asked.push_back(which_conversation(who, which));
    asked.emplace_back(
        "SELECT t.id, p.id, t.state FROM turns AS t LEFT JOIN turns AS p ON p.seq = t.parent "
        "WHERE t.conversation = " +
            std::string(conversation_seq) + " ORDER BY t.seq",
        who, which);
    const std::vector<rows> answers = co_await in.run_all(std::move(asked));
    const auto found = open_row_in(answers[0]);
    if (!found) co_return found.error();
    chat::conversation_outline outline{found->now.summary, {}};
    for (const row from : answers[1]) {
        chat::placed_turn turn{chat::turn_id(from.uuid(0)), std::nullopt, state_in(from, 2)};
        if (!from.is_null(1)) turn.parent = chat::turn_id(from.uuid(1));
        outline.turns.push_back(turn);
    }
    co_return outline;
}

task<result<std::vector<chat::turn_record>>> read_turns_of(transaction& in,
                                                           access::principal_id who,
                                                           chat::conversation_id which,
                                                           chat::turns_wanted wanted)
{
    std::vector<uuid_bytes> ids;
    for (const chat::turn_id& turn : wanted.turns) {
        if (ids.size() < wanted.most.turns_max) ids.push_back(turn.bytes());
    }
    std::vector<statement> asked;
    asked.push_back(stepwise_plans());
    asked.push_back(which_conversation(who, which));
    // By their ids only: a sum keeps the database from going through the whole conversation.
    asked.emplace_back("SELECT t.seq, (" + counted_bytes() +
                           ")::bigint FROM turns AS t WHERE t.principal = $1 AND t.id = ANY($3) "
                           "AND t.conversation + 0 = " +
                           std::string(conversation_seq) + " ORDER BY array_position($3, t.id)",
                       who, which, ids);
    const std::vector<rows> answers = co_await in.run_all(std::move(asked));
    const auto found = open_row_in(answers[1]);
    if (!found) co_return found.error();
    const rows& sizes = answers[2];
    if (sizes.size() < ids.size()) co_return no_turn();
    std::vector<std::int64_t> seqs = seqs_in(sizes, count_fitting(sizes, 1, wanted.most));
    co_return co_await read_with_siblings(in, found->seq, std::move(seqs));
}

}  // namespace parlance::postgresql
