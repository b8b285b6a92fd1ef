#include <parlance/sqlite/message_rows.hpp>

#include <parlance/foundation/text.hpp>

#include <string_view>
#include <utility>

namespace parlance::sqlite {
namespace {

constexpr std::int64_t numbers_per_turn = 4;

/// Of one text; a longer one is found by its first part.
constexpr std::size_t indexed_bytes_max = 256 * 1024;

std::string_view column_of(chat::match_place place)
{
    return place == chat::match_place::question ? "question" : "answer";
}

}  // namespace

std::int64_t message_number(std::int64_t turn, chat::match_place place)
{
    return turn * numbers_per_turn + static_cast<std::int64_t>(place);
}

std::int64_t turn_of_message(std::int64_t message)
{
    return message / numbers_per_turn;
}

chat::match_place place_of_message(std::int64_t message)
{
    return static_cast<chat::match_place>(message % numbers_per_turn);
}

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

std::string joined_terms(const std::vector<std::string>& terms)
{
    std::string joined;
    for (const std::string& term : terms) {
        if (!joined.empty()) joined += ' ';
        joined += term;
    }
    return joined;
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
        const std::size_t cut = floor_to_character(text, indexed_bytes_max);
        one.terms = joined_terms(analyzer.terms(std::string_view(text).substr(0, cut)));
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
