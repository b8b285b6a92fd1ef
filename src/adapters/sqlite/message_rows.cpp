#include <parlance/sqlite/message_rows.hpp>

#include <parlance/stored_form/message_ranking.hpp>

#include <string_view>
#include <utility>

namespace parlance::sqlite {
namespace {

std::string_view column_of(chat::match_place place)
{
    return place == chat::match_place::question ? "question" : "answer";
}

}  // namespace

void index_later(connection& on, std::int64_t message)
{
    query(on,
          "INSERT INTO messages_to_index (message) VALUES (?) "
          "ON CONFLICT (message) DO UPDATE SET version = version + 1",
          message)
        .run();
}

void index_title_later(connection& on, std::int64_t conversation)
{
    query first(on, "SELECT min(seq) FROM turns WHERE conversation = ?", conversation);
    if (!first.next() || first.is_null(0)) return;
    index_later(on, message_number(first.integer(0), chat::match_place::title));
}

std::optional<std::string> read_message(connection& on, std::int64_t message)
{
    const chat::match_place place = place_of_message(message);
    const std::string sql =
        place == chat::match_place::title
            ? "SELECT c.title FROM turns AS t JOIN conversations AS c ON c.seq = t.conversation "
              "WHERE t.seq = ?"
            : "SELECT " + std::string(column_of(place)) + " FROM turns WHERE seq = ?";
    query row(on, sql, turn_of_message(message));
    if (!row.next()) return std::nullopt;
    return row.text(0);
}

std::vector<waiting_message> read_waiting(connection& on, const knowledge::text_analyzer& analyzer,
                                          std::size_t limit)
{
    std::vector<waiting_message> waiting;
    query rows(on, "SELECT message, version FROM messages_to_index ORDER BY message DESC LIMIT ?",
               static_cast<std::int64_t>(limit));
    while (rows.next()) {
        waiting_message one{rows.integer(0), rows.integer(1), {}};
        const std::string text = read_message(on, one.message).value_or("");
        one.terms = stored_form::terms_of_message(text, analyzer);
        waiting.push_back(std::move(one));
    }
    return waiting;
}

void keep_terms(connection& on, const std::vector<waiting_message>& all)
{
    for (const waiting_message& one : all) {
        query(on, "DELETE FROM messages_to_index WHERE message = ? AND version = ?", one.message,
              one.version)
            .run();
        if (on.rows_changed() == 0) continue;  // changed or gone: it comes again, or never
        query(on, "DELETE FROM message_terms WHERE rowid = ?", one.message).run();
        if (one.terms.empty()) continue;
        query(on, "INSERT INTO message_terms (rowid, terms) VALUES (?, ?)", one.message, one.terms)
            .run();
    }
}

void forget_messages(connection& on, std::int64_t turn)
{
    for (const auto place :
         {chat::match_place::title, chat::match_place::question, chat::match_place::answer}) {
        const std::int64_t message = message_number(turn, place);
        query(on, "DELETE FROM messages_to_index WHERE message = ?", message).run();
        query(on, "DELETE FROM message_terms WHERE rowid = ?", message).run();
    }
}

}  // namespace parlance::sqlite
