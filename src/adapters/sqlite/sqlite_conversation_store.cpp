#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/conversation_parts.hpp>
#include <parlance/sqlite/conversation_reads.hpp>
#include <parlance/sqlite/conversation_writes.hpp>
#include <parlance/sqlite/sqlite_conversation_store.hpp>
#include <parlance/stored_form/page_cursor.hpp>

#include <functional>
#include <utility>

namespace parlance::sqlite {

task<result<chat::begun_turn>> sqlite_conversation_store::begin_turn(call_scope,
                                                                     access::principal who,
                                                                     chat::new_turn asked)
{
    std::function<result<chat::begun_turn>(connection&)> work =
        [who = who.id, asked = std::move(asked)](connection& on) {
            return sqlite::begin_turn(on, who, asked);
        };
    co_return co_await database_.write<chat::begun_turn>(durability::power_loss, std::move(work));
}

task<result<std::vector<chat::turn_key>>> sqlite_conversation_store::append_progress(
    call_scope, chat::turn_owner owner, std::vector<chat::turn_progress> growth)
{
    using fenced = std::vector<chat::turn_key>;
    std::function<result<fenced>(connection&)> work = [owner,
                                                       growth = std::move(growth)](connection& on) {
        return sqlite::append_progress(on, owner, growth);
    };
    co_return co_await database_.write<fenced>(durability::crash, std::move(work));
}

task<result<>> sqlite_conversation_store::finish_turn(call_scope, access::principal who,
                                                      chat::turn_owner owner, chat::turn_end end)
{
    std::function<result<>(connection&)> work = [who = who.id, owner,
                                                 end = std::move(end)](connection& on) {
        return sqlite::finish_turn(on, who, owner, end);
    };
    co_return co_await database_.write<void>(durability::power_loss, std::move(work));
}

task<result<chat::turn_record>> sqlite_conversation_store::find_turn(call_scope,
                                                                     access::principal who,
                                                                     chat::turn_id which)
{
    std::function<result<chat::turn_record>(connection&)> work =
        [who = who.id, which](connection& on) { return sqlite::find_turn(on, who, which); };
    co_return co_await database_.read<chat::turn_record>(std::move(work));
}

task<result<chat::turn_growth>> sqlite_conversation_store::read_growth(call_scope,
                                                                       access::principal who,
                                                                       chat::turn_id which,
                                                                       chat::position from)
{
    std::function<result<chat::turn_growth>(connection&)> work = [who = who.id, which,
                                                                  from](connection& on) {
        return sqlite::read_growth(on, who, which, from);
    };
    co_return co_await database_.read<chat::turn_growth>(std::move(work));
}

task<result<chat::turn_standing>> sqlite_conversation_store::want_stop(call_scope,
                                                                       access::principal who,
                                                                       chat::turn_id which)
{
    std::function<result<chat::turn_standing>(connection&)> work =
        [who = who.id, which](connection& on) { return sqlite::want_stop(on, who, which); };
    co_return co_await database_.write<chat::turn_standing>(durability::crash, std::move(work));
}

task<result<std::vector<chat::turn_key>>> sqlite_conversation_store::stops_wanted(
    call_scope, chat::turn_owner owner)
{
    using wanted = std::vector<chat::turn_key>;
    std::function<result<wanted>(connection&)> work = [owner](connection& on) -> result<wanted> {
        return sqlite::stops_wanted(on, owner);
    };
    co_return co_await database_.read<wanted>(std::move(work));
}

task<result<chat::conversation_page>> sqlite_conversation_store::list(call_scope,
                                                                      access::principal who,
                                                                      std::string cursor,
                                                                      std::size_t limit)
{
    const auto after = stored_form::parse_cursor(cursor);
    if (!after) co_return after.error();
    std::function<result<chat::conversation_page>(connection&)> work =
        [who = who.id, after = *after, limit](connection& on) {
            return list_conversations(on, who, after, limit);
        };
    co_return co_await database_.read<chat::conversation_page>(std::move(work));
}

task<result<chat::opened_conversation>> sqlite_conversation_store::open(call_scope,
                                                                        access::principal who,
                                                                        chat::conversation_id which,
                                                                        chat::path_wanted wanted)
{
    std::function<result<chat::opened_conversation>(connection&)> work = [who = who.id, which,
                                                                          wanted](connection& on) {
        return open_conversation(on, who, which, wanted);
    };
    co_return co_await database_.read<chat::opened_conversation>(std::move(work));
}

task<result<std::size_t>> sqlite_conversation_store::interrupt_left_running(call_scope,
                                                                            chat::turn_owner owner,
                                                                            wall_time now)
{
    std::function<result<std::size_t>(connection&)> work = [owner, now](connection& on) {
        return sqlite::interrupt_left_running(on, owner, now);
    };
    co_return co_await database_.write<std::size_t>(durability::power_loss, std::move(work));
}

}  // namespace parlance::sqlite
