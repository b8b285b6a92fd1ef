#include <parlance/sqlite/history_search.hpp>

#include <parlance/sqlite/message_rows.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace parlance::sqlite {
namespace {

// As in BM25: how fast repetitions stop to count, and how much a long message is set back.
constexpr double saturation = 1.2;
constexpr double length_share = 0.75;

/// The terms under which a message may hold a word that is looked for.
using word_forms = std::vector<std::string>;

struct candidate {
    std::int64_t message = 0;
    std::map<std::size_t, std::int64_t> counts;  // of the words that are looked for, by place
    double length = 0;                           // in terms
    double score = 0;
};

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

/// In every form that each word may have: the language of a few words is seldom clear.
std::vector<word_forms> words_in(std::string_view text, const knowledge::text_analyzer& analyzer)
{
    std::vector<word_forms> words;
    for (knowledge::asked_word& word : analyzer.asked_words(text)) {
        if (words.size() == search_terms_max) break;
        if (std::find(words.begin(), words.end(), word.forms) == words.end()) {
            words.push_back(std::move(word.forms));
        }
    }
    return words;
}

void count_words(candidate& in, std::string_view terms, const std::vector<word_forms>& wanted)
{
    while (!terms.empty()) {
        const std::size_t space = std::min(terms.find(' '), terms.size());
        const std::string_view term = terms.substr(0, space);
        for (std::size_t at = 0; at < wanted.size(); ++at) {
            const word_forms& forms = wanted[at];
            if (std::find(forms.begin(), forms.end(), term) != forms.end()) ++in.counts[at];
        }
        in.length += 1;
        terms.remove_prefix(std::min(space + 1, terms.size()));
    }
}

/// The newest messages that match, without those that are there already. FTS5's own bm25 is not
/// used: it walks every message that holds a word before it ranks the first.
void add_candidates(connection& on, const access::principal_id& who, const std::string& expression,
                    const std::vector<word_forms>& wanted, std::vector<candidate>& all)
{
    std::set<std::int64_t> known;
    for (const candidate& one : all) known.insert(one.message);
    query rows(on,
               "SELECT m.rowid, m.terms FROM message_terms AS m "
               "CROSS JOIN turns AS t ON t.seq = m.rowid >> 2 "
               "CROSS JOIN conversations AS c ON c.seq = t.conversation "
               "WHERE m.message_terms MATCH ? AND c.principal = ? AND c.deleted_at IS NULL "
               "ORDER BY m.rowid DESC LIMIT ?",
               expression, who, static_cast<std::int64_t>(search_candidates_max));
    while (rows.next()) {
        if (known.contains(rows.integer(0))) continue;
        candidate found;
        found.message = rows.integer(0);
        count_words(found, rows.text(1), wanted);
        all.push_back(std::move(found));
    }
}

/// BM25 among the candidates, with what is rare among them as what is rare.
void score(std::vector<candidate>& all, const std::vector<word_forms>& wanted)
{
    std::map<std::size_t, std::int64_t> holding;
    double length = 0;
    for (const candidate& one : all) {
        length += one.length;
        for (const auto& [word, count] : one.counts) ++holding[word];
    }
    const auto total = static_cast<double>(all.size());
    const double usual = std::max(length / std::max(total, 1.0), 1.0);
    for (candidate& one : all) {
        const double size = 1 - length_share + length_share * one.length / usual;
        for (const auto& [word, count] : one.counts) {
            const auto with = static_cast<double>(holding[word]);
            const double rarity = std::log(1 + (total - with + 0.5) / (with + 0.5));
            const auto times = static_cast<double>(count);
            one.score += rarity * times * (saturation + 1) / (times + saturation * size);
        }
        // All of the words are worth more than any of them, however rare.
        if (one.counts.size() == wanted.size()) one.score += 1'000;
    }
}

/// The best ones; of the two messages of a turn the better one. A title stands for itself.
std::vector<candidate> best_of(std::vector<candidate> all, std::size_t limit)
{
    std::sort(all.begin(), all.end(), [](const candidate& left, const candidate& right) {
        return std::pair(left.score, left.message) > std::pair(right.score, right.message);
    });
    std::vector<candidate> best;
    std::set<std::int64_t> turns;
    for (candidate& one : all) {
        if (best.size() == limit) break;
        const bool is_title = place_of_message(one.message) == chat::match_place::title;
        if (!is_title && !turns.insert(turn_of_message(one.message)).second) continue;
        best.push_back(std::move(one));
    }
    return best;
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
    const std::vector<word_forms> words = words_in(asked.text, analyzer);
    if (words.empty()) return {};
    std::vector<candidate> found;
    add_candidates(on, asked.who, joined(words, ") AND ("), words, found);
    if (found.size() < asked.limit && words.size() > 1) {
        add_candidates(on, asked.who, joined(words, " OR "), words, found);
    }
    score(found, words);
    std::set<std::string> wanted;
    for (const word_forms& forms : words) wanted.insert(forms.begin(), forms.end());
    std::vector<chat::conversation_match> matches;
    for (const candidate& one : best_of(std::move(found), asked.limit)) {
        matches.push_back(match_for(on, one.message, wanted, analyzer));
    }
    return matches;
}

}  // namespace parlance::sqlite
