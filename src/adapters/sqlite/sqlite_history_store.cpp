#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/conversation_parts.hpp>
#include <parlance/sqlite/conversation_reads.hpp>
#include <parlance/sqlite/history_rows.hpp>
#include <parlance/sqlite/history_search.hpp>
#include <parlance/sqlite/message_rows.hpp>
#include <parlance/sqlite/sqlite_history_store.hpp>

#include <functional>
#include <utility>

namespace parlance::sqlite {

task<result<chat::conversation_now>> sqlite_history_store::look_at(call_scope,
                                                                   access::principal who,
                                                                   chat::conversation_id which)
{
    std::function<result<chat::conversation_now>(connection&)> work =
        [who = who.id, which](connection& on) -> result<chat::conversation_now> {
        const auto row = find_conversation_row(on, who, which);
        if (!row) return fail(fault::not_found, "there is no such conversation");
        return row->now;
    };
    co_return co_await database_.read<chat::conversation_now>(std::move(work));
}

task<result<chat::conversation_outline>> sqlite_history_store::outline(call_scope,
                                                                       access::principal who,
                                                                       chat::conversation_id which)
{
    std::function<result<chat::conversation_outline>(connection&)> work =
        [who = who.id, which](connection& on) { return outline_of(on, who, which); };
    co_return co_await database_.read<chat::conversation_outline>(std::move(work));
}

task<result<std::vector<chat::turn_record>>> sqlite_history_store::read_turns(
    call_scope, access::principal who, chat::conversation_id which, chat::turns_wanted wanted)
{
    using turns = std::vector<chat::turn_record>;
    std::function<result<turns>(connection&)> work = [who = who.id, which,
                                                      wanted = std::move(wanted)](connection& on) {
        return sqlite::read_turns(on, who, which, wanted);
    };
    co_return co_await database_.read<turns>(std::move(work));
}

task<result<chat::conversation_summary>> sqlite_history_store::rename(call_scope,
                                                                      access::principal who,
                                                                      chat::conversation_id which,
                                                                      std::string title)
{
    std::function<result<chat::conversation_summary>(connection&)> work =
        [who = who.id, which, title = std::move(title)](connection& on) {
            return rename_conversation(on, who, which, title);
        };
    co_return co_await database_.write<chat::conversation_summary>(durability::power_loss,
                                                                   std::move(work));
}

task<result<wall_time>> sqlite_history_store::remove(call_scope, access::principal who,
                                                     chat::conversation_id which, wall_time now)
{
    std::function<result<wall_time>(connection&)> work = [who = who.id, which,
                                                          now](connection& on) {
        return remove_conversation(on, who, which, now);
    };
    co_return co_await database_.write<wall_time>(durability::power_loss, std::move(work));
}

task<result<chat::conversation_summary>> sqlite_history_store::restore(call_scope,
                                                                       access::principal who,
                                                                       chat::conversation_id which,
                                                                       wall_time deleted_since)
{
    std::function<result<chat::conversation_summary>(connection&)> work =
        [who = who.id, which, deleted_since](connection& on) {
            return restore_conversation(on, who, which, deleted_since);
        };
    co_return co_await database_.write<chat::conversation_summary>(durability::power_loss,
                                                                   std::move(work));
}

task<result<>> sqlite_history_store::rate(call_scope, access::principal who, chat::turn_id which,
                                          std::optional<chat::feedback> rated)
{
    std::function<result<>(connection&)> work = [who = who.id, which,
                                                 rated = std::move(rated)](connection& on) {
        return rate_turn(on, who, which, rated);
    };
    co_return co_await database_.write<void>(durability::power_loss, std::move(work));
}

task<result<std::vector<chat::conversation_match>>> sqlite_history_store::search(
    call_scope, access::principal who, std::string text, std::size_t limit)
{
    using matches = std::vector<chat::conversation_match>;
    std::function<result<matches>(connection&)> work = [who = who.id, text = std::move(text), limit,
                                                        analyzer = &analyzer_](connection& on) {
        return search_messages(on, {who, text, limit}, *analyzer);
    };
    co_return co_await database_.read<matches>(std::move(work));
}

task<result<std::size_t>> sqlite_history_store::index_messages(call_scope, std::size_t limit)
{
    using waiting = std::vector<waiting_message>;
    std::function<result<waiting>(connection&)> reading = [limit,
                                                           analyzer = &analyzer_](connection& on) {
        return read_waiting(on, *analyzer, limit);
    };
    auto found = co_await database_.read<waiting>(std::move(reading));
    if (!found) co_return found.error();
    const std::size_t count = found->size();
    if (count == 0) co_return count;
    std::function<result<>(connection&)> writing =
        [all = std::move(*found)](connection& on) -> result<> {
        keep_terms(on, all);
        return {};
    };
    // Lost in a power loss together with the list that it was taken off: done again then.
    auto kept = co_await database_.write<void>(durability::crash, std::move(writing));
    if (!kept) co_return kept.error();
    co_return count;
}

task<result<std::size_t>> sqlite_history_store::erase_deleted(call_scope, wall_time deleted_before,
                                                              std::size_t limit)
{
    std::function<result<std::size_t>(connection&)> work = [deleted_before, limit](connection& on) {
        return sqlite::erase_deleted(on, deleted_before, limit);
    };
    co_return co_await database_.write<std::size_t>(durability::power_loss, std::move(work));
}

}  // namespace parlance::sqlite
