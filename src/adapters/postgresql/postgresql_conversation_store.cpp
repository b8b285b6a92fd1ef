#include <parlance/postgresql/postgresql_conversation_store.hpp>

#include <parlance/postgresql/conversation_parts.hpp>
#include <parlance/postgresql/conversation_reads.hpp>
#include <parlance/postgresql/conversation_writes.hpp>
#include <parlance/postgresql/replica_rows.hpp>
#include <parlance/stored_form/page_cursor.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

namespace parlance::postgresql {

template <class T>
using work_for = std::function<task<result<T>>(transaction&)>;

namespace {

/// What may be cut short goes alone: others would go with it.
bool may_go_with_others(const call_scope& scope)
{
    return scope.deadline == steady_time::max() && !scope.stop.stop_possible();
}

std::size_t size_of(const chat::new_turn& asked)
{
    return asked.question.size() + asked.request_fingerprint.size() + asked.title.size();
}

std::size_t size_of(const chat::turn_end& end)
{
    constexpr std::size_t event_bytes = 512;
    return end.answer.size() + end.events.size() * event_bytes;
}

task<result<begun_turns>> begin_together(database& on, asked_turns all)
{
    work_for<begun_turns> work = [all = std::move(all)](transaction& in) {
        return begin_turns(in, all);
    };
    const call_scope unbounded;
    co_return co_await on.write<begun_turns>(unbounded, durability::power_loss, std::move(work));
}

task<result<kept_ends>> end_together(database& on, asked_ends all)
{
    work_for<kept_ends> work = [all = std::move(all)](transaction& in) {
        return end_turns(in, all);
    };
    const call_scope unbounded;
    co_return co_await on.write<kept_ends>(unbounded, durability::power_loss, std::move(work));
}

}  // namespace

postgresql_conversation_store::postgresql_conversation_store(database& of)
    : database_(of),
      beginnings_("begin_turns", of.with(),
                  [&of](asked_turns all) { return begin_together(of, std::move(all)); }),
      ends_("end_turns", of.with(),
            [&of](asked_ends all) { return end_together(of, std::move(all)); })
{
}

task<result<chat::begun_turn>> postgresql_conversation_store::begin_turn(call_scope scope,
                                                                         access::principal who,
                                                                         chat::new_turn asked)
{
    const std::size_t bytes = size_of(asked);
    asked_turn made{who.id, std::move(asked)};
    const auto question = std::make_shared<const asked_turn>(std::move(made));
    if (may_go_with_others(scope)) {
        auto begun = co_await beginnings_.ask(question, bytes);
        // What is wrong with one of them is found by each alone.
        const bool is_alone = begun ? !*begun : begun.error().kind == fault::internal;
        if (!is_alone && begun) co_return std::move(**begun);
        if (!is_alone) co_return begun.error();
    }
    co_return co_await begin_alone(std::move(scope), who.id, question->asked);
}

task<result<chat::begun_turn>> postgresql_conversation_store::begin_alone(
    call_scope scope, access::principal_id who, const chat::new_turn& asked)
{
    work_for<chat::begun_turn> work = [&who, &asked](transaction& in) {
        return postgresql::begin_turn(in, who, asked);
    };
    co_return co_await database_.write<chat::begun_turn>(std::move(scope), durability::power_loss,
                                                         std::move(work));
}

task<result<std::vector<chat::turn_key>>> postgresql_conversation_store::append_progress(
    call_scope scope, chat::turn_owner owner, std::vector<chat::turn_progress> growth)
{
    using fenced = std::vector<chat::turn_key>;
    if (growth.empty()) co_return fenced();
    work_for<fenced> work = [&owner, &growth](transaction& in) {
        return postgresql::append_progress(in, owner, growth);
    };
    co_return co_await database_.write<fenced>(std::move(scope), durability::crash,
                                               std::move(work));
}

task<result<>> postgresql_conversation_store::finish_turn(call_scope scope, access::principal who,
                                                          chat::turn_owner owner,
                                                          chat::turn_end end)
{
    const std::size_t bytes = size_of(end);
    asked_end made{who.id, owner, std::move(end)};
    const auto asked = std::make_shared<const asked_end>(std::move(made));
    if (may_go_with_others(scope)) {
        const auto kept = co_await ends_.ask(asked, bytes);
        if (kept && *kept == end_kept::yes) co_return result<>();
        if (!kept && kept.error().kind != fault::internal) co_return kept.error();
    }
    co_return co_await finish_alone(std::move(scope), *asked);
}

task<result<>> postgresql_conversation_store::finish_alone(call_scope scope, const asked_end& asked)
{
    work_for<void> work = [&asked](transaction& in) {
        return postgresql::finish_turn(in, asked.who, asked.owner, asked.end);
    };
    co_return co_await database_.write<void>(std::move(scope), durability::power_loss,
                                             std::move(work));
}

task<result<chat::turn_record>> postgresql_conversation_store::find_turn(call_scope scope,
                                                                         access::principal who,
                                                                         chat::turn_id which)
{
    work_for<chat::turn_record> work = [&who, which](transaction& in) {
        return postgresql::find_turn(in, who.id, which);
    };
    co_return co_await database_.read<chat::turn_record>(std::move(scope), std::move(work));
}

task<result<chat::turn_growth>> postgresql_conversation_store::read_growth(call_scope scope,
                                                                           access::principal who,
                                                                           chat::turn_id which,
                                                                           chat::position from)
{
    work_for<chat::turn_growth> work = [&who, which, from](transaction& in) {
        return postgresql::read_growth(in, who.id, which, from);
    };
    co_return co_await database_.read<chat::turn_growth>(std::move(scope), std::move(work));
}

task<result<chat::turn_standing>> postgresql_conversation_store::want_stop(call_scope scope,
                                                                           access::principal who,
                                                                           chat::turn_id which)
{
    work_for<chat::turn_standing> work = [&who, which](transaction& in) {
        return postgresql::want_stop(in, who.id, which);
    };
    co_return co_await database_.write<chat::turn_standing>(
        std::move(scope), durability::power_loss, std::move(work));
}

task<result<std::vector<chat::turn_key>>> postgresql_conversation_store::stops_wanted(
    call_scope scope, chat::turn_owner owner)
{
    statement which(
        "SELECT principal, id FROM turns WHERE owner = $1 AND epoch = $2 "
        "AND stop_wanted AND state = 'running'",
        owner.replica, owner.epoch);
    const auto found = co_await database_.look(std::move(scope), std::move(which));
    if (!found) co_return found.error();
    std::vector<chat::turn_key> wanted;
    for (const row one : *found) {
        wanted.push_back({access::principal_id(one.uuid(0)), chat::turn_id(one.uuid(1))});
    }
    co_return wanted;
}

task<result<chat::conversation_page>> postgresql_conversation_store::list(call_scope scope,
                                                                          access::principal who,
                                                                          std::string cursor,
                                                                          std::size_t limit)
{
    const auto after = stored_form::parse_cursor(cursor);
    if (!after) co_return after.error();
    statement which = which_conversations(who.id, *after, limit);
    const auto found = co_await database_.look(std::move(scope), std::move(which));
    if (!found) co_return found.error();
    co_return page_in(*found, limit);
}

task<result<chat::opened_conversation>> postgresql_conversation_store::open(
    call_scope scope, access::principal who, chat::conversation_id which, chat::path_wanted wanted)
{
    work_for<chat::opened_conversation> work = [&who, which, wanted](transaction& in) {
        return open_conversation(in, who.id, which, wanted);
    };
    co_return co_await database_.read<chat::opened_conversation>(std::move(scope), std::move(work));
}

task<result<std::size_t>> postgresql_conversation_store::interrupt_left_running(
    call_scope scope, chat::turn_owner owner, wall_time now)
{
    work_for<abandoned_turns> work = [owner, now](transaction& in) {
        return interrupt_others(in, owner, now);
    };
    const auto ended = co_await database_.write<abandoned_turns>(
        std::move(scope), durability::power_loss, std::move(work));
    if (!ended) co_return ended.error();
    co_return ended->size();
}

}  // namespace parlance::postgresql
