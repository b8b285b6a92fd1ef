#include <parlance/postgresql/history_search.hpp>

#include <parlance/postgresql/message_keys.hpp>
#include <parlance/postgresql/quick_plans.hpp>
#include <parlance/stored_form/message_number.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace parlance::postgresql {
namespace {

/// How many of the newest message numbers are looked at first: a word of every second message is
/// found among them at once.
constexpr std::int64_t first_span = 8'192;
constexpr std::int64_t span_growth_max = 64;
/// So many rows with the words may be walked to find the newest of them: 15 ms.
constexpr std::int64_t walked_max = 4'000;

/// Message numbers from `from` up to `end`. What is in it is found by the words alone, or by the
/// words and the numbers together: what is frequent must not be walked as a whole.
struct number_span {
    std::int64_t from = 0;
    std::int64_t end = 0;
    bool by_words_alone = false;
};

/// What to look at after a span in which `found` were found and `wanted` more are wanted: all that
/// is left when that has few, as far as the last one tells, or what has probably enough.
number_span next_span(const number_span& last, std::int64_t oldest, std::int64_t found,
                      std::int64_t wanted)
{
    const std::int64_t size = last.end - last.from;
    const std::int64_t left = last.from - oldest;
    if (found * (left / size + 1) <= walked_max) return {oldest, last.from, true};
    const std::int64_t growth = 1 + wanted * 3 / (std::max<std::int64_t>(found, 1) * 2);
    const std::int64_t next = size * std::min(growth, span_growth_max);
    return {std::max(last.from - next, oldest), last.from, false};
}

/// As SQL has them. They are numbers that we made: nothing of what was asked gets into a statement.
std::string list_of(const std::vector<std::int64_t>& keys)
{
    std::string made = "'{";
    for (const std::int64_t key : keys) {
        if (made.size() > 2) made += ',';
        made += std::to_string(key);
    }
    return made + "}'::bigint[]";
}

/// What a message's keys must have of the words, each of which may have several forms.
std::string condition_of(const access::principal_id& who,
                         const std::vector<stored_form::word_forms>& words, words_wanted which)
{
    std::string made;
    std::vector<std::int64_t> keys;
    for (const stored_form::word_forms& forms : words) {
        for (const std::string& form : forms) keys.push_back(message_key(who, form));
        if (which == words_wanted::any) continue;
        made.append(made.empty() ? "keys && " : " AND keys && ").append(list_of(keys));
        keys.clear();
    }
    return which == words_wanted::all ? made : "keys && " + list_of(keys);
}

/// The newest with numbers from $2 up to $3 that one may read. What matches is found before it is
/// put in order: else every message from the newest on might be looked at for a word that is rare.
std::string candidates_of(const number_span& span, const std::string& condition)
{
    // No index is used for an expression.
    const std::string number = span.by_words_alone ? "message + 0" : "message";
    return "WITH matching AS MATERIALIZED (SELECT message FROM message_terms WHERE " + number +
           " >= $2 AND " + number + " < $3 AND " + condition +
           ") SELECT found.message, kept.terms FROM ("
           "SELECT m.message FROM (SELECT message FROM matching ORDER BY message DESC) AS m "
           "CROSS JOIN LATERAL (SELECT FROM turns AS t JOIN conversations AS c "
           "ON c.seq = t.conversation WHERE t.seq = m.message >> 2 AND c.principal = $1 "
           "AND c.deleted_at IS NULL) AS readable ORDER BY m.message DESC LIMIT $4) AS found "
           "JOIN message_terms AS kept ON kept.message = found.message";
}

chat::conversation_match match_in(const row& from)
{
    const std::int64_t message = from.integer(0);
    const chat::match_place place = stored_form::place_of_message(message);
    const bool is_title = place == chat::match_place::title;
    chat::conversation_match made{.conversation = chat::conversation_id(from.uuid(1)),
                                  .title = from.text(2),
                                  .turn = std::nullopt,
                                  .place = place,
                                  .snippet = {},
                                  .created_at = from.time(is_title ? 5 : 4)};
    if (!is_title) made.turn = chat::turn_id(from.uuid(3));
    return made;
}

}  // namespace

task<std::vector<message_candidate>> find_candidates(transaction& in, access::principal_id who,
                                                     std::vector<stored_form::word_forms> words,
                                                     words_wanted which)
{
    std::vector<message_candidate> found;
    std::vector<statement> steps;
    steps.push_back(quick_plans());
    steps.emplace_back("SELECT max(message), min(message) FROM message_terms");
    const std::vector<rows> read = co_await in.run_all(std::move(steps));
    const row ends = read.back()[0];
    if (ends.is_null(0)) co_return found;
    const std::int64_t oldest = ends.integer(1);
    const std::string condition = condition_of(who, words, which);
    const std::int64_t end = ends.integer(0) + 1;
    number_span span{std::max(end - first_span, oldest), end, false};
    auto wanted = static_cast<std::int64_t>(stored_form::search_candidates_max);
    while (wanted > 0 && span.end > oldest) {
        const rows some =
            co_await in.run(candidates_of(span, condition), who, span.from, span.end, wanted);
        for (const row one : some) found.push_back({one.integer(0), one.text(1)});
        const auto count = static_cast<std::int64_t>(some.size());
        wanted -= count;
        span = next_span(span, oldest, count, wanted);
    }
    co_return found;
}

task<result<std::vector<shown_message>>> read_matches(transaction& in, access::principal_id who,
                                                      std::vector<std::int64_t> messages)
{
    const rows read = co_await in.run(
        "SELECT m.message, c.id, c.title, t.id, t.created_at, c.created_at, "
        "CASE m.message & 3 WHEN 0 THEN c.title WHEN 1 THEN t.question ELSE t.answer END "
        "FROM unnest($1) WITH ORDINALITY AS m (message, at) "
        "JOIN turns AS t ON t.seq = m.message >> 2 JOIN conversations AS c "
        "ON c.seq = t.conversation WHERE c.principal = $2 AND c.deleted_at IS NULL ORDER BY m.at",
        messages, who);
    std::vector<shown_message> shown;
    for (const row one : read) shown.push_back({match_in(one), one.text(6)});
    co_return shown;
}

}  // namespace parlance::postgresql
