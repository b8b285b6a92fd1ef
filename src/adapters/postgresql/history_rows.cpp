#include <parlance/postgresql/history_rows.hpp>

#include <parlance/postgresql/conversation_reads.hpp>
#include <parlance/postgresql/message_rows.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace parlance::postgresql {
namespace {

error no_conversation()
{
    return fail(fault::not_found, "there is no such conversation");
}

}  // namespace

task<result<chat::conversation_now>> look_at_conversation(transaction& in, access::principal_id who,
                                                          chat::conversation_id which)
{
    const auto found = conversation_row_in(co_await in.run(which_conversation(who, which)));
    if (!found) co_return no_conversation();
    co_return found->now;
}

task<result<chat::conversation_summary>> rename_conversation(transaction& in,
                                                             access::principal_id who,
                                                             chat::conversation_id which,
                                                             std::string title)
{
    std::vector<statement> steps;
    steps.emplace_back(
        "UPDATE conversations SET title = $3 "
        "WHERE principal = $1 AND id = $2 AND deleted_at IS NULL",
        who, which, verbatim{title});
    steps.push_back(index_title_later(who, which));
    steps.push_back(which_conversation(who, which));
    const std::vector<rows> answers = co_await in.run_all(std::move(steps));
    const auto found = open_row_in(answers.back());
    if (!found) co_return found.error();
    co_return found->now.summary;
}

task<result<wall_time>> remove_conversation(transaction& in, access::principal_id who,
                                            chat::conversation_id which, wall_time now)
{
    std::vector<statement> steps;
    steps.emplace_back(
        "UPDATE conversations SET deleted_at = coalesce(deleted_at, $3) "
        "WHERE principal = $1 AND id = $2 RETURNING deleted_at",
        who, which, now);
    steps.emplace_back(
        "UPDATE turns AS t SET stop_wanted = true FROM conversations AS c "
        "WHERE c.principal = $1 AND c.id = $2 AND t.conversation = c.seq "
        "AND t.state IN ('queued', 'running') AND NOT t.stop_wanted",
        who, which);
    const std::vector<rows> answers = co_await in.run_all(std::move(steps));
    if (answers.front().empty()) co_return no_conversation();
    co_return answers.front()[0].time(0);
}

task<result<chat::conversation_summary>> restore_conversation(transaction& in,
                                                              access::principal_id who,
                                                              chat::conversation_id which,
                                                              wall_time deleted_since)
{
    std::vector<statement> steps;
    steps.emplace_back(
        "UPDATE conversations SET deleted_at = NULL "
        "WHERE principal = $1 AND id = $2 AND deleted_at >= $3",
        who, which, deleted_since);
    steps.push_back(which_conversation(who, which));
    const std::vector<rows> answers = co_await in.run_all(std::move(steps));
    const auto found = open_row_in(answers.back());
    if (!found) co_return found.error();
    co_return found->now.summary;
}

task<result<>> rate_turn(transaction& in, access::principal_id who, chat::turn_id which,
                         std::optional<chat::feedback> rated)
{
    const rows turn = co_await in.run(
        "SELECT t.seq, t.state FROM turns AS t JOIN conversations AS c ON c.seq = t.conversation "
        "WHERE t.principal = $1 AND t.id = $2 AND c.deleted_at IS NULL",
        who, which);
    if (turn.empty()) co_return fail(fault::not_found, "there is no such turn");
    const auto state = chat::turn_state_named(turn[0].text(1));
    if (!state || !chat::is_final(*state)) {
        co_return fail(fault::conflict,
                       "the answer is still being written; rate it when it has ended");
    }
    const std::int64_t seq = turn[0].integer(0);
    if (!rated) {
        co_await in.run("DELETE FROM turn_feedback WHERE turn = $1", seq);
        co_return result<>();
    }
    const verbatim message{rated->message};
    co_await in.run(
        "INSERT INTO turn_feedback (turn, verdict, message) VALUES ($1, $2, $3) "
        "ON CONFLICT (turn) DO UPDATE SET verdict = $2, message = $3",
        seq, chat::name_of(rated->given), message);
    co_return result<>();
}

task<result<std::size_t>> erase_deleted(transaction& in, wall_time deleted_before,
                                        std::size_t limit)
{
    // What another replica erases just now is left to it.
    const rows old = co_await in.run(
        "SELECT seq FROM conversations WHERE deleted_at IS NOT NULL AND deleted_at < $1 "
        "AND NOT EXISTS (SELECT 1 FROM turns WHERE turns.conversation = conversations.seq "
        "AND turns.state IN ('queued', 'running')) LIMIT $2 FOR UPDATE SKIP LOCKED",
        deleted_before, static_cast<std::int64_t>(limit));
    std::vector<std::int64_t> found;
    for (const row one : old) found.push_back(one.integer(0));
    if (found.empty()) co_return std::size_t{0};
    std::vector<statement> steps = forget_messages(found);
    steps.emplace_back(
        "DELETE FROM turn_progress WHERE turn IN ("
        "SELECT seq FROM turns WHERE conversation = ANY($1))",
        found);
    // In one statement: turns refer to each other. Events and ratings go with them.
    steps.emplace_back("DELETE FROM turns WHERE conversation = ANY($1)", found);
    steps.emplace_back("DELETE FROM conversations WHERE seq = ANY($1)", found);
    co_await in.run_all(std::move(steps));
    co_return found.size();
}

}  // namespace parlance::postgresql
