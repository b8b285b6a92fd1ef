#include <parlance/sqlite/history_search.hpp>

#include <parlance/sqlite/message_rows.hpp>
#include <parlance/stored_form/message_ranking.hpp>

#include <cstdint>
#include <set>
#include <string>

namespace parlance::sqlite {
namespace {

using stored_form::word_forms;

/// A term as FTS5 takes it: a string, never an operator.
std::string quoted(const std::string& term)
{
    std::string made = "\"";
    for (const char letter : term) {
        if (letter == '"') made += '"';
        if (letter != '\0') made += letter;
    }
    return made + '"';
}

std::string joined(const std::vector<word_forms>& words, std::string_view operation)
{
    std::string made;
    for (const word_forms& forms : words) {
        made += made.empty() ? "(" : operation;
        std::string_view between;
        for (const std::string& form : forms) {
            made.append(between).append(quoted(form));
            between = " OR ";
        }
    }
    return made + ')';
}

/// The newest messages that match. FTS5's own bm25 is not used: it walks every message that holds a
/// word before it ranks the first.
void add_candidates(connection& on, const access::principal_id& who, const std::string& expression,
                    stored_form::message_ranking& to)
{
    query rows(on,
               "SELECT m.rowid, m.terms FROM message_terms AS m "
               "CROSS JOIN turns AS t ON t.seq = m.rowid >> 2 "
               "CROSS JOIN conversations AS c ON c.seq = t.conversation "
               "WHERE m.message_terms MATCH ? AND c.principal = ? AND c.deleted_at IS NULL "
               "ORDER BY m.rowid DESC LIMIT ?",
               expression, who, static_cast<std::int64_t>(stored_form::search_candidates_max));
    while (rows.next()) to.add(rows.integer(0), rows.text(1));
}

chat::conversation_match match_for(connection& on, std::int64_t message,
                                   const std::set<std::string>& wanted,
                                   const knowledge::text_analyzer& analyzer)
{
    const chat::match_place place = place_of_message(message);
    query row(on,
              "SELECT c.id, c.title, t.id, t.created_at, c.created_at FROM turns AS t "
              "JOIN conversations AS c ON c.seq = t.conversation WHERE t.seq = ?",
              turn_of_message(message));
    if (!row.next()) throw refusal(fail(fault::internal, "a message has no turn"));
    const bool is_title = place == chat::match_place::title;
    chat::conversation_match made{.conversation = chat::conversation_id(row.uuid(0)),
                                  .title = row.text(1),
                                  .turn = std::nullopt,
                                  .place = place,
                                  .snippet = {},
                                  .created_at = row.time(is_title ? 4 : 3)};
    if (!is_title) made.turn = chat::turn_id(row.uuid(2));
    const std::string text = read_message(on, message).value_or("");
    made.snippet = chat::make_snippet(text, wanted, analyzer);
    return made;
}

}  // namespace

std::vector<chat::conversation_match> search_messages(connection& on, const message_search& asked,
                                                      const knowledge::text_analyzer& analyzer)
{
    const std::vector<word_forms> words = stored_form::words_in(asked.text, analyzer);
    if (words.empty()) return {};
    stored_form::message_ranking found(words);
    add_candidates(on, asked.who, joined(words, ") AND ("), found);
    if (found.size() < asked.limit && words.size() > 1) {
        add_candidates(on, asked.who, joined(words, " OR "), found);
    }
    const std::set<std::string> wanted = stored_form::all_forms(words);
    std::vector<chat::conversation_match> matches;
    for (const std::int64_t message : found.best(asked.limit)) {
        matches.push_back(match_for(on, message, wanted, analyzer));
    }
    return matches;
}

}  // namespace parlance::sqlite
