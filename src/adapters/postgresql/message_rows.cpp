#include <parlance/postgresql/message_rows.hpp>

#include <parlance/stored_form/message_number.hpp>

#include <string_view>
#include <utility>

namespace parlance::postgresql {
namespace {

// In SQL a message's turn is `message >> 2` and its place `message & 3`.
static_assert(stored_form::numbers_per_turn == 4);

}  // namespace

task<std::vector<waiting_message>> take_waiting(transaction& in, std::size_t limit)
{
    const rows read = co_await in.run(
        "WITH waiting AS MATERIALIZED (SELECT message FROM messages_to_index "
        "ORDER BY message DESC LIMIT $1 FOR UPDATE SKIP LOCKED) "
        "SELECT w.message, t.principal, "
        "CASE w.message & 3 WHEN 0 THEN c.title WHEN 1 THEN t.question ELSE t.answer END "
        "FROM waiting AS w LEFT JOIN turns AS t ON t.seq = w.message >> 2 "
        "LEFT JOIN conversations AS c ON c.seq = t.conversation",
        static_cast<std::int64_t>(limit));
    std::vector<waiting_message> waiting;
    for (const row one : read) {
        waiting_message made{one.integer(0), access::principal_id(uuid_bytes{}), {}};
        if (!one.is_null(1)) {
            made.who = access::principal_id(one.uuid(1));
            made.text = one.text(2);
        }
        waiting.push_back(std::move(made));
    }
    co_return waiting;
}

task<> keep_terms(transaction& in, std::vector<indexed_message> all)
{
    std::vector<std::int64_t> numbers;
    std::vector<std::int64_t> found;
    std::vector<std::string> terms;
    std::vector<std::int64_t> holders;  // of `keys`, one by one
    std::vector<std::int64_t> keys;
    for (indexed_message& one : all) {
        numbers.push_back(one.message);
        if (one.keys.empty()) continue;
        found.push_back(one.message);
        terms.push_back(std::move(one.terms));
        holders.insert(holders.end(), one.keys.size(), one.message);
        keys.insert(keys.end(), one.keys.begin(), one.keys.end());
    }
    std::vector<statement> steps;
    steps.emplace_back("DELETE FROM messages_to_index WHERE message = ANY($1)", numbers);
    steps.emplace_back("DELETE FROM message_terms WHERE message = ANY($1)", numbers);
    steps.emplace_back(
        "INSERT INTO message_terms (message, keys, terms) "
        "SELECT found.message, held.keys, found.terms "
        "FROM unnest($1, $2) AS found (message, terms) JOIN ("
        "SELECT message, array_agg(key) AS keys FROM unnest($3, $4) AS each (message, key) "
        "GROUP BY message) AS held ON held.message = found.message",
        found, verbatim_list{terms}, holders, keys);
    co_await in.run_all(std::move(steps));
}

std::vector<statement> forget_messages(const std::vector<std::int64_t>& conversations)
{
    std::vector<statement> both;
    // The list first: whoever indexes one of them just now is waited for, and its terms go then.
    for (const std::string_view table : {"messages_to_index", "message_terms"}) {
        std::string sql = "DELETE FROM ";
        sql.append(table).append(
            " WHERE message IN (SELECT seq * 4 + place FROM turns "
            "CROSS JOIN generate_series(0, 2) AS place WHERE conversation = ANY($1))");
        both.emplace_back(sql, conversations);
    }
    return both;
}

statement index_title_later(const access::principal_id& who, const chat::conversation_id& which)
{
    return statement(
        "INSERT INTO messages_to_index (message) "
        "SELECT min(t.seq) * 4 FROM turns AS t JOIN conversations AS c ON c.seq = t.conversation "
        "WHERE c.principal = $1 AND c.id = $2 HAVING min(t.seq) IS NOT NULL "
        "ON CONFLICT (message) DO UPDATE SET version = messages_to_index.version + 1",
        who, which);
}

}  // namespace parlance::postgresql
