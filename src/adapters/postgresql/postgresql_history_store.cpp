#include <parlance/postgresql/postgresql_history_store.hpp>

#include <parlance/chat/snippet.hpp>
#include <parlance/postgresql/conversation_parts.hpp>
#include <parlance/postgresql/conversation_reads.hpp>
#include <parlance/postgresql/history_rows.hpp>
#include <parlance/postgresql/history_search.hpp>
#include <parlance/postgresql/message_keys.hpp>
#include <parlance/postgresql/message_rows.hpp>
#include <parlance/stored_form/message_ranking.hpp>

#include <functional>
#include <set>
#include <utility>

namespace parlance::postgresql {
namespace {

using stored_form::word_forms;
using matches = std::vector<chat::conversation_match>;
using candidates = std::vector<message_candidate>;

/// Those with all words, and those with any when that is too few.
task<result<candidates>> find_enough(transaction& in, access::principal_id who,
                                     std::vector<word_forms> words, std::size_t limit)
{
    candidates found = co_await find_candidates(in, who, words, words_wanted::all);
    if (found.size() >= limit || words.size() < 2) co_return found;
    candidates more = co_await find_candidates(in, who, words, words_wanted::any);
    for (message_candidate& one : more) found.push_back(std::move(one));
    co_return found;
}

std::vector<std::int64_t> best_of(const candidates& found, const std::vector<word_forms>& words,
                                  std::size_t limit)
{
    stored_form::message_ranking ranking(words);
    for (const message_candidate& one : found) ranking.add(one.message, one.terms);
    return ranking.best(limit);
}

matches with_snippets(std::vector<shown_message> shown, const std::set<std::string>& wanted,
                      const knowledge::text_analyzer& analyzer)
{
    matches made;
    for (shown_message& one : shown) {
        one.match.snippet = chat::make_snippet(one.text, wanted, analyzer);
        made.push_back(std::move(one.match));
    }
    return made;
}

std::vector<indexed_message> analysed(const std::vector<waiting_message>& waiting,
                                      const knowledge::text_analyzer& analyzer)
{
    std::vector<indexed_message> all;
    for (const waiting_message& one : waiting) {
        std::string terms = stored_form::terms_of_message(one.text, analyzer);
        std::vector<std::int64_t> keys = message_keys(one.who, terms);
        all.push_back({one.message, std::move(keys), std::move(terms)});
    }
    return all;
}

/// What a step of index_messages needs besides rows. Outlives it.
struct analysis {
    const knowledge::text_analyzer& analyzer;
    runtime::blocking_pool& pool;
};

task<result<std::size_t>> index_step(transaction& in, analysis with, std::size_t limit)
{
    std::vector<waiting_message> waiting = co_await take_waiting(in, limit);
    const std::size_t count = waiting.size();
    if (count == 0) co_return count;
    std::function<result<std::vector<indexed_message>>()> job = [waiting = std::move(waiting),
                                                                 analyzer = &with.analyzer] {
        return result<std::vector<indexed_message>>(analysed(waiting, *analyzer));
    };
    auto made = co_await with.pool.run<std::vector<indexed_message>>(std::move(job));
    if (!made) co_return made.error();
    co_await keep_terms(in, std::move(*made));
    co_return count;
}

}  // namespace

task<result<chat::conversation_now>> postgresql_history_store::look_at(call_scope scope,
                                                                       access::principal who,
                                                                       chat::conversation_id which)
{
    std::function<task<result<chat::conversation_now>>(transaction&)> work =
        [who = who.id, which](transaction& in) { return look_at_conversation(in, who, which); };
    co_return co_await database_.read<chat::conversation_now>(std::move(scope), std::move(work));
}

task<result<chat::conversation_outline>> postgresql_history_store::outline(
    call_scope scope, access::principal who, chat::conversation_id which)
{
    std::function<task<result<chat::conversation_outline>>(transaction&)> work =
        [who = who.id, which](transaction& in) { return outline_of(in, who, which); };
    co_return co_await database_.read<chat::conversation_outline>(std::move(scope),
                                                                  std::move(work));
}

task<result<std::vector<chat::turn_record>>> postgresql_history_store::read_turns(
    call_scope scope, access::principal who, chat::conversation_id which, chat::turns_wanted wanted)
{
    using turns = std::vector<chat::turn_record>;
    std::function<task<result<turns>>(transaction&)> work =
        [who = who.id, which, wanted = std::move(wanted)](transaction& in) {
            return read_turns_of(in, who, which, wanted);
        };
    co_return co_await database_.read<turns>(std::move(scope), std::move(work));
}

task<result<chat::conversation_summary>> postgresql_history_store::rename(
    call_scope scope, access::principal who, chat::conversation_id which, std::string title)
{
    std::function<task<result<chat::conversation_summary>>(transaction&)> work =
        [who = who.id, which, title = std::move(title)](transaction& in) {
            return rename_conversation(in, who, which, title);
        };
    co_return co_await database_.write<chat::conversation_summary>(
        std::move(scope), durability::power_loss, std::move(work));
}

task<result<wall_time>> postgresql_history_store::remove(call_scope scope, access::principal who,
                                                         chat::conversation_id which, wall_time now)
{
    std::function<task<result<wall_time>>(transaction&)> work = [who = who.id, which,
                                                                 now](transaction& in) {
        return remove_conversation(in, who, which, now);
    };
    co_return co_await database_.write<wall_time>(std::move(scope), durability::power_loss,
                                                  std::move(work));
}

task<result<chat::conversation_summary>> postgresql_history_store::restore(
    call_scope scope, access::principal who, chat::conversation_id which, wall_time deleted_since)
{
    std::function<task<result<chat::conversation_summary>>(transaction&)> work =
        [who = who.id, which, deleted_since](transaction& in) {
            return restore_conversation(in, who, which, deleted_since);
        };
    co_return co_await database_.write<chat::conversation_summary>(
        std::move(scope), durability::power_loss, std::move(work));
}

task<result<>> postgresql_history_store::rate(call_scope scope, access::principal who,
                                              chat::turn_id which,
                                              std::optional<chat::feedback> rated)
{
    std::function<task<result<>>(transaction&)> work = [who = who.id, which,
                                                        rated = std::move(rated)](transaction& in) {
        return rate_turn(in, who, which, rated);
    };
    co_return co_await database_.write<void>(std::move(scope), durability::power_loss,
                                             std::move(work));
}

task<result<matches>> postgresql_history_store::search(call_scope scope, access::principal who,
                                                       std::string text, std::size_t limit)
{
    std::function<result<std::vector<word_forms>>()> reading = [text = std::move(text),
                                                                analyzer = &analyzer_] {
        return result<std::vector<word_forms>>(stored_form::words_in(text, *analyzer));
    };
    auto words = co_await pool_.run<std::vector<word_forms>>(std::move(reading));
    if (!words) co_return words.error();
    if (words->empty()) co_return matches();

    std::function<task<result<candidates>>(transaction&)> finding = [who = who.id, words = *words,
                                                                     limit](transaction& in) {
        return find_enough(in, who, words, limit);
    };
    auto found = co_await database_.read<candidates>(scope, std::move(finding));
    if (!found) co_return found.error();
    std::function<result<std::vector<std::int64_t>>()> ranking = [found = std::move(*found),
                                                                  words = *words, limit] {
        return result<std::vector<std::int64_t>>(best_of(found, words, limit));
    };
    auto best = co_await pool_.run<std::vector<std::int64_t>>(std::move(ranking));
    if (!best) co_return best.error();
    if (best->empty()) co_return matches();

    using shown_messages = std::vector<shown_message>;
    std::function<task<result<shown_messages>>(transaction&)> showing =
        [who = who.id, best = std::move(*best)](transaction& in) {
            return read_matches(in, who, best);
        };
    auto shown = co_await database_.read<shown_messages>(std::move(scope), std::move(showing));
    if (!shown) co_return shown.error();
    std::function<result<matches>()> cutting = [shown = std::move(*shown), words = *words,
                                                analyzer = &analyzer_] {
        return result<matches>(with_snippets(shown, stored_form::all_forms(words), *analyzer));
    };
    co_return co_await pool_.run<matches>(std::move(cutting));
}

task<result<std::size_t>> postgresql_history_store::index_messages(call_scope scope,
                                                                   std::size_t limit)
{
    const analysis with{analyzer_, pool_};
    std::function<task<result<std::size_t>>(transaction&)> work = [with, limit](transaction& in) {
        return index_step(in, with, limit);
    };
    // Lost in a crash of the server together with the list that they were taken off: done again.
    co_return co_await database_.write<std::size_t>(std::move(scope), durability::crash,
                                                    std::move(work));
}

task<result<std::size_t>> postgresql_history_store::erase_deleted(call_scope scope,
                                                                  wall_time deleted_before,
                                                                  std::size_t limit)
{
    std::function<task<result<std::size_t>>(transaction&)> work = [deleted_before,
                                                                   limit](transaction& in) {
        return postgresql::erase_deleted(in, deleted_before, limit);
    };
    co_return co_await database_.write<std::size_t>(std::move(scope), durability::power_loss,
                                                    std::move(work));
}

}  // namespace parlance::postgresql
